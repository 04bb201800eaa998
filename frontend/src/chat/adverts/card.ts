import { html, type TemplateResult } from "lit";
import type { Advert } from "../../shared/advert.js";
import { icon } from "../look/icons.js";
import type { Language, Strings } from "../strings.js";

/** The card of an advert in a conversation. */
export function advertCard(
  advert: Advert,
  href: string,
  texts: Strings,
  language: Language,
): TemplateResult {
  const picture = advert.pictures[0]?.thumbnail ?? advert.image;
  const url = picture && new URL(picture, href).href;
  return html`<a class="card" href=${href} target="_blank" rel="noopener">
    ${url
      ? html`<img src=${url} alt="" width="84" height="84" loading="lazy" />`
      : html`<span class="nothing">${icon("pawPrint")}</span>`}
    <span class="facts">
      <b>${advert.title}</b>
      <span>${priceOf(advert.price, texts, language)}</span>
      <span class="place">${advert.location}</span>
    </span>
  </a>`;
}

function priceOf(price: number, texts: Strings, language: Language): string {
  if (price === 0) return texts.free;
  const money = { style: "currency", currency: "RUB", currencyDisplay: "narrowSymbol" } as const;
  const kopecks = Number.isInteger(price) ? 0 : 2;
  return new Intl.NumberFormat(language, { ...money, minimumFractionDigits: kopecks, maximumFractionDigits: kopecks }).format(price);
}
