import type { Identity } from "../../chat/connection/identity.js";
import type { Language } from "../../chat/strings.js";
import type { Reply } from "../types.js";

/** Canned replies, read when they are first wanted and kept fresh each time they are. */
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

  /** Those whose shortcut begins so, then those that have the words anywhere. */
  matching(words: string): Reply[] {
    const sought = words.toLowerCase();
    const begins = (one: Reply) => one.shortcut.startsWith(sought);
    const has = (one: Reply) => `${one.title} ${this.textOf(one)}`.toLowerCase().includes(sought);
    return [...this.#all.filter(begins), ...this.#all.filter((one) => !begins(one) && has(one))];
  }

  textOf({ text_ru, text_en }: Reply): string {
    return this.language === "en" ? text_en || text_ru : text_ru || text_en;
  }

  /** The text with the people's names in it. */
  filled(reply: Reply, names: { name: string; operator: string }): string {
    return this.textOf(reply).replace(/\{(name|operator)\}/g, (_, which: "name" | "operator") => names[which]);
  }

  async used({ id }: Reply): Promise<void> {
    await this.identity.call(`/api/v1/support/replies/${id}/used`, { method: "POST" });
  }
}
