import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../look/icons.js";
import type { Strings } from "../strings.js";

/** The round button, with how much is unread. The loader draws one that looks the same. */
export function bubbleButton(texts: Strings, unread: number, open: () => void): TemplateResult {
  const name = unread > 0 ? texts.openUnread(unread) : texts.open;
  return html`<button class="bubble" type="button" aria-haspopup="dialog" aria-label=${name} @click=${open}>
    ${icon("messageCircle")}
    ${unread > 0 ? html`<span class="badge" aria-hidden="true">${unread > 99 ? "99+" : unread}</span>` : nothing}
  </button>`;
}
