/** @typedef {import("./types.js").ChatEvents} ChatEvents */

/** Listeners by event type. One that throws is reported, and keeps no other from hearing. */
export class Events {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = new Map();

  /**
   * @template {keyof ChatEvents} T
   * @param {T} type
   * @param {(detail: ChatEvents[T]) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * @template {keyof ChatEvents} T
   * @param {T} type
   * @param {ChatEvents[T]} detail
   */
  emit(type, detail) {
    for (const listener of [...(this.#listeners.get(type) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
