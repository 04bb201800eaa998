// The program of the script tag: a button, which loads the rest of the chat.
import base from "./look/base.css";
import bubble from "./bubble/bubble.css";
import { drawBubble, markBubble } from "./bubble/drawn.js";
import type { RipChat } from "./panel/element.js";
import { OpenHere } from "./panel/open-here.js";
import { optionsOf, type Options } from "./options.js";
import { inkOn, themeRules } from "./look/tokens.js";

/** The chat's element, and the rest of its program when that is loaded. */
class Loader {
  #options: Options;
  #host = document.createElement("rip-chat");
  #chat: Promise<RipChat> | null = null;

  /** @param parent the element that the chat fills, on a page of its own */
  constructor(options: Options, parent: Element | null) {
    this.#options = options;
    this.#dress(parent !== null);
    if (parent) parent.replaceChildren(this.#host);
    else document.body.append(this.#host);
    if (parent || options.open || this.#expected()) this.#whenIdle();
  }

  async open(advertId: number | null = null): Promise<void> {
    markBubble(this.#host, this.#options.language, "busy");
    try {
      await (await this.#load()).open(advertId);
    } catch {
      markBubble(this.#host, this.#options.language, "failed");
    }
  }

  #dress(page: boolean): void {
    const { own, theme, colour, side, language } = this.#options;
    const host = this.#host;
    const shadow = host.attachShadow({ mode: "open" });
    host.lang = language;
    host.toggleAttribute("page", page);
    host.setAttribute("side", side);
    if (theme) host.setAttribute("theme", theme);
    shadow.adoptedStyleSheets = [base, bubble, own ? "" : themeRules()].map(sheetOf);
    if (!page) drawBubble(shadow, language, () => void this.open());
    if (colour && CSS.supports("color", colour)) this.#paint(colour);
  }

  #paint(colour: string): void {
    const { style } = this.#host;
    style.setProperty("--rip-chat-colour", colour);
    // A colour that is good on paper may be too dark at night.
    style.setProperty("--rip-chat-accent-ink", "color-mix(in oklab, var(--accent) 50%, var(--ink))");
    style.setProperty("--rip-chat-soft", "color-mix(in oklab, var(--accent) 16%, var(--paper))");
    // Only what is on the page has computed colours.
    queueMicrotask(() => {
      style.color = colour;
      style.setProperty("--rip-chat-ink", inkOn(getComputedStyle(this.#host).color));
      style.removeProperty("color");
    });
  }

  /** True if there may be messages to show before anybody opens the chat. */
  #expected(): boolean {
    const { origin, signedIn } = this.#options;
    if (signedIn || new OpenHere().value) return true;
    try {
      return ["guest", "first"].some((key) => localStorage.getItem(`rip.chat.${key}:${origin}`));
    } catch {
      return false;
    }
  }

  #whenIdle(): void {
    const begin = () => void (this.#options.open ? this.open() : this.#load().catch(() => undefined));
    const wait = () => ("requestIdleCallback" in window ? requestIdleCallback(begin) : setTimeout(begin));
    if (document.readyState === "complete") wait();
    else addEventListener("load", wait, { once: true });
  }

  #load(): Promise<RipChat> {
    this.#chat ??= this.#fetch().catch((error: unknown) => {
      this.#chat = null;
      throw error;
    });
    return this.#chat;
  }

  /** A script, because another site's page may load one without being allowed to read it. */
  async #fetch(): Promise<RipChat> {
    const script = document.createElement("script");
    script.src = this.#options.panel;
    await new Promise((resolve, reject) => {
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    const chat = this.#host as RipChat;
    chat.begin(this.#options);
    return chat;
  }
}

function sheetOf(rules: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  return sheet;
}

/** Anything with `data-open-chat` opens the chat, with `data-advert-id` about that advert. */
function listenForOpeners(loader: Loader): void {
  document.addEventListener("click", (event) => {
    const opener = event.target instanceof Element && event.target.closest("[data-open-chat]");
    if (!opener) return;
    event.preventDefault();
    const advert = Number(opener.getAttribute("data-advert-id"));
    void loader.open(advert > 0 ? advert : null);
  });
}

function begin(script: HTMLScriptElement): void {
  if (document.querySelector("rip-chat")) return;
  const page = { origin: location.origin, language: document.documentElement.lang };
  const options = optionsOf(script, { ...page, languages: navigator.languages });
  listenForOpeners(new Loader(options, document.querySelector("[data-chat-page]")));
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => begin(script));
  else begin(script);
}
