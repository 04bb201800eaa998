import type { Options } from "../options.js";

/** What somebody has written and not sent yet; it outlives the page. */
export class Draft {
  #key: string;

  constructor({ origin, signedIn }: Pick<Options, "origin" | "signedIn">) {
    this.#key = `rip.chat.draft:${origin}:${signedIn ?? "guest"}`;
  }

  get text(): string {
    try {
      return localStorage.getItem(this.#key) ?? "";
    } catch {
      return "";
    }
  }

  set text(text: string) {
    try {
      if (text) localStorage.setItem(this.#key, text);
      else localStorage.removeItem(this.#key);
    } catch {
      // It lasts as long as the page.
    }
  }
}
