import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { dayName, timeOf } from "../../chat/log/times.js";
import type { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import type { RoomSummary } from "../types.js";

const HUES = 6;

/** The rooms of a tab, one button each. */
export function roomRows(desk: Desk, choose: (room: RoomSummary) => void): TemplateResult {
  const { list, texts } = desk;
  const rooms = list.shown(desk.open);
  return html`
    <ul class="rooms" aria-label=${texts.rooms} aria-busy=${list.loading}>
      ${repeat(rooms, ({ room }) => room, (room) => row(desk, room, () => choose(room)))}
    </ul>
    ${rooms.length === 0 && !list.loading && desk.state !== "connecting" ? nobody(desk) : nothing}
    ${list.hasMore
      ? html`<button class="more" type="button" @click=${() => void list.more()}>${texts.more}</button>`
      : nothing}
  `;
}

function nobody({ list, texts }: Desk): TemplateResult {
  const search = list.search.trim();
  const text = search ? texts.emptySearch(search) : list.tab === "all" ? texts.empty : texts.emptyTab;
  return html`<div class="nobody">${icon("inbox")}<p>${text}</p></div>`;
}

function row(desk: Desk, room: RoomSummary, choose: () => void): TemplateResult {
  const { texts, options } = desk;
  const chosen = desk.open?.number === room.room;
  const classes = ["room", chosen && "chosen", !room.support_read && "unread"].filter(Boolean).join(" ");
  return html`<li>
    <button class=${classes} type="button" data-room=${room.room} aria-current=${chosen} @click=${choose}>
      ${face(room)}
      <span class="first">
        <b>${room.customer}</b>
        ${room.last_message ? html`<time>${when(room.last_message.sent_at, options.language)}</time>` : nothing}
      </span>
      <span class="second">
        <span class="said">${desk.isTyping(room.room) ? html`<em>${texts.typing}</em>` : preview(desk, room)}</span>
        ${room.unread > 0
          ? html`<span class="count"><span aria-hidden="true">${room.unread}</span><span class="unseen">${texts.unread(room.unread)}</span></span>`
          : nothing}
      </span>
      <span class="third">
        <span class="state ${room.status}">${texts.status[room.status]}</span>
        ${room.assignee ? html`<span>${room.assignee === options.user ? texts.tabs.mine : room.assignee}</span>` : nothing}
      </span>
    </button>
  </li>`;
}

/** The first letter of a name, with a mark if the customer is online. */
export function face(room: Pick<RoomSummary, "room" | "customer" | "customer_online">): TemplateResult {
  const letter = [...room.customer][0]?.toUpperCase() ?? "?";
  return html`<span class="face hue-${room.room % HUES} ${room.customer_online ? "here" : ""}" aria-hidden="true">${letter}</span>`;
}

function preview({ texts, options }: Desk, { last_message }: RoomSummary): string {
  if (!last_message) return texts.nothingSaid;
  const text = last_message.message.startsWith("/media/") ? texts.picture : last_message.message;
  return last_message.sender === options.user ? `${texts.you}: ${text}` : text;
}

function when(sent_at: string, language: Desk["options"]["language"]): string {
  const at = Date.parse(sent_at);
  const today = new Date().toDateString() === new Date(at).toDateString();
  return today ? timeOf(at, language) : dayName(at, Date.now(), language);
}
