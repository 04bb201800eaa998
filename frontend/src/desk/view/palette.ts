import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../state/desk.js";
import { isFound } from "../state/room-list.js";
import type { RoomSummary } from "../types.js";

export interface Action {
  name: string;
  keys: string;
  run: () => void;
}

/** The palette of Ctrl+K: rooms and actions by their names. */
export class Palette {
  isOpen = false;
  #search = "";
  #rooms: RoomSummary[] = [];
  #at = 0;
  #request = 0;

  constructor(
    private readonly desk: Desk,
    private readonly actions: () => Action[],
    private readonly openRoom: (room: RoomSummary) => void,
    private readonly changed: () => void,
  ) {}

  open(): void {
    this.isOpen = true;
    void this.#find("");
  }

  close(): void {
    this.isOpen = false;
    this.changed();
  }

  async #find(search: string): Promise<void> {
    this.#search = search;
    this.#at = 0;
    this.changed();
    const request = ++this.#request;
    const rooms = await this.desk.find(search).catch(() => []);
    if (request !== this.#request) return;
    this.#rooms = rooms;
    this.changed();
  }

  get #items(): Action[] {
    const text = this.#search.trim().toLowerCase();
    const actions = this.actions().filter(({ name }) => name.toLowerCase().includes(text));
    // Rooms of the search before, until the response comes.
    const found = this.#rooms.filter((room) => isFound(room, this.#search));
    const rooms = found.map((room) => ({
      name: room.customer,
      keys: this.desk.texts.status[room.status],
      run: () => this.openRoom(room),
    }));
    return [...rooms, ...actions];
  }

  #run(item: Action | undefined): void {
    if (!item) return;
    this.close();
    item.run();
  }

  #key(event: KeyboardEvent): void {
    const { length } = this.#items;
    if (event.key === "ArrowDown") this.#at = (this.#at + 1) % Math.max(length, 1);
    else if (event.key === "ArrowUp") this.#at = (this.#at + length - 1) % Math.max(length, 1);
    else if (event.key === "Enter") this.#run(this.#items[this.#at]);
    else return;
    event.preventDefault();
    this.changed();
  }

  render(): TemplateResult {
    const { texts } = this.desk;
    const items = this.isOpen ? this.#items : [];
    return html`<dialog class="palette" aria-label=${texts.palette} @close=${() => this.isOpen && this.close()}>
      ${this.isOpen
        ? html`<input
              type="text"
              role="combobox"
              aria-expanded="true"
              aria-controls="found"
              aria-activedescendant=${items.length > 0 ? `found-${this.#at}` : nothing}
              aria-label=${texts.palette}
              placeholder=${texts.palette}
              autocomplete="off"
              autofocus
              .value=${this.#search}
              @input=${(event: Event) => void this.#find((event.target as HTMLInputElement).value)}
              @keydown=${(event: KeyboardEvent) => this.#key(event)}
            />
            <ul role="listbox" id="found" aria-label=${texts.palette}>
              ${items.map(
                (item, index) => html`<li
                  role="option"
                  id="found-${index}"
                  aria-selected=${index === this.#at}
                  @click=${() => this.#run(item)}
                >
                  <span>${item.name}</span><small>${item.keys}</small>
                </li>`,
              )}
            </ul>
            ${items.length === 0 ? html`<p class="quiet">${texts.nothingFound}</p>` : nothing}`
        : nothing}
    </dialog>`;
  }
}
