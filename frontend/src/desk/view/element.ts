import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import base from "../../chat/look/base.css";
import card from "../../chat/adverts/card.css";
import type { Composer } from "../../chat/composer/composer.js";
import type { Options } from "../../chat/options.js";
import { customerPane } from "./customer-pane.js";
import css from "./desk.css";
import { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import listCss from "./list.css";
import { Palette, type Action } from "./palette.js";
import paneCss from "./panes.css";
import { ReplyMenu } from "./reply-menu.js";
import { roomRows } from "./room-rows.js";
import { threadHead } from "./thread-head.js";
import type { RoomSummary, Tab } from "../types.js";

const TABS: Tab[] = ["all", "open", "mine", "nobody", "waiting", "done"];
const SEARCH_AFTER_MS = 200;

/** The support desk: rooms, a conversation, and its customer. */
export class RipDesk extends LitElement {
  static override styles = [base, css, listCss, paneCss, card].map(unsafeCSS);

  #desk!: Desk;
  #palette!: Palette;
  #menu!: ReplyMenu;
  #showInfo = false;
  #helping = false;
  #searching: ReturnType<typeof setTimeout> | undefined;
  #title = document.title;

  override connectedCallback(): void {
    super.connectedCallback();
    const changed = () => this.requestUpdate();
    const language = document.documentElement.lang.startsWith("en") ? "en" : "ru";
    this.#desk = new Desk({ origin: location.origin, user: this.dataset["user"] ?? "", language }, changed);
    this.#palette = new Palette(this.#desk, () => this.#actions(), (room) => this.#open(room, true), changed);
    this.#menu = new ReplyMenu(this.#desk, () => this.#composer, changed);
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("visibilitychange", changed);
    this.#desk.start();
  }

  get #composer(): Composer | null {
    return this.renderRoot.querySelector("rip-chat-composer");
  }

  #open(room: RoomSummary, write: boolean): void {
    this.#desk.select(room);
    this.#showInfo = false;
    void this.updateComplete.then(() => (write ? this.#composer?.focus() : this.#row(room.room)?.focus()));
  }

  #row(room: number): HTMLElement | null {
    return this.renderRoot.querySelector(`[data-room="${room}"]`);
  }

  #back(): void {
    const room = this.#desk.open?.number;
    this.#desk.close();
    void this.updateComplete.then(() => room && this.#row(room)?.focus());
  }

  /** Open the room `step` rows further down. */
  #move(step: number): void {
    const { list, open } = this.#desk;
    const rooms = list.shown(open);
    const at = rooms.findIndex(({ room }) => room === open?.number);
    const next = rooms[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rooms.length - 1)];
    if (next) this.#open(next, false);
  }

  #actions(): Action[] {
    const { texts, current } = this.#desk;
    const general: Action[] = [
      ...TABS.map((tab) => ({ name: texts.tabs[tab], keys: "", run: () => void this.#desk.show(tab) })),
      { name: texts.keys, keys: "?", run: () => this.#help(true) },
      { name: this.#desk.chime.on ? texts.soundOff : texts.soundOn, keys: "", run: () => this.#toggleSound() },
    ];
    if (!current) return general;
    const mine = current.assignee === this.#desk.options.user;
    return [
      { name: mine ? texts.letGo : texts.take, keys: "a", run: () => void this.#desk.take() },
      { name: texts.markDone, keys: "e", run: () => void this.#desk.decide("done") },
      { name: texts.markWaiting, keys: "w", run: () => void this.#desk.decide("waiting") },
      { name: texts.reopen, keys: "o", run: () => void this.#desk.decide("open") },
      ...general,
    ];
  }

  #key(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") {
      event.preventDefault();
      return this.#palette.open();
    }
    const target = event.composedPath()[0] as HTMLElement;
    const editing = target.matches?.("input, textarea, select") ?? false;
    if (event.key === "Escape" && !this.#palette.isOpen && !event.defaultPrevented) return this.#escape(editing);
    if (editing || event.ctrlKey || event.metaKey || event.altKey || this.#palette.isOpen || this.#helping) return;
    const run = this.#keys[event.code] ?? (event.key === "?" ? () => this.#help(true) : undefined);
    if (!run || (event.code === "Enter" && target.matches("button, a"))) return;
    event.preventDefault();
    run();
  }

  /** By the position on the keyboard, so that they work in a Russian layout too. */
  #keys: Record<string, () => void> = {
    KeyJ: () => this.#move(1),
    KeyK: () => this.#move(-1),
    ArrowDown: () => this.#move(1),
    ArrowUp: () => this.#move(-1),
    KeyR: () => this.#composer?.focus(),
    Enter: () => this.#composer?.focus(),
    KeyA: () => void this.#desk.take(),
    KeyE: () => void this.#desk.decide("done"),
    KeyW: () => void this.#desk.decide("waiting"),
    KeyO: () => void this.#desk.decide("open"),
    KeyI: () => this.#info(),
    KeyS: () => this.renderRoot.querySelector<HTMLInputElement>("#search")?.focus(),
  };

  #escape(editing: boolean): void {
    if (this.#helping) return this.#help(false);
    if (this.#showInfo) return this.#info();
    const room = this.#desk.open?.number;
    if (editing && room !== undefined) this.#row(room)?.focus();
  }

  #help(open: boolean): void {
    this.#helping = open;
    this.requestUpdate();
  }

  #info(): void {
    this.#showInfo = !this.#showInfo;
    this.requestUpdate();
  }

  #toggleSound(): void {
    const { chime } = this.#desk;
    chime.on = !chime.on;
    if (chime.on) chime.ring();
    this.requestUpdate();
  }

  #sought(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.#desk.list.search = value;
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => void this.#desk.show(this.#desk.list.tab, value), SEARCH_AFTER_MS);
    this.requestUpdate();
  }

  protected override updated(): void {
    const unread = this.#desk.counts?.unread ?? 0;
    document.title = unread > 0 ? `(${unread}) ${this.#title}` : this.#title;
    this.renderRoot.querySelector<LitElement>("rip-chat-log")?.requestUpdate();
    this.#composer?.requestUpdate();
    this.#modal(".palette", this.#palette.isOpen);
    this.#modal(".help", this.#helping);
  }

  #modal(selector: string, open: boolean): void {
    const dialog = this.renderRoot.querySelector<HTMLDialogElement>(selector)!;
    if (open && !dialog.open) dialog.showModal();
    else if (!open && dialog.open) dialog.close();
  }

  protected override render(): TemplateResult {
    const desk = this.#desk;
    const { texts, open } = desk;
    const view = this.#showInfo ? "customer" : open ? "thread" : "rooms";
    return html`
      <div class="desk" data-view=${view}>
        <section class="pane list" aria-label=${texts.rooms}>${this.#rooms()}</section>
        <section class="pane thread" aria-label=${texts.thread}>
          ${open ? this.#thread() : html`<div class="nobody">${icon("pawPrint")}<p><b>${texts.choose}</b></p><p>${texts.chooseMore}</p></div>`}
        </section>
        ${open
          ? html`<section class="pane customer" aria-label=${texts.customerPane} tabindex="0">
              <button class="tool back" type="button" aria-label=${texts.close} @click=${() => this.#info()}>${icon("arrowLeft")}</button>
              ${customerPane(desk)}
            </section>`
          : nothing}
      </div>
      <p class="notice" role="status">${this.#notice()}</p>
      ${this.#palette.render()} ${this.#keysHelp()}
    `;
  }

  #notice(): string {
    const { texts, state, notice } = this.#desk;
    return state === "ended" ? texts.signedOut : notice || (state === "lost" ? texts.lost : "");
  }

  #rooms(): TemplateResult {
    const { texts, list, chime } = this.#desk;
    return html`
      <div class="top">
        <label class="search">
          ${icon("search")}<span class="unseen">${texts.search}</span>
          <input id="search" type="search" placeholder=${texts.search} maxlength="100" autocomplete="off" @input=${this.#sought} />
        </label>
        <button class="tool" type="button" aria-label=${chime.on ? texts.soundOff : texts.soundOn} @click=${() => this.#toggleSound()}>
          ${icon(chime.on ? "bell" : "bellOff")}
        </button>
        <button class="tool keys" type="button" aria-label=${texts.keys} @click=${() => this.#help(true)}>${icon("keyboard")}</button>
      </div>
      <div class="tabs" role="group" aria-label=${texts.rooms}>
        ${TABS.map(
          (tab) => html`<button type="button" aria-pressed=${list.tab === tab} @click=${() => void this.#desk.show(tab)}>
            ${texts.tabs[tab]} <span>${this.#desk.counts?.[tab] ?? ""}</span>
          </button>`,
        )}
      </div>
      <div class="scroll">${roomRows(this.#desk, (room) => this.#open(room, matchMedia("(min-width: 760px)").matches))}</div>
    `;
  }

  #thread(): TemplateResult {
    const desk = this.#desk;
    const { texts, options } = desk;
    const open = desk.open!;
    const own: Options = {
      origin: options.origin,
      own: true,
      signedIn: `${options.user}:${open.number}`,
      language: options.language,
      theme: null,
      colour: null,
      side: "right",
      open: true,
      panel: "",
    };
    return html`
      ${threadHead(desk, { back: () => this.#back(), info: () => this.#info() })}
      ${keyed(
        open.number,
        html`<rip-chat-log
            .model=${open}
            .language=${options.language}
            .newAfter=${open.newAfter}
            .expected=${open.begun}
            .welcome=${[texts.nothingSaid, texts.nothingSaidMore]}
          ></rip-chat-log>
          <div
            class="compose"
            @input=${() => this.#menu.written()}
            @dragover=${(event: DragEvent) => event.preventDefault()}
            @drop=${(event: DragEvent) => (event.preventDefault(), this.#composer?.attach([...(event.dataTransfer?.files ?? [])]))}
            @keydown=${{
              handleEvent: (event: KeyboardEvent) => {
                if (!this.#menu.key(event)) return;
                event.preventDefault();
                event.stopPropagation();
              },
              capture: true,
            }}
          >
            ${this.#menu.render()}
            <rip-chat-composer .model=${open} .options=${own} @rip-sent=${() => this.#sent()}></rip-chat-composer>
          </div>`,
      )}
    `;
  }

  #sent(): void {
    this.#menu.sent();
    this.renderRoot.querySelector<HTMLElement & { toNewest(): void }>("rip-chat-log")?.toNewest();
  }

  #keysHelp(): TemplateResult {
    const { texts } = this.#desk;
    return html`<dialog class="help" aria-labelledby="keys" @close=${() => this.#helping && this.#help(false)}>
      <h2 id="keys">${texts.keys}</h2>
      <dl>${texts.keyList.map(([keys, action]) => html`<dt><kbd>${keys}</kbd></dt><dd>${action}</dd>`)}</dl>
      <button class="act" type="button" @click=${() => this.#help(false)}>${texts.close}</button>
    </dialog>`;
  }
}
