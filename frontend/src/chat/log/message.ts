import { html, nothing, type TemplateResult } from "lit";
import { partsOf, pictureIn, type Part, type Picture } from "../../shared/message-parts.js";
import { advertCard } from "../adverts/card.js";
import { icon } from "../look/icons.js";
import type { Model } from "../conversation/model.js";
import type { Pictures } from "../pictures/pictures.js";
import type { MessageRow } from "./rows.js";
import { strings, type Language, type Strings } from "../strings.js";
import type { Entry } from "../conversation/thread.js";
import { timeOf } from "./times.js";
import type { Upload } from "../pictures/uploads.js";

const MOST_CARDS = 3;

/** One message: its words, and what they show of pictures and adverts. */
export function messageItem(row: MessageRow, model: Model, language: Language): TemplateResult {
  const { entry, begins, ends } = row;
  const words = strings(language);
  const classes = ["message", entry.own && "own", begins && "begins", ends && "ends", entry.state];
  return html`<li class=${classes.filter(Boolean).join(" ")}>
    ${begins && (!entry.own || entry.sender !== model.thread.me)
      ? html`<p class="name">${entry.sender}</p>`
      : html`<span class="unseen">${entry.own ? words.you : entry.sender}:</span>`}
    ${content(entry.text, model, words)}
    ${entry.state === "failed" ? failure(entry, model, words) : ends ? meta(entry, language) : nothing}
  </li>`;
}

function content(text: string, model: Model, words: Strings): unknown {
  const shown = pictureIn(text, model.origin);
  if (shown) return picture(shown, words);
  const parts = partsOf(text, model.origin);
  const cards = new Map<number, TemplateResult>();
  for (const part of parts) {
    if (part.kind !== "advert" || cards.size >= MOST_CARDS) continue;
    const advert = model.adverts.find(part.id);
    if (advert) cards.set(part.id, advertCard(advert, part.href, words, model.language));
  }
  // A card says all that the link it stands for would.
  const said = parts.filter((part) => !(part.kind === "advert" && cards.has(part.id)));
  const blank = said.every((part) => !part.text.trim());
  return html`${blank ? nothing : html`<div class="text">${trimmed(said).map(inline)}</div>`}
  ${[...cards.values()]}`;
}

/** Without the white space that links which became cards have left at the ends. */
function trimmed(parts: Part[]): Part[] {
  return parts.map((part, index) => {
    if (part.kind !== "text") return part;
    let { text } = part;
    if (index === 0) text = text.trimStart();
    if (index === parts.length - 1) text = text.trimEnd();
    return { ...part, text };
  });
}

function inline(part: Part): unknown {
  if (part.kind === "text") return part.text;
  const rel = "noopener noreferrer nofollow ugc";
  return html`<a href=${part.href} target="_blank" rel=${rel}>${part.text}</a>`;
}

function picture({ href, preview }: Picture, words: Strings): TemplateResult {
  return html`<a class="picture" href=${href} target="_blank" rel="noopener" aria-label=${words.openPicture}>
    <img src=${preview} alt="" loading="lazy" decoding="async" />
  </a>`;
}

function meta(entry: Entry, language: Language): TemplateResult {
  const time = html`<time datetime=${new Date(entry.at).toISOString()}>${timeOf(entry.at, language)}</time>`;
  if (entry.state === "received" || entry.state === "failed") return html`<p class="meta">${time}</p>`;
  const words = strings(language);
  const mark = { sending: icon("clock"), sent: icon("check"), read: icon("checkCheck") }[entry.state];
  return html`<p class="meta">
    ${time}<span class=${entry.state} title=${words[entry.state]}>${mark}</span>
    <span class="unseen">${words[entry.state]}</span>
  </p>`;
}

function failure(entry: Entry, model: Model, words: Strings): TemplateResult {
  const reason = `${words.failed}. ${entry.failure ?? ""}`;
  return failed(reason, words, () => model.retry(entry.key), () => model.drop(entry.key));
}

/** Why something was not sent, and what can be done about it. */
function failed(reason: string, words: Strings, retry: () => void, drop: () => void): TemplateResult {
  return html`
    <p class="meta failure" role="alert">${icon("circleAlert")}<span>${reason}</span></p>
    <p class="meta failure">
      <button class="link" type="button" @click=${retry}>${words.retry}</button>
      <button class="link" type="button" @click=${drop}>${words.discard}</button>
    </p>
  `;
}

/** A picture that is not in the room yet. */
export function uploadItem(upload: Upload, pictures: Pictures, words: Strings): TemplateResult {
  const percent = Math.round(upload.progress * 100);
  return html`<li class="message own begins ends ${upload.failure === null ? "sending" : "failed"}">
    <div class="picture">
      <img src=${upload.preview} alt=${upload.file.name} />
      ${upload.failure === null
        ? html`<progress max="100" value=${percent} aria-label=${words.uploading(percent)}></progress>`
        : nothing}
    </div>
    ${upload.failure === null
      ? html`<p class="meta">${words.uploading(percent)}</p>`
      : failed(upload.failure, words, () => pictures.retry(upload), () => pictures.drop(upload))}
  </li>`;
}
