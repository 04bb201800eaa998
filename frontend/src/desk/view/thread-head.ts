import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import { face } from "./room-rows.js";
import type { Status } from "../types.js";

interface Ways {
  back: () => void;
  info: () => void;
}

/** Over a conversation: whose it is, who else is in it, and what can be decided about it. */
export function threadHead(desk: Desk, { back, info }: Ways): TemplateResult | typeof nothing {
  const { words, current, options } = desk;
  if (!current) return nothing;
  const others = (current.answering ?? []).filter((name) => name !== options.user);
  const mine = current.assignee === options.user;
  const presence = current.customer_online ? words.online : words.offline;
  return html`<header>
    <button class="tool back" type="button" aria-label=${words.back} @click=${back}>${icon("arrowLeft")}</button>
    ${face(current)}
    <div class="who">
      <h2>${current.customer}</h2>
      <p class="quiet">
        ${desk.open?.typing ? words.typing : presence}${others.length > 0 ? ` · ${words.viewing(others.join(", "))}` : ""}
      </p>
    </div>
    <button class="act" type="button" aria-label=${mine ? words.letGo : words.take} aria-pressed=${mine} @click=${() => void desk.take()}>
      ${icon(mine ? "userCheck" : "userPlus")}<span>${mine ? words.letGo : words.take}</span>
    </button>
    ${current.status === "done" ? act(desk, "open", words.reopen) : act(desk, "done", words.markDone)}
    <button class="tool info" type="button" aria-label=${words.info} @click=${info}>${icon("info")}</button>
  </header>`;
}

function act(desk: Desk, status: Status, name: string): TemplateResult {
  return html`<button class="act" type="button" aria-label=${name} @click=${() => void desk.decide(status)}>
    ${icon(status === "done" ? "check" : "rotateCcw")}<span>${name}</span>
  </button>`;
}
