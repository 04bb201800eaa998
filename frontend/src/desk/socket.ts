import { pauseAfter, TIMING } from "../../chat-client/src/timing.js";
import type { DeskFrame } from "./types.js";

interface Events {
  frame: (frame: DeskFrame) => void;
  state: (state: "online" | "lost" | "ended") => void;
}

// The desk's socket closes with these when coming back would change nothing.
const FOR_GOOD = new Set([4401, 4403]);

/** The news of all rooms, through any number of connections: each begins with a whole hello. */
export class DeskSocket {
  #failures = 0;
  #socket: WebSocket | null = null;
  #connecting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param ticket a new one for every attempt; null when the log-in has ended */
  constructor(
    private readonly origin: string,
    private readonly ticket: () => Promise<string | null>,
    private readonly events: Events,
  ) {
    addEventListener("online", () => this.start());
    addEventListener("offline", () => this.#socket?.close());
  }

  start(): void {
    clearTimeout(this.#timer);
    if (this.#socket === null && !this.#connecting) void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#connecting = true;
    try {
      const ticket = await this.ticket();
      if (ticket === null) return this.events.state("ended");
      const address = new URL(`/ws/desk/?uuid=${ticket}`, this.origin);
      address.protocol = address.protocol.replace("http", "ws");
      const socket = (this.#socket = new WebSocket(address));
      socket.onmessage = ({ data }) => this.#hear(JSON.parse(data as string) as DeskFrame);
      socket.onclose = ({ code }) => this.#ended(code);
    } catch {
      this.#again();
    } finally {
      this.#connecting = false;
    }
  }

  #hear(frame: DeskFrame): void {
    if (frame.type === "hello") {
      this.#failures = 0;
      this.events.state("online");
    }
    this.events.frame(frame);
  }

  #ended(code: number): void {
    this.#socket = null;
    // A ticket may only have grown old on the way.
    if (FOR_GOOD.has(code) && (code === 4403 || this.#failures > 0)) this.events.state("ended");
    else this.#again();
  }

  #again(): void {
    this.events.state("lost");
    this.#failures += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), pauseAfter(this.#failures, TIMING) * 1000);
  }
}
