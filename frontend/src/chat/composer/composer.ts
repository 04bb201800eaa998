import { html, LitElement, nothing, unsafeCSS, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { LONGEST_MESSAGE } from "../../../chat-client/src/client.js";
import base from "../look/base.css";
import card from "../adverts/card.css";
import { advertCard } from "../adverts/card.js";
import composer from "./composer.css";
import { Draft } from "./draft.js";
import { icon } from "../look/icons.js";
import type { Model } from "../conversation/model.js";
import type { Options } from "../options.js";
import { strings, type Strings } from "../strings.js";
import { MOST_PICTURES, PICTURES } from "../pictures/uploads.js";

const COUNTED_FROM = 3600;

interface Attached {
  file: File;
  preview: string;
}

/** The field for a new message. Dispatches `rip-sent` when a message was sent. */
export class Composer extends LitElement {
  static override styles = [base, composer, card].map(unsafeCSS);

  model!: Model;
  options!: Options;
  #draft: Draft | null = null;
  #attached: Attached[] = [];
  #advert: number | null = null;
  #wrong = "";
  // On touch screens Enter is the only way to a new line.
  #touch = matchMedia("(pointer: coarse)");

  get #texts(): Strings {
    return strings(this.options.language);
  }

  get #field(): HTMLTextAreaElement {
    return this.renderRoot.querySelector("textarea")!;
  }

  override focus(): void {
    this.#field.focus();
  }

  /** The text of the field. */
  get text(): string {
    return this.#field.value;
  }

  set text(text: string) {
    this.#field.value = text;
    this.#changed();
  }

  /** Offer an advert's link to be sent with the next message. */
  offer(advertId: number): void {
    this.#advert = advertId;
    this.requestUpdate();
  }

  /** Take files that were picked, pasted or dropped; only pictures can be sent. */
  attach(files: File[]): void {
    const pictures = files.filter(({ type }) => PICTURES.includes(type));
    const space = MOST_PICTURES - this.#attached.length;
    const added = pictures.slice(0, space);
    this.#attached.push(...added.map((file) => ({ file, preview: URL.createObjectURL(file) })));
    this.#wrong = pictures.length > space ? this.#texts.tooManyPictures : "";
    if (pictures.length < files.length) this.#wrong = this.#texts.notPicture;
    this.requestUpdate();
    this.focus();
  }

  protected override firstUpdated(): void {
    this.#draft = new Draft(this.options);
    this.#field.value = this.#draft.text;
    this.#grow();
    this.requestUpdate();
  }

  get #text(): string {
    return this.hasUpdated ? this.#field.value.trim() : "";
  }

  /** The message as it would be sent. */
  get #whole(): string {
    const link = this.#advert === null ? "" : `${this.options.origin}/adverts/${this.#advert}/`;
    return [link, this.#text].filter(Boolean).join("\n");
  }

  get #left(): number {
    return LONGEST_MESSAGE - [...this.#whole].length;
  }

  get #ready(): boolean {
    return (this.#whole !== "" || this.#attached.length > 0) && this.#left >= 0;
  }

  #send(event: Event): void {
    event.preventDefault();
    this.focus();
    if (!this.#ready) return;
    for (const { file, preview } of this.#attached.splice(0)) {
      URL.revokeObjectURL(preview);
      this.model.pictures.send(file);
    }
    if (this.#whole) this.model.send(this.#whole);
    this.#advert = null;
    this.#wrong = this.#field.value = "";
    this.#changed();
    this.dispatchEvent(new CustomEvent("rip-sent"));
  }

  #changed(): void {
    this.#draft!.text = this.#field.value;
    this.#grow();
    this.requestUpdate();
  }

  #grow(): void {
    const { style } = this.#field;
    style.height = "auto";
    style.height = `${this.#field.scrollHeight + 2}px`;
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || this.#touch.matches) return;
    this.#send(event);
  }

  #paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.attach(files);
  }

  #picked(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.attach([...(input.files ?? [])]);
    input.value = "";
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    return html`
      ${this.#offered()} ${this.#pictures()} ${this.#note()}
      <form @submit=${this.#send}>
        <label class="tool" title=${texts.attach}>
          <span class="unseen">${texts.attach}</span>${icon("imagePlus")}
          <input class="unseen" type="file" multiple accept=${PICTURES.join()} @change=${this.#picked} />
        </label>
        <textarea
          rows="1"
          placeholder=${texts.write}
          aria-label=${texts.write}
          @input=${() => (this.#changed(), this.model.typed())}
          @keydown=${this.#key}
          @paste=${this.#paste}
        ></textarea>
        <button class="send" aria-label=${texts.send} aria-disabled=${!this.#ready}>${icon("arrowUp")}</button>
      </form>
      ${this.model.needsConsent
        ? html`<p class="consent">
            ${texts.consent}
            <a href="${this.options.origin}/privacy/" target="_blank" rel="noopener">${texts.consentLink}</a>.
          </p>`
        : nothing}
    `;
  }

  #offered(): TemplateResult | typeof nothing {
    const advert = this.#advert === null ? null : this.model.adverts.find(this.#advert);
    if (!advert) return nothing;
    const { origin, language } = this.options;
    const remove = () => {
      this.#advert = null;
      this.requestUpdate();
      this.focus();
    };
    return html`<ul class="attached">
      <li>
        ${advertCard(advert, `${origin}/adverts/${advert.id}/`, this.#texts, language)}
        ${this.#remove(this.#texts.removeAdvert, remove)}
      </li>
    </ul>`;
  }

  #pictures(): TemplateResult | typeof nothing {
    if (this.#attached.length === 0) return nothing;
    return html`<ul class="attached">
      ${repeat(
        this.#attached,
        ({ preview }) => preview,
        (one) => html`<li>
          <img class="thumb" src=${one.preview} alt=${one.file.name} />
          ${this.#remove(this.#texts.remove, () => this.#detach(one))}
        </li>`,
      )}
    </ul>`;
  }

  #remove(name: string, remove: () => void): TemplateResult {
    return html`<button class="remove" type="button" aria-label=${name} @click=${remove}>${icon("x")}</button>`;
  }

  #detach(one: Attached): void {
    URL.revokeObjectURL(one.preview);
    this.#attached = this.#attached.filter((other) => other !== one);
    this.requestUpdate();
    this.focus();
  }

  #note(): TemplateResult | typeof nothing {
    if (this.#wrong) return html`<p class="note wrong" role="alert">${this.#wrong}</p>`;
    if (this.#left < 0) return html`<p class="note wrong" role="alert">${this.#texts.tooLong(-this.#left)}</p>`;
    if (LONGEST_MESSAGE - this.#left < COUNTED_FROM) return nothing;
    return html`<p class="note">${this.#texts.left(this.#left)}</p>`;
  }
}

customElements.define("rip-chat-composer", Composer);
