import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import { face } from "./room-rows.js";
import type { Status } from "../types.js";

interface Navigation {
  back: () => void;
  info: () => void;
}

/** The head of a conversation: its customer, other operators in it, and its actions. */
export function threadHead(desk: Desk, { back, info }: Navigation): TemplateResult | typeof nothing {
  const { texts, current, options } = desk;
  if (!current) return nothing;
  const others = (current.answering ?? []).filter((name) => name !== options.user);
  const mine = current.assignee === options.user;
  const presence = current.customer_online ? texts.online : texts.offline;
  return html`<header>
    <button class="tool back" type="button" aria-label=${texts.back} @click=${back}>${icon("arrowLeft")}</button>
    ${face(current)}
    <div class="who">
      <h2>${current.customer}</h2>
      <p class="quiet">
        ${desk.open?.typing ? texts.typing : presence}${others.length > 0 ? ` · ${texts.viewing(others.join(", "))}` : ""}
      </p>
    </div>
    <button class="act" type="button" aria-label=${mine ? texts.letGo : texts.take} aria-pressed=${mine} @click=${() => void desk.take()}>
      ${icon(mine ? "userCheck" : "userPlus")}<span>${mine ? texts.letGo : texts.take}</span>
    </button>
    ${current.status === "done" ? act(desk, "open", texts.reopen) : act(desk, "done", texts.markDone)}
    <button class="tool info" type="button" aria-label=${texts.info} @click=${info}>${icon("info")}</button>
  </header>`;
}

function act(desk: Desk, status: Status, name: string): TemplateResult {
  return html`<button class="act" type="button" aria-label=${name} @click=${() => void desk.decide(status)}>
    ${icon(status === "done" ? "check" : "rotateCcw")}<span>${name}</span>
  </button>`;
}
