import type { Identity } from "../../chat/connection/identity.js";
import type { Language } from "../../chat/strings.js";
import type { Reply } from "../types.js";

/** Canned replies, fetched anew each time they are listed. */
export class Replies {
  #all: Reply[] = [];

  constructor(
    private readonly identity: Identity,
    private readonly language: Language,
    private readonly changed: () => void,
  ) {}

  async refresh(): Promise<void> {
    const { replies } = await this.identity.call<{ replies: Reply[] }>("/api/v1/support/replies");
    this.#all = replies;
    this.changed();
  }

  /** Replies whose shortcut begins with a text, then those that contain it. */
  matching(text: string): Reply[] {
    const sought = text.toLowerCase();
    const begins = (one: Reply) => one.shortcut.startsWith(sought);
    const has = (one: Reply) => `${one.title} ${this.textOf(one)}`.toLowerCase().includes(sought);
    return [...this.#all.filter(begins), ...this.#all.filter((one) => !begins(one) && has(one))];
  }

  textOf({ text_ru, text_en }: Reply): string {
    return this.language === "en" ? text_en || text_ru : text_ru || text_en;
  }

  /** The text of a reply, with names in place of {name} and {operator}. */
  filled(reply: Reply, names: { name: string; operator: string }): string {
    return this.textOf(reply).replace(/\{(name|operator)\}/g, (_, which: "name" | "operator") => names[which]);
  }

  async used({ id }: Reply): Promise<void> {
    await this.identity.call(`/api/v1/support/replies/${id}/used`, { method: "POST" });
  }
}
