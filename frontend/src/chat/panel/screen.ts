interface Change {
  narrow: boolean;
  /** The height that a keyboard on the screen leaves, in pixels. */
  height: number;
  top: number;
}

/** The part of a phone's screen that the chat may fill. */
export class Screen {
  #query = matchMedia("(max-width: 640px)");
  #report: (change: Change) => void;
  #held = false;

  constructor(report: (change: Change) => void) {
    this.#report = report;
    this.#query.addEventListener("change", () => this.#measure());
    visualViewport?.addEventListener("resize", () => this.#measure());
    visualViewport?.addEventListener("scroll", () => this.#measure());
  }

  get narrow(): boolean {
    return this.#query.matches;
  }

  /** Take the screen: the page behind does not scroll meanwhile. */
  hold(): void {
    this.#held = true;
    this.#measure();
  }

  release(): void {
    this.#held = false;
    document.documentElement.style.removeProperty("overflow");
  }

  #measure(): void {
    if (!this.#held) return;
    const { style } = document.documentElement;
    if (this.narrow) style.setProperty("overflow", "hidden");
    else style.removeProperty("overflow");
    const { height = innerHeight, offsetTop: top = 0 } = visualViewport ?? {};
    this.#report({ narrow: this.narrow, height, top });
  }
}
