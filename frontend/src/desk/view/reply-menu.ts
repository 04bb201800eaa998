import { html, nothing, type TemplateResult } from "lit";
import type { Composer } from "../../chat/composer/composer.js";
import type { Desk } from "../state/desk.js";
import type { Reply } from "../types.js";

const SHOWN = 6;

/** The list of canned replies over the message field, while a message is "/" and a word. */
export class ReplyMenu {
  #shortcut: string | null = null;
  #at = 0;
  #inserted: Reply | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly composer: () => Composer | null,
    private readonly changed: () => void,
  ) {}

  get #found(): Reply[] {
    return this.#shortcut === null ? [] : this.desk.replies.matching(this.#shortcut).slice(0, SHOWN);
  }

  /** Something was written. */
  written(): void {
    const shortcut = /^\/(\S*)$/.exec(this.composer()?.text ?? "")?.[1] ?? null;
    if (shortcut !== null && this.#shortcut === null) void this.desk.replies.refresh().catch(() => undefined);
    if (shortcut !== this.#shortcut) this.#at = 0;
    this.#shortcut = shortcut;
    this.changed();
  }

  /** A message was sent: if it came from a reply, that one was used. */
  sent(): void {
    if (this.#inserted) void this.desk.replies.used(this.#inserted).catch(() => undefined);
    this.#inserted = null;
    this.written();
  }

  /** A key was pressed in the field; true when it was for the list. */
  key(event: KeyboardEvent): boolean {
    const found = this.#found;
    if (this.#shortcut === null || event.isComposing) return false;
    if (event.key === "Escape") this.#shortcut = null;
    else if (found.length === 0) return false;
    else if (event.key === "ArrowDown") this.#at = (this.#at + 1) % found.length;
    else if (event.key === "ArrowUp") this.#at = (this.#at + found.length - 1) % found.length;
    else if (event.key === "Enter" || event.key === "Tab") this.#insert(found[this.#at]!);
    else return false;
    this.changed();
    return true;
  }

  #insert(reply: Reply): void {
    const name = this.desk.customer?.guest ? "" : (this.desk.current?.customer ?? "");
    const filled = this.desk.replies.filled(reply, { name, operator: this.desk.options.user });
    // A guest has no name to be called by: "Hello, !" becomes "Hello!".
    const composer = this.composer();
    if (composer) composer.text = filled.replace(/[,\s]+([!.?])/g, "$1");
    this.#inserted = reply;
    this.#shortcut = null;
    composer?.focus();
    this.changed();
  }

  render(): TemplateResult | typeof nothing {
    if (this.#shortcut === null) return nothing;
    const { texts, replies } = this.desk;
    const found = this.#found;
    return html`<div class="replies">
      <ul role="listbox" aria-label=${texts.repliesTitle}>
        ${found.map(
          (reply, index) => html`<li
            role="option"
            aria-selected=${index === this.#at}
            @pointerdown=${(event: Event) => (event.preventDefault(), this.#insert(reply))}
          >
            <b>/${reply.shortcut}</b> <span>${reply.title}</span>
            <small>${replies.textOf(reply)}</small>
          </li>`,
        )}
      </ul>
      ${found.length === 0 ? html`<p class="quiet">${texts.noReply}</p>` : nothing}
      <p class="unseen" aria-live="polite">${found[this.#at]?.title ?? ""}</p>
    </div>`;
  }
}
