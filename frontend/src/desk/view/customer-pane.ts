import { html, nothing, type TemplateResult } from "lit";
import { advertCard } from "../../chat/adverts/card.js";
import { strings } from "../../chat/strings.js";
import { dayName } from "../../chat/log/times.js";
import type { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import { face } from "./room-rows.js";

/** Who the customer is, what they have on the board, and what operators noted about them. */
export function customerPane(desk: Desk): TemplateResult | typeof nothing {
  const { words, customer, current, options } = desk;
  if (!current) return nothing;
  if (!customer) return html`<div class="waiting" aria-busy="true"></div>`;
  const since = dayName(Date.parse(customer.since), Date.now(), options.language).toLowerCase();
  return html`
    <div class="person">
      ${face(current)}
      <div>
        <h2>${customer.name}</h2>
        <p class="quiet">
          ${current.customer_online ? words.online : words.offline}${customer.guest ? ` · ${words.guest}` : ""}
        </p>
      </div>
    </div>
    <p class="quiet">№ ${customer.id} · ${words.since(since)} · ${words.messages(current.last_seq)}</p>
    ${assignee(desk)}
    <h3>${words.adverts}</h3>
    ${desk.theirAdverts.length === 0 ? html`<p class="quiet">${words.noAdverts}</p>` : nothing}
    ${desk.theirAdverts.map((advert) =>
      advertCard(advert, `${options.origin}/adverts/${advert.id}/`, strings(options.language), options.language),
    )}
    <h3>${words.notes}</h3>
    <p class="quiet">${words.notesHint}</p>
    <ul class="notes">
      ${customer.notes.map(
        (note) => html`<li>
          <p>${note.text}</p>
          <p class="quiet">
            ${note.author}, ${dayName(Date.parse(note.created), Date.now(), options.language).toLowerCase()}
            <button type="button" aria-label=${words.removeNote} @click=${() => void desk.removeNote(note.id)}>${icon("x")}</button>
          </p>
        </li>`,
      )}
    </ul>
    <form class="note" @submit=${(event: SubmitEvent) => void addNote(event, desk)}>
      <textarea name="text" rows="2" maxlength="2000" required aria-label=${words.noteField} placeholder=${words.noteField}></textarea>
      <button class="act">${words.addNote}</button>
    </form>
  `;
}

function assignee(desk: Desk): TemplateResult {
  const { words, current, operators, options } = desk;
  const names = [...new Set([options.user, ...operators, ...(current?.assignee ? [current.assignee] : [])])];
  const choose = (event: Event) => (event.target as HTMLSelectElement).value || null;
  return html`<label class="assignee">
    <span>${words.assignee}</span>
    <select @change=${(event: Event) => void desk.assign(choose(event))}>
      <option value="" ?selected=${!current?.assignee}>${words.nobody}</option>
      ${names.map((name) => html`<option value=${name} ?selected=${current?.assignee === name}>${name}</option>`)}
    </select>
  </label>`;
}

async function addNote(event: SubmitEvent, desk: Desk): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = String(new FormData(form).get("text") ?? "").trim();
  if (text && (await desk.addNote(text))) form.reset();
}
