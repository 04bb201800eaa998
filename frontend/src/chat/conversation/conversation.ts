import { ChatClient } from "../../../chat-client/src/index.js";
import type { Message, StateChange } from "../../../chat-client/src/types.js";
import { Adverts } from "../adverts/adverts.js";
import { Api, Refusal } from "../connection/api.js";
import { FirstMessages, isFirst, type First } from "./first-messages.js";
import { Identity } from "../connection/identity.js";
import { OnlineWatch } from "../connection/online.js";
import type { Options } from "../options.js";
import { Pictures } from "../pictures/pictures.js";
import { Room } from "../connection/room.js";
import { strings, type Language } from "../strings.js";
import { alone, ownStorage } from "../connection/tabs.js";
import { Thread } from "./thread.js";

type Events = { changed: () => void; received: (message: Message) => void };

const LOOK_AGAIN_MS = 5_000;

/**
 * A customer's conversation with support. It is shown before there is a socket; the room, and a guest
 * to own it, are created with the first message.
 */
export class Conversation {
  readonly thread = new Thread();
  readonly adverts: Adverts;
  readonly pictures: Pictures;
  /** True while the connection is lost. */
  lost = false;
  /** True if an operator is online; null if that is unknown. */
  support: boolean | null = null;
  typing = false;
  loadingOlder: "no" | "now" | "failed" = "no";

  #options: Options;
  #events: Events;
  #api: Api;
  #identity: Identity;
  #storage = ownStorage();
  #firsts: FirstMessages;
  #client: ChatClient | null = null;
  #room: Room | null = null;
  #entering: Promise<void> | null = null;
  #typists = new Set<string>();
  // Messages up to this number are history: they make no sound.
  #knownUpTo = 0;
  #givenUpTo = 0;
  #online: OnlineWatch;
  #looking: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options, events: Events) {
    this.#options = options;
    this.#events = events;
    this.#api = new Api(options.origin, options.language);
    this.#identity = new Identity(this.#api, options, this.#storage);
    this.#firsts = new FirstMessages(this.#storage, options.origin);
    this.#online = new OnlineWatch(this.#api, (online) => this.#update(() => (this.support = online)));
    this.adverts = new Adverts(this.#api, events.changed);
    this.pictures = new Pictures(this.#api, this.#identity, options.language, {
      changed: events.changed,
      room: () => this.#roomFor(),
      uploaded: (url) => this.send(url),
    });
    addEventListener("online", () => this.#networkIsBack());
    addEventListener("offline", () => this.#update(() => (this.lost = this.#client !== null)));
  }

  get origin(): string {
    return this.#options.origin;
  }

  get language(): Language {
    return this.#options.language;
  }

  /** True if the next message creates a guest. */
  get needsConsent(): boolean {
    return this.#identity.guest && this.#room === null;
  }

  get hasOlder(): boolean {
    return (this.thread.firstSeq ?? 1) > 1;
  }

  /** Load an existing room without creating one; send messages that an earlier page left. */
  async look(): Promise<void> {
    for (const { id, text } of this.#firsts.all) this.#deliverFirst(id, text);
    if (this.#firsts.all.length > 0) return void this.#begin();
    if (!this.#identity.known) return;
    try {
      await this.#enter(false);
      this.#update(() => (this.lost = false));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) this.#lookAgain();
    }
  }

  #lookAgain(): void {
    this.#update(() => (this.lost = true));
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.look().then(() => this.connect()), LOOK_AGAIN_MS);
  }

  /** The chat is open on the screen. */
  async open(): Promise<void> {
    if (!this.#client) await this.look();
    if (this.#client) this.#client.hurry();
    else this.#online.start();
  }

  /** The chat is closed on the screen. */
  close(): void {
    this.#online.stop();
  }

  /** Stay connected, if there is a room. */
  connect(): void {
    this.#client?.start();
  }

  /** Send a message now, or as soon as that is possible. */
  send(text: string): void {
    if (this.#client) {
      this.#client.start();
      this.#client.send(text);
      return;
    }
    this.#deliverFirst(this.#firsts.add(text), text);
    void this.#begin();
  }

  retry(key: string): void {
    const entry = this.thread.entries.find((one) => one.key === key);
    if (!entry) return;
    this.thread.drop(key);
    this.send(entry.text);
  }

  drop(key: string): void {
    this.#update(() => this.thread.drop(key));
  }

  typed(): void {
    this.#client?.typing();
  }

  /** Everything up to this number was shown. */
  read(seq: number): void {
    if (seq <= this.thread.readUpTo) return;
    this.#update(() => this.thread.markRead("customer", seq));
    this.#reportRead();
  }

  /** Report the read mark, once the socket has given the messages up to it. */
  #reportRead(): void {
    if (this.#givenUpTo >= this.thread.readUpTo) this.#client?.read(this.thread.readUpTo);
  }

  async loadOlder(): Promise<void> {
    const before = this.thread.firstSeq;
    if (this.loadingOlder === "now" || before === null || before <= 1) return;
    this.#update(() => (this.loadingOlder = "now"));
    try {
      const page = await this.#room!.messages(before);
      this.#update(() => {
        this.thread.prepend(page.messages);
        this.loadingOlder = "no";
      });
    } catch {
      this.#update(() => (this.loadingOlder = "failed"));
    }
  }

  #deliverFirst(id: string, text: string): void {
    this.#update(() => this.thread.deliver({ client_message_id: id, text, state: "sending" }));
  }

  /** Send what waits for a room, trying until it has gone or cannot go. */
  #begin(): Promise<void> {
    return this.#firsts.sendAll(() => this.#roomFor(), {
      waiting: () => this.#update(() => (this.lost = true)),
      refused: (first, refusal) => this.#update(() => this.#failFirst(first, refusal)),
    });
  }

  #failFirst({ id, text }: First, { status, detail }: Refusal): void {
    const texts = strings(this.#options.language);
    const failure = [401, 403, 404].includes(status) ? texts.signIn : detail || texts.refused;
    this.lost = false;
    this.thread.deliver({ client_message_id: id, text, state: "failed", detail: failure });
  }

  /** The room to send to; where nobody is signed in, a guest is created for it. */
  async #roomFor(): Promise<number> {
    // One tab at a time, so that two do not make two guests.
    await alone(async () => {
      await this.#identity.become();
      await this.#enter(true);
      // Without a client this throws, and the waiting messages stay stored.
      const client = this.#client!;
      client.start();
      for (const { id, text } of this.#firsts.all) {
        client.send(text);
        this.#firsts.remove(id);
        this.thread.drop(id);
      }
    });
    // Messages that another tab has sent meanwhile come from the server.
    const left = new Set(this.#firsts.all.map(({ id }) => id));
    for (const { id } of this.thread.unsent) {
      if (isFirst(id) && !left.has(id)) this.thread.drop(id);
    }
    this.#events.changed();
    return this.#room!.number;
  }

  async #enter(create: boolean): Promise<void> {
    // A call that only looked for a room may have found none; several may have waited for it.
    while (this.#entering) await this.#entering.catch(() => undefined);
    if (this.#client) return;
    this.#entering = this.#enterNow(create).finally(() => (this.#entering = null));
    await this.#entering;
  }

  async #enterNow(create: boolean): Promise<void> {
    const me = await this.#identity.me();
    const room = await (create ? Room.open(this.#identity) : Room.find(this.#identity, me.id));
    if (room === null) return;
    const page = await room.messages();
    this.#room = room;
    this.thread.me = me.username;
    this.#knownUpTo = page.last_seq;
    page.messages.forEach((message) => this.thread.receive(message));
    this.thread.markRead("customer", page.read.customer);
    this.thread.markRead("support", page.read.support);
    this.#online.stop();
    this.#client = this.#listening(me.username, room);
    this.#events.changed();
  }

  #listening(user: string, room: Room): ChatClient {
    const client = new ChatClient({
      url: this.#options.origin,
      room: room.number,
      user,
      storage: this.#storage,
      getTicket: () => room.ticket(),
    });
    client.on("message", (message) => this.#receive(message));
    client.on("delivery", (delivery) => this.#update(() => this.thread.deliver(delivery)));
    client.on("state", (change) => this.#update(() => this.#connected(change)));
    client.on("reset", () => this.#update(() => this.#reset()));
    client.on("read", ({ side, seq }) => this.#update(() => this.thread.markRead(side, seq)));
    client.on("presence", ({ support }) => this.#update(() => (this.support = support)));
    client.on("typing", ({ side, sender, active }) => {
      if (side !== "support") return;
      this.#typists[active ? "add" : "delete"](sender);
      this.#update(() => (this.typing = this.#typists.size > 0));
    });
    return client;
  }

  #receive(message: Message): void {
    this.#update(() => {
      const news = this.thread.receive(message) && message.seq > this.#knownUpTo;
      if (news && message.sender !== this.thread.me) this.#events.received(message);
    });
    this.#givenUpTo = message.seq;
    this.#reportRead();
  }

  #reset(): void {
    this.#givenUpTo = this.#knownUpTo = 0;
    this.thread.reset();
  }

  #connected(change: StateChange): void {
    if (change.state === "online") {
      this.lost = false;
      this.pictures.retryWaiting();
    } else if (change.state === "offline" && change.retryIn === null && change.code !== 1000) {
      this.#ended();
    } else if (change.state === "offline") {
      this.lost = true;
    }
  }

  /** The log-in has ended. The unsent messages of a guest are sent by the next guest. */
  #ended(): void {
    const unsent = this.#identity.guest ? this.thread.unsent : [];
    this.#client = this.#room = null;
    this.lost = this.typing = false;
    this.#reset();
    unsent.forEach(({ id }) => this.thread.drop(id));
    unsent.forEach(({ text }) => this.send(text));
  }

  #networkIsBack(): void {
    this.#firsts.hurry();
    if (!this.#client) void this.look().then(() => this.connect());
    this.#client?.hurry();
  }

  #update(change: () => unknown): void {
    change();
    this.#events.changed();
  }
}
