import { Link } from "../../../chat-client/src/link.js";
import { TIMING } from "../../../chat-client/src/timing.js";
import type { DeskFrame } from "../types.js";

interface Events {
  frame: (frame: DeskFrame) => void;
  state: (state: "online" | "lost" | "ended") => void;
}

/** The desk's socket: each of its connections begins with a complete hello frame. */
export class DeskSocket {
  #link: Link;

  /** @param ticket a new one for every attempt; null when the log-in has ended */
  constructor(
    origin: string,
    ticket: () => Promise<string | null>,
    private readonly events: Events,
  ) {
    this.#link = new Link({
      addressWith: (uuid) => {
        const url = new URL(`/ws/desk/?uuid=${uuid}`, origin);
        url.protocol = url.protocol.replace("http", "ws");
        return url.href;
      },
      getTicket: ticket,
      WebSocket,
      timing: TIMING,
      onFrame: (frame) => this.#receive(frame as unknown as DeskFrame),
      onEnd: () => {},
      onState: (change) => {
        if (change.state === "online") events.state("online");
        else if (change.state === "offline") events.state(change.retryIn === null ? "ended" : "lost");
      },
    });
    addEventListener("online", () => this.#link.hurry());
    // Without a network a socket would notice its end only after a while.
    addEventListener("offline", () => this.#link.giveUp());
  }

  start(): void {
    this.#link.start();
  }

  #receive(frame: DeskFrame): void {
    if (frame.type === "hello") this.#link.greeted();
    this.events.frame(frame);
  }
}
