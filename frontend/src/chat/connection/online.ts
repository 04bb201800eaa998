import type { Api } from "./api.js";

const EVERY_MS = 30_000;

/** Asks now and then whether an operator is there, for those who have no socket to tell them. */
export class OnlineWatch {
  #api: Api;
  #tell: (online: boolean) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(api: Api, tell: (online: boolean) => void) {
    this.#api = api;
    this.#tell = tell;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => void this.#ask(), EVERY_MS);
    void this.#ask();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    if (document.hidden) return;
    try {
      const { online } = await this.#api.call<{ online: boolean }>("/api/v1/support/online");
      // A socket may have come meanwhile, and knows better.
      if (this.#timer !== undefined) this.#tell(online);
    } catch {
      // It is asked again.
    }
  }
}
