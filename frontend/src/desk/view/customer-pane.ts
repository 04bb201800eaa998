import { html, nothing, type TemplateResult } from "lit";
import { advertCard } from "../../chat/adverts/card.js";
import { strings } from "../../chat/strings.js";
import { dayName } from "../../chat/log/times.js";
import type { Desk } from "../state/desk.js";
import { icon } from "./icons.js";
import { face } from "./room-rows.js";

/** The customer, their adverts, and the notes of operators about them. */
export function customerPane(desk: Desk): TemplateResult | typeof nothing {
  const { texts, customer, current, options } = desk;
  if (!current) return nothing;
  if (!customer) return html`<div class="waiting" aria-busy="true"></div>`;
  const since = dayName(Date.parse(customer.since), Date.now(), options.language).toLowerCase();
  return html`
    <div class="person">
      ${face(current)}
      <div>
        <h2>${customer.name}</h2>
        <p class="quiet">
          ${current.customer_online ? texts.online : texts.offline}${customer.guest ? ` · ${texts.guest}` : ""}
        </p>
      </div>
    </div>
    <p class="quiet">№ ${customer.id} · ${texts.since(since)} · ${texts.messages(current.last_seq)}</p>
    ${assignee(desk)}
    <h3>${texts.adverts}</h3>
    ${desk.theirAdverts.length === 0 ? html`<p class="quiet">${texts.noAdverts}</p>` : nothing}
    ${desk.theirAdverts.map((advert) =>
      advertCard(advert, `${options.origin}/adverts/${advert.id}/`, strings(options.language), options.language),
    )}
    <h3>${texts.notes}</h3>
    <p class="quiet">${texts.notesHint}</p>
    <ul class="notes">
      ${customer.notes.map(
        (note) => html`<li>
          <p>${note.text}</p>
          <p class="quiet">
            ${note.author}, ${dayName(Date.parse(note.created), Date.now(), options.language).toLowerCase()}
            <button type="button" aria-label=${texts.removeNote} @click=${() => void desk.removeNote(note.id)}>${icon("x")}</button>
          </p>
        </li>`,
      )}
    </ul>
    <form class="note" @submit=${(event: SubmitEvent) => void addNote(event, desk)}>
      <textarea name="text" rows="2" maxlength="2000" required aria-label=${texts.noteField} placeholder=${texts.noteField}></textarea>
      <button class="act">${texts.addNote}</button>
    </form>
  `;
}

function assignee(desk: Desk): TemplateResult {
  const { texts, current, operators, options } = desk;
  const names = [...new Set([options.user, ...operators, ...(current?.assignee ? [current.assignee] : [])])];
  const choose = (event: Event) => (event.target as HTMLSelectElement).value || null;
  return html`<label class="assignee">
    <span>${texts.assignee}</span>
    <select @change=${(event: Event) => void desk.assign(choose(event))}>
      <option value="" ?selected=${!current?.assignee}>${texts.nobody}</option>
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
