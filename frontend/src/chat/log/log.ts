import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import base from "../look/base.css";
import card from "../adverts/card.css";
import { icon } from "../look/icons.js";
import type { Model } from "../conversation/model.js";
import log from "./log.css";
import { messageItem, uploadItem } from "./message.js";
import { rowsOf, type Row } from "./rows.js";
import { strings, type Language } from "../strings.js";
import { dayName } from "./times.js";

const NEAR_PX = 64;
const OLDER_PX = 240;

/** The conversation, from the oldest loaded message to the newest. */
export class Log extends LitElement {
  static override styles = [base, log, card].map(unsafeCSS);

  model!: Model;
  language: Language = "ru";
  newAfter: number | null = null;
  /** Two lines for an empty conversation. */
  welcome: readonly [string, string] | null = null;
  /** True if there are messages, though none has come yet. */
  expected = false;
  // True while the newest message is in sight, and is to stay so.
  #pinned = true;
  #heightBefore = 0;
  #firstBefore: number | null = null;
  #resized = new ResizeObserver(() => this.#settle());

  /** Show the newest message. */
  toNewest(): void {
    this.#pinned = true;
    this.requestUpdate();
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector(".scroller");
  }

  protected override firstUpdated(): void {
    this.#resized.observe(this);
  }

  protected override willUpdate(): void {
    this.#heightBefore = this.#scroller?.scrollHeight ?? 0;
  }

  protected override updated(): void {
    const scroller = this.#scroller!;
    const first = this.model.thread.firstSeq;
    const grewAbove = this.#firstBefore !== null && first !== null && first < this.#firstBefore;
    // The message that is being read stays in its position.
    if (grewAbove && !this.#pinned) scroller.scrollTop += scroller.scrollHeight - this.#heightBefore;
    this.#firstBefore = first;
    this.#settle();
    if (scroller.scrollTop < OLDER_PX && this.model.loadingOlder === "no") void this.model.loadOlder();
  }

  #settle(): void {
    const scroller = this.#scroller;
    if (!scroller || !this.#pinned) return;
    scroller.scrollTop = scroller.scrollHeight;
    if (!document.hidden && scroller.clientHeight > 0) this.model.read(this.model.thread.lastSeq);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller!;
    const pinned = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (pinned !== this.#pinned) this.requestUpdate();
    this.#pinned = pinned;
    if (scrollTop < OLDER_PX && this.model.loadingOlder === "no") void this.model.loadOlder();
  }

  protected override render(): TemplateResult {
    const { thread, pictures, typing } = this.model;
    const texts = strings(this.language);
    const entries = thread.entries;
    const empty = entries.length === 0 && pictures.uploads.length === 0;
    return html`
      <div class="scroller" tabindex="0" role="region" aria-label=${texts.history} @scroll=${this.#scrolled}>
        <ol class=${empty ? "empty" : ""}>
          ${empty ? (this.expected ? nothing : this.#welcome()) : this.#top()}
          ${repeat(rowsOf(entries, this.newAfter), ({ key }) => key, (row) => this.#row(row))}
          ${repeat(pictures.uploads, ({ id }) => id, (upload) => uploadItem(upload, pictures, texts))}
          ${typing
            ? html`<li class="typing"><span class="unseen">${texts.typing}</span><i></i><i></i><i></i></li>`
            : nothing}
        </ol>
      </div>
      ${this.#pinned ? nothing : this.#down()}
    `;
  }

  #row(row: Row): TemplateResult {
    const texts = strings(this.language);
    if (row.kind === "day") return html`<li class="day">${dayName(row.at, Date.now(), this.language)}</li>`;
    if (row.kind === "new") return html`<li class="new">${texts.newMessages}</li>`;
    return messageItem(row, this.model, this.language);
  }

  #welcome(): TemplateResult {
    const texts = strings(this.language);
    return html`<li class="welcome">
      ${icon("pawPrint")}<b>${this.welcome?.[0] ?? texts.welcome}</b><span>${this.welcome?.[1] ?? texts.welcomeMore}</span>
    </li>`;
  }

  /** The row above the oldest loaded message. */
  #top(): TemplateResult {
    const texts = strings(this.language);
    if (!this.model.hasOlder) return html`<li class="older">${texts.beginning}</li>`;
    if (this.model.loadingOlder !== "failed") return html`<li class="older">${texts.loadingOlder}</li>`;
    return html`<li class="older">
      ${texts.olderFailed}
      <button class="link" type="button" @click=${() => void this.model.loadOlder()}>${texts.retry}</button>
    </li>`;
  }

  #down(): TemplateResult {
    const unread = this.model.thread.unread;
    return html`<button
      class="down"
      type="button"
      aria-label=${strings(this.language).toNewest}
      @click=${() => (this.#scroller?.focus(), this.toNewest())}
    >
      ${unread > 0 ? html`<span>${unread}</span>` : nothing}${icon("arrowDown")}
    </button>`;
  }
}

customElements.define("rip-chat-log", Log);
