import { Refusal } from "../connection/api.js";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const PREFIX = "first ";

/** A message that was written before there was a room to send it to. */
export interface First {
  id: string;
  text: string;
}

interface Progress {
  /** There is no network; it is tried again. */
  waiting: () => void;
  /** It cannot be sent, and is kept no longer. */
  refused: (first: First, refusal: Refusal) => void;
}

export function isFirst(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** Keeps such messages over a reload; without a storage for as long as the page lives. */
export class FirstMessages {
  #storage: Storage | null;
  #key: string;
  #kept: First[] = [];
  #sending = false;
  #wake = (): void => undefined;

  constructor(storage: Storage | null, origin: string) {
    this.#storage = storage;
    this.#key = `rip.chat.first:${origin}`;
  }

  get all(): First[] {
    if (!this.#storage) return this.#kept;
    try {
      const read: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
      return Array.isArray(read) ? (read as First[]) : [];
    } catch {
      return [];
    }
  }

  /** Keep a text until it is sent; the id it has until then. */
  add(text: string): string {
    const id = PREFIX + crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.#keep([...this.all, { id, text }]);
    return id;
  }

  remove(id: string): void {
    this.#keep(this.all.filter((first) => first.id !== id));
  }

  /** Repeat `attempt`, which sends and removes all, until nothing is left or it is refused. */
  async sendAll(attempt: () => Promise<unknown>, { waiting, refused }: Progress): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    for (let pause = FIRST_PAUSE_MS; this.all.length > 0; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await attempt();
      } catch (error) {
        if (!(error instanceof Refusal) || error.status >= 500) {
          waiting();
          await this.#rest(pause);
          continue;
        }
        for (const first of this.all) {
          this.remove(first.id);
          refused(first, error);
        }
      }
    }
    this.#sending = false;
  }

  /** Try now instead of after the pause. */
  hurry(): void {
    this.#wake();
  }

  #rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, milliseconds);
    });
  }

  #keep(all: First[]): void {
    this.#kept = all;
    try {
      if (all.length > 0) this.#storage?.setItem(this.#key, JSON.stringify(all));
      else this.#storage?.removeItem(this.#key);
    } catch {
      this.#storage = null;
    }
  }
}
