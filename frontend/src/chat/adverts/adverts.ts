import type { Advert } from "../../shared/advert.js";
import type { Api } from "../connection/api.js";

/** Adverts that messages link to, each fetched once. */
export class Adverts {
  #api: Api;
  #changed: () => void;
  // Null while it is being fetched, and for good if there is none.
  #cache = new Map<number, Advert | null>();

  constructor(api: Api, changed: () => void) {
    this.#api = api;
    this.#changed = changed;
  }

  /** The advert, or null if it has not come or does not exist; `changed` is called when it comes. */
  find(id: number): Advert | null {
    const cached = this.#cache.get(id);
    if (cached === undefined) void this.#fetch(id);
    return cached ?? null;
  }

  async #fetch(id: number): Promise<void> {
    this.#cache.set(id, null);
    try {
      this.#cache.set(id, await this.#api.call<Advert>(`/api/v1/adverts/${id}`));
      this.#changed();
    } catch {
      // The link is shown as a link.
    }
  }
}
