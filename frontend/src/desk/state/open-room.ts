import { ChatClient } from "../../../chat-client/src/index.js";
import type { Message } from "../../../chat-client/src/types.js";
import type { Adverts } from "../../chat/adverts/adverts.js";
import type { Api } from "../../chat/connection/api.js";
import type { Identity } from "../../chat/connection/identity.js";
import type { Model } from "../../chat/conversation/model.js";
import { Pictures } from "../../chat/pictures/pictures.js";
import type { Language } from "../../chat/strings.js";
import { Thread } from "../../chat/conversation/thread.js";
import type { RoomSummary } from "../types.js";

export interface Place {
  api: Api;
  identity: Identity;
  adverts: Adverts;
  me: string;
  ticket: () => Promise<string | null>;
  changed: () => void;
}

/** A room an operator has before them. */
export class OpenRoom implements Model {
  readonly thread = new Thread("support");
  readonly pictures: Pictures;
  readonly needsConsent = false;
  readonly number: number;
  /** The number after which messages were unread when the room was opened. */
  readonly newAfter: number | null;
  /** Whether anything had been said when the room was opened. */
  readonly begun: boolean;
  typing = false;
  loadingOlder: "no" | "now" | "failed" = "no";
  #client: ChatClient;
  #pending = new Set<string>();
  #left = false;

  constructor(
    private readonly place: Place,
    summary: Pick<RoomSummary, "room" | "customer" | "unread" | "read_up_to" | "last_seq">,
  ) {
    this.number = summary.room;
    this.newAfter = summary.unread > 0 ? summary.read_up_to : null;
    this.begun = summary.last_seq > 0;
    this.thread.me = place.me;
    this.thread.customer = summary.customer;
    this.pictures = new Pictures(place.api, place.identity, place.api.language, {
      changed: place.changed,
      room: async () => this.number,
      uploaded: (address) => this.send(address),
    });
    this.#client = this.#listening();
    this.#client.start();
  }

  get origin(): string {
    return this.place.api.origin;
  }

  get language(): Language {
    return this.place.api.language;
  }

  get adverts(): Adverts {
    return this.place.adverts;
  }

  get hasOlder(): boolean {
    return (this.thread.firstSeq ?? 1) > 1;
  }

  /** Look away. What is on its way is still sent before the connection ends. */
  leave(): void {
    this.#left = true;
    this.#restIfDone();
  }

  hurry(): void {
    this.#client.hurry();
  }

  send(text: string): void {
    this.#client.send(text);
  }

  retry(key: string): void {
    const entry = this.thread.entries.find((one) => one.key === key);
    if (!entry) return;
    this.thread.drop(key);
    this.send(entry.text);
  }

  drop(key: string): void {
    this.thread.drop(key);
    this.place.changed();
  }

  typed(): void {
    this.#client.typing();
  }

  read(seq: number): void {
    if (this.#left || seq <= this.thread.readUpTo) return;
    this.#client.read(seq);
    this.thread.markRead("support", seq);
    this.place.changed();
  }

  async loadOlder(): Promise<void> {
    const before = this.thread.firstSeq;
    if (this.loadingOlder === "now" || before === null || before <= 1) return;
    this.loadingOlder = "now";
    this.place.changed();
    try {
      const path = `/api/v1/support/rooms/${this.number}/messages?limit=50&before=${before}`;
      const page = await this.place.identity.call<{ messages: Message[] }>(path);
      this.thread.prepend(page.messages);
      this.loadingOlder = "no";
    } catch {
      this.loadingOlder = "failed";
    }
    this.place.changed();
  }

  #listening(): ChatClient {
    const { origin } = this.place.api;
    const { me, ticket, changed } = this.place;
    const client = new ChatClient({ url: origin, room: this.number, user: me, getTicket: ticket });
    client.on("message", (message) => (this.thread.receive(message), changed()));
    client.on("reset", () => (this.thread.reset(), changed()));
    client.on("read", ({ side, seq }) => (this.thread.markRead(side, seq), changed()));
    client.on("typing", ({ side, active }) => {
      if (side === "customer") this.typing = active;
      changed();
    });
    client.on("delivery", (delivery) => {
      this.#pending[delivery.state === "sending" ? "add" : "delete"](delivery.client_message_id);
      this.thread.deliver(delivery);
      this.#restIfDone();
      changed();
    });
    client.on("state", ({ state }) => {
      if (state === "online") this.pictures.retryWaiting();
    });
    return client;
  }

  #restIfDone(): void {
    if (this.#left && this.#pending.size === 0) this.#client.stop();
  }
}
