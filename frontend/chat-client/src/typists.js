/** @typedef {import("./types.js").ChatEvents["typing"]} Change */

/** The people who are typing, each for as long as the server says. */
export class Typists {
  /** @type {Map<string, { change: Change, timer: ReturnType<typeof setTimeout> }>} */
  #typing = new Map();
  #tell;

  /** @param {(change: Change) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** @param {{ side: import("./types.js").Side, sender: string, seconds: number }} frame */
  heard({ side, sender, seconds }) {
    const known = this.#typing.get(sender);
    clearTimeout(known?.timer);
    const timer = setTimeout(() => this.ceased(sender), seconds * 1000);
    this.#typing.set(sender, { change: { side, sender, active: false }, timer });
    if (!known) this.#tell({ side, sender, active: true });
  }

  /** @param {string} sender */
  ceased(sender) {
    const known = this.#typing.get(sender);
    if (!known) return;
    clearTimeout(known.timer);
    this.#typing.delete(sender);
    this.#tell(known.change);
  }

  clear() {
    for (const sender of [...this.#typing.keys()]) this.ceased(sender);
  }
}
