/**
 * @typedef {object} Entry
 * @property {string} id the message's client_message_id
 * @property {string} text
 * @property {number} at orders the entries
 */

/**
 * The messages that are not acknowledged yet, oldest first. Each is stored under a key of its own,
 * so that two open pages of one person do not overwrite each other's. Both may send the same
 * message: it has one id, and so is stored once.
 */
export class Outbox {
  /** @type {Entry[]} */
  #entries = [];
  #storage;
  #prefix;

  /**
   * @param {Storage | null} storage
   * @param {string} prefix of the keys in `storage`
   */
  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.#load();
  }

  get entries() {
    return [...this.#entries];
  }

  get head() {
    return this.#entries[0];
  }

  /** @param {string} text */
  add(text) {
    const last = this.#entries.at(-1);
    const at = Math.max(Date.now(), last ? last.at + 1 : 0);
    const entry = { id: randomId(), text, at };
    this.#entries.push(entry);
    this.#quietly((storage) => storage.setItem(this.#prefix + entry.id, JSON.stringify(entry)));
    return entry;
  }

  /**
   * @param {string} id
   * @returns {Entry | undefined} what was removed
   */
  remove(id) {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) {
      this.#entries.splice(this.#entries.indexOf(entry), 1);
      this.#quietly((storage) => storage.removeItem(this.#prefix + id));
    }
    return entry;
  }

  #load() {
    this.#quietly((storage) => {
      for (let index = 0; index < storage.length; index += 1) {
        const key = storage.key(index);
        const entry = key?.startsWith(this.#prefix) && readEntry(storage.getItem(key));
        if (entry) this.#entries.push(entry);
      }
    });
    this.#entries.sort((one, other) => one.at - other.at);
  }

  /**
   * A storage that is full or forbidden only means that messages do not outlive the page.
   * @param {(storage: Storage) => void} work
   */
  #quietly(work) {
    try {
      if (this.#storage) work(this.#storage);
    } catch {
      // They are still in memory, and still sent.
    }
  }
}

/**
 * @param {string | null} text
 * @returns {Entry | null}
 */
function readEntry(text) {
  try {
    const { id, text: body, at } = JSON.parse(text ?? "");
    const whole = typeof id === "string" && typeof body === "string" && typeof at === "number";
    return whole ? { id, text: body, at } : null;
  } catch {
    return null;
  }
}

/** crypto.randomUUID is missing on pages that are not served over HTTPS. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
