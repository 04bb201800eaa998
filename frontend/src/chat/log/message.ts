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

/** One message: its text, a picture or the cards of adverts it links to. */
export function messageItem(row: MessageRow, model: Model, language: Language): TemplateResult {
  const { entry, begins, ends } = row;
  const texts = strings(language);
  const classes = ["message", entry.own && "own", begins && "begins", ends && "ends", entry.state];
  return html`<li class=${classes.filter(Boolean).join(" ")}>
    ${begins && (!entry.own || entry.sender !== model.thread.me)
      ? html`<p class="name">${entry.sender}</p>`
      : html`<span class="unseen">${entry.own ? texts.you : entry.sender}:</span>`}
    ${content(entry.text, model, texts)}
    ${entry.state === "failed" ? failure(entry, model, texts) : ends ? meta(entry, language) : nothing}
  </li>`;
}

function content(text: string, model: Model, texts: Strings): unknown {
  const shown = pictureIn(text, model.origin);
  if (shown) return picture(shown, texts);
  const parts = partsOf(text, model.origin);
  const cards = new Map<number, TemplateResult>();
  for (const part of parts) {
    if (part.kind !== "advert" || cards.size >= MOST_CARDS) continue;
    const advert = model.adverts.find(part.id);
    if (advert) cards.set(part.id, advertCard(advert, part.href, texts, model.language));
  }
  // A card replaces its link.
  const rest = parts.filter((part) => !(part.kind === "advert" && cards.has(part.id)));
  const blank = rest.every((part) => !part.text.trim());
  return html`${blank ? nothing : html`<div class="text">${trimmed(rest).map(inline)}</div>`}
  ${[...cards.values()]}`;
}

/** Remove the white space that replaced links have left at the ends. */
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

function picture({ href, preview }: Picture, texts: Strings): TemplateResult {
  return html`<a class="picture" href=${href} target="_blank" rel="noopener" aria-label=${texts.openPicture}>
    <img src=${preview} alt="" loading="lazy" decoding="async" />
  </a>`;
}

function meta(entry: Entry, language: Language): TemplateResult {
  const time = html`<time datetime=${new Date(entry.at).toISOString()}>${timeOf(entry.at, language)}</time>`;
  if (entry.state === "received" || entry.state === "failed") return html`<p class="meta">${time}</p>`;
  const texts = strings(language);
  const mark = { sending: icon("clock"), sent: icon("check"), read: icon("checkCheck") }[entry.state];
  return html`<p class="meta">
    ${time}<span class=${entry.state} title=${texts[entry.state]}>${mark}</span>
    <span class="unseen">${texts[entry.state]}</span>
  </p>`;
}

function failure(entry: Entry, model: Model, texts: Strings): TemplateResult {
  const reason = `${texts.failed}. ${entry.failure ?? ""}`;
  return failed(reason, texts, () => model.retry(entry.key), () => model.drop(entry.key));
}

/** The reason of a failure, with buttons to retry and to discard. */
function failed(reason: string, texts: Strings, retry: () => void, drop: () => void): TemplateResult {
  return html`
    <p class="meta failure" role="alert">${icon("circleAlert")}<span>${reason}</span></p>
    <p class="meta failure">
      <button class="link" type="button" @click=${retry}>${texts.retry}</button>
      <button class="link" type="button" @click=${drop}>${texts.discard}</button>
    </p>
  `;
}

/** A picture that is being uploaded. */
export function uploadItem(upload: Upload, pictures: Pictures, texts: Strings): TemplateResult {
  const percent = Math.round(upload.progress * 100);
  return html`<li class="message own begins ends ${upload.failure === null ? "sending" : "failed"}">
    <div class="picture">
      <img src=${upload.preview} alt=${upload.file.name} />
      ${upload.failure === null
        ? html`<progress max="100" value=${percent} aria-label=${texts.uploading(percent)}></progress>`
        : nothing}
    </div>
    ${upload.failure === null
      ? html`<p class="meta">${texts.uploading(percent)}</p>`
      : failed(upload.failure, texts, () => pictures.retry(upload), () => pictures.drop(upload))}
  </li>`;
}
