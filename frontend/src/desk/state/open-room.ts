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

/** The parts of the desk that every open room shares. */
export interface DeskContext {
  api: Api;
  identity: Identity;
  adverts: Adverts;
  me: string;
  ticket: () => Promise<string | null>;
  changed: () => void;
}

/** The room that an operator has open. */
export class OpenRoom implements Model {
  readonly thread = new Thread("support");
  readonly pictures: Pictures;
  readonly needsConsent = false;
  readonly number: number;
  /** The number after which messages were unread when the room was opened. */
  readonly newAfter: number | null;
  /** True if the room had messages when it was opened. */
  readonly begun: boolean;
  typing = false;
  loadingOlder: "no" | "now" | "failed" = "no";
  #client: ChatClient;
  #pending = new Set<string>();
  #left = false;

  constructor(
    private readonly context: DeskContext,
    summary: Pick<RoomSummary, "room" | "customer" | "unread" | "read_up_to" | "last_seq">,
  ) {
    this.number = summary.room;
    this.newAfter = summary.unread > 0 ? summary.read_up_to : null;
    this.begun = summary.last_seq > 0;
    this.thread.me = context.me;
    this.thread.customer = summary.customer;
    this.pictures = new Pictures(context.api, context.identity, context.api.language, {
      changed: context.changed,
      room: async () => this.number,
      uploaded: (url) => this.send(url),
    });
    this.#client = this.#listening();
    this.#client.start();
  }

  get origin(): string {
    return this.context.api.origin;
  }

  get language(): Language {
    return this.context.api.language;
  }

  get adverts(): Adverts {
    return this.context.adverts;
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
    this.context.changed();
  }

  typed(): void {
    this.#client.typing();
  }

  read(seq: number): void {
    if (this.#left || seq <= this.thread.readUpTo) return;
    this.#client.read(seq);
    this.thread.markRead("support", seq);
    this.context.changed();
  }

  async loadOlder(): Promise<void> {
    const before = this.thread.firstSeq;
    if (this.loadingOlder === "now" || before === null || before <= 1) return;
    this.loadingOlder = "now";
    this.context.changed();
    try {
      const path = `/api/v1/support/rooms/${this.number}/messages?limit=50&before=${before}`;
      const page = await this.context.identity.call<{ messages: Message[] }>(path);
      this.thread.prepend(page.messages);
      this.loadingOlder = "no";
    } catch {
      this.loadingOlder = "failed";
    }
    this.context.changed();
  }

  #listening(): ChatClient {
    const { origin } = this.context.api;
    const { me, ticket, changed } = this.context;
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
