import type { Api } from "./api.js";

const EVERY_MS = 30_000;

/** Polls whether an operator is online, for pages without a socket. */
export class OnlineWatch {
  #api: Api;
  #report: (online: boolean) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(api: Api, report: (online: boolean) => void) {
    this.#api = api;
    this.#report = report;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => void this.#poll(), EVERY_MS);
    void this.#poll();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #poll(): Promise<void> {
    if (document.hidden) return;
    try {
      const { online } = await this.#api.call<{ online: boolean }>("/api/v1/support/online");
      // A socket may have come meanwhile, and knows better.
      if (this.#timer !== undefined) this.#report(online);
    } catch {
      // The next poll may succeed.
    }
  }
}
