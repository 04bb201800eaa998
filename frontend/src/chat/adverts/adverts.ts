import type { Api } from "../connection/api.js";

export interface Advert {
  id: number;
  title: string;
  price: number;
  location: string;
  image: string | null;
  pictures: { thumbnail: string }[];
}

/** Adverts that messages link to, each asked for once. */
export class Adverts {
  #api: Api;
  #changed: () => void;
  // Null while it is asked for, and for good if there is none to show.
  #known = new Map<number, Advert | null>();

  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  /** The advert, or null if it is not known yet or not there; `changed` is called when it comes. */
  find(id: number): Advert | null {
    const known = this.#known.get(id);
    if (known === undefined) void this.#ask(id);
    return known ?? null;
  }

  async #ask(id: number): Promise<void> {
    this.#known.set(id, null);
    try {
      this.#known.set(id, await this.#api.call<Advert>(`/api/v1/adverts/${id}`));
      this.#changed();
    } catch {
      // The link is shown as a link.
    }
  }
}
