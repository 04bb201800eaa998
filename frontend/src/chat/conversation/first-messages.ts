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
  /** There is no network; a retry follows. */
  waiting: () => void;
  /** The message was refused, and is dropped. */
  refused: (first: First, refusal: Refusal) => void;
}

export function isFirst(id: string): boolean {
  return id.startsWith(PREFIX);
}

/** Stores such messages over a reload; without a storage they last as long as the page. */
export class FirstMessages {
  #storage: Storage | null;
  #key: string;
  #inMemory: First[] = [];
  #sending = false;
  #wake = (): void => undefined;

  constructor(storage: Storage | null, origin: string) {
    this.#storage = storage;
    this.#key = `rip.chat.first:${origin}`;
  }

  get all(): First[] {
    if (!this.#storage) return this.#inMemory;
    try {
      const read: unknown = JSON.parse(this.#storage.getItem(this.#key) ?? "[]");
      return Array.isArray(read) ? (read as First[]) : [];
    } catch {
      return [];
    }
  }

  /** Store a text until it is sent, and return its id until then. */
  add(text: string): string {
    const id = PREFIX + crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.#store([...this.all, { id, text }]);
    return id;
  }

  remove(id: string): void {
    this.#store(this.all.filter((first) => first.id !== id));
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

  #store(all: First[]): void {
    this.#inMemory = all;
    try {
      if (all.length > 0) this.#storage?.setItem(this.#key, JSON.stringify(all));
      else this.#storage?.removeItem(this.#key);
    } catch {
      this.#storage = null;
    }
  }
}
