import type { Options } from "../options.js";

/** The text that was written and not sent; it outlives the page. */
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
      // Without a storage the draft lasts as long as the page.
    }
  }
}
