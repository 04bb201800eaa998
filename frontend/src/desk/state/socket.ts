import { Link } from "../../../chat-client/src/link.js";
import { TIMING } from "../../../chat-client/src/timing.js";
import type { DeskFrame } from "../types.js";

interface Events {
  frame: (frame: DeskFrame) => void;
  state: (state: "online" | "lost" | "ended") => void;
}

/** The news of all rooms, through any number of connections: each begins with a whole hello. */
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
        const address = new URL(`/ws/desk/?uuid=${uuid}`, origin);
        address.protocol = address.protocol.replace("http", "ws");
        return address.href;
      },
      getTicket: ticket,
      WebSocket,
      timing: TIMING,
      onFrame: (frame) => this.#hear(frame as unknown as DeskFrame),
      onEnd: () => {},
      onState: (change) => {
        if (change.state === "online") events.state("online");
        else if (change.state === "offline") events.state(change.retryIn === null ? "ended" : "lost");
      },
    });
    addEventListener("online", () => this.#link.hurry());
    // A socket that can no longer say goodbye may not be told of its end for a while.
    addEventListener("offline", () => this.#link.giveUp());
  }

  start(): void {
    this.#link.start();
  }

  #hear(frame: DeskFrame): void {
    if (frame.type === "hello") this.#link.greeted();
    this.events.frame(frame);
  }
}
