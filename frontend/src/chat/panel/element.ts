import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import type { Message } from "../../../chat-client/src/types.js";
import base from "../look/base.css";
import bubble from "../bubble/bubble.css";
import { bubbleButton } from "../bubble/bubble.js";
import { Chime } from "./chime.js";
import "../composer/composer.js";
import type { Composer } from "../composer/composer.js";
import { Conversation } from "../conversation/conversation.js";
import { icon } from "../look/icons.js";
import "../log/log.js";
import type { Log } from "../log/log.js";
import { OpenHere } from "./open-here.js";
import type { Options } from "../options.js";
import panel from "./panel.css";
import { Screen } from "./screen.js";
import { strings, type Strings } from "../strings.js";
import { themeRules } from "../look/tokens.js";

const CONNECT_AFTER_MS = 3000;

/** The whole chat: the button in the corner and the panel it opens, or, as a page, the panel alone. */
export class RipChat extends LitElement {
  static override styles = [base, bubble, panel].map(unsafeCSS);

  #options!: Options;
  #texts!: Strings;
  #conversation!: Conversation;
  #open = false;
  #dragging = false;
  #announcement = "";
  #newAfter: number | null = null;
  #chime = new Chime();
  #openHere = new OpenHere();
  #screen = new Screen((change) => this.#fit(change));

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // The loader's button makes way for this one.
    this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  /** Start with the options of the page, which the rest of the class needs. */
  begin(options: Options): void {
    this.#options = options;
    this.#texts = strings(options.language);
    this.#conversation = new Conversation(options, {
      changed: () => this.#changed(),
      received: (message) => this.#received(message),
    });
    if (!options.own) this.#adopt(themeRules());
    document.addEventListener("visibilitychange", () => this.#changed());
    this.requestUpdate();
    void this.#conversation.look();
    setTimeout(() => this.#conversation.connect(), CONNECT_AFTER_MS);
    if (this.page || this.#openHere.value) void this.open();
  }

  get page(): boolean {
    return this.hasAttribute("page");
  }

  /** Show the panel; with an advert's number, offer its link to be sent. */
  async open(advertId: number | null = null): Promise<void> {
    const { thread } = this.#conversation;
    this.#newAfter = thread.unread > 0 ? thread.readUpTo : null;
    this.#open = true;
    this.#openHere.value = !this.page;
    this.requestUpdate();
    await this.updateComplete;
    this.#show();
    if (advertId !== null) this.#composer?.offer(advertId);
    await this.#conversation.open();
    this.#conversation.connect();
  }

  close(): void {
    if (this.page || !this.#open) return;
    this.#open = this.#openHere.value = false;
    this.#screen.release();
    this.#conversation.close();
    this.#dialog?.close();
    this.requestUpdate();
    void this.updateComplete.then(() => this.#bubble?.focus());
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  get #bubble(): HTMLButtonElement | null {
    return this.renderRoot.querySelector(".bubble");
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector("rip-chat-composer");
  }

  get #log(): Log | null {
    return this.renderRoot.querySelector("rip-chat-log");
  }

  #show(): void {
    const dialog = this.#dialog;
    if (dialog && !dialog.open) {
      // On a phone the chat is all there is, so it keeps the focus to itself.
      if (this.#screen.narrow) dialog.showModal();
      else dialog.show();
    }
    this.#screen.hold();
    if (!this.page) this.#composer?.focus();
    this.#log?.toNewest();
  }

  /** The window became narrow or wide: the panel becomes a screen of its own, or stops being one. */
  #fit({ narrow, height, top }: { narrow: boolean; height: number; top: number }): void {
    this.style.setProperty("--height", `${height}px`);
    this.style.setProperty("--top", `${top}px`);
    const dialog = this.#dialog;
    if (!dialog?.open || dialog.matches(":modal") === narrow) return;
    dialog.close();
    this.#show();
  }

  #changed(): void {
    this.requestUpdate();
    this.#log?.requestUpdate();
    this.#composer?.requestUpdate();
  }

  #received(message: Message): void {
    const texts = this.#texts;
    const text = message.message.startsWith("/media/") ? texts.picture : message.message;
    this.#announcement = texts.announcement(texts.support, text);
    if (document.hidden || !this.#open) this.#chime.ring();
  }

  #adopt(rules: string): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    this.shadowRoot?.adoptedStyleSheets.push(sheet);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#texts) return nothing;
    if (this.page) return html`<section class="panel page" aria-labelledby="title">${this.#inside()}</section>`;
    return html`
      ${this.#open ? nothing : this.#button()}
      <dialog class="panel" aria-labelledby="title" @cancel=${this.#cancel} @keydown=${this.#key}>
        ${this.#open ? this.#inside() : nothing}
      </dialog>
      ${this.#voice()}
    `;
  }

  #button(): TemplateResult {
    const unread = this.#conversation.thread.unread;
    return bubbleButton(this.#texts, unread, () => void this.open());
  }

  /** A text for screen readers about a new message. */
  #voice(): TemplateResult {
    return html`<p class="unseen" aria-live="polite">${this.#announcement}</p>`;
  }

  #inside(): TemplateResult {
    return html`
      ${this.#header()}
      ${this.#conversation.lost
        ? html`<p class="lost" role="status">${this.#texts.offline}</p>`
        : nothing}
      <rip-chat-log
        .model=${this.#conversation}
        .language=${this.#options.language}
        .newAfter=${this.#newAfter}
        @dragover=${this.#drag}
        @dragleave=${() => this.#drag(null)}
        @drop=${this.#drop}
      ></rip-chat-log>
      <rip-chat-composer
        .model=${this.#conversation}
        .options=${this.#options}
        @dragover=${this.#drag}
        @drop=${this.#drop}
        @rip-sent=${() => this.#log?.toNewest()}
      ></rip-chat-composer>
      ${this.#dragging ? html`<p class="drop" aria-hidden="true">${this.#texts.dropHere}</p>` : nothing}
      ${this.page ? this.#voice() : nothing}
    `;
  }

  #header(): TemplateResult {
    const { support, typing } = this.#conversation;
    const texts = this.#texts;
    const status = typing ? texts.typing : support ? texts.online : support === false ? texts.away : "";
    return html`<div class="head">
      <span class="face">${icon("pawPrint")}</span>
      <div class="who">
        <h2 id="title">${texts.title}</h2>
        <p class="status ${support ? "online" : ""}">${status}</p>
      </div>
      <button
        class="tool"
        type="button"
        aria-label=${this.#chime.on ? texts.soundOff : texts.soundOn}
        @click=${() => this.#toggleSound()}
      >
        ${icon(this.#chime.on ? "bell" : "bellOff")}
      </button>
      ${this.page
        ? nothing
        : html`<button class="tool" type="button" aria-label=${texts.close} @click=${() => this.close()}>
            ${icon("x")}
          </button>`}
    </div>`;
  }

  #toggleSound(): void {
    this.#chime.on = !this.#chime.on;
    if (this.#chime.on) this.#chime.ring();
    this.requestUpdate();
  }

  #cancel(event: Event): void {
    event.preventDefault();
    this.close();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    this.close();
  }

  #drag(event: DragEvent | null): void {
    const carries = event?.dataTransfer?.types.includes("Files") ?? false;
    if (carries) event!.preventDefault();
    if (this.#dragging === carries) return;
    this.#dragging = carries;
    this.requestUpdate();
  }

  #drop(event: DragEvent): void {
    event.preventDefault();
    this.#drag(null);
    this.#composer?.attach([...(event.dataTransfer?.files ?? [])]);
  }
}
