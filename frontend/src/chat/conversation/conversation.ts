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

type Events = { changed: () => void; heard: (message: Message) => void };

const LOOK_AGAIN_MS = 5_000;

/**
 * One person's conversation with support. It is looked at before there is a socket, and there is no
 * room, nor a guest to have one, before there is something to say.
 */
export class Conversation {
  readonly thread = new Thread();
  readonly adverts: Adverts;
  readonly pictures: Pictures;
  /** Whether the connection was lost and is not back yet. */
  lost = false;
  /** Whether an operator is online; null when it is not known. */
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
  // What was there before we listened is no news.
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
    this.#online = new OnlineWatch(this.#api, (online) => this.#tell(() => (this.support = online)));
    this.adverts = new Adverts(this.#api, events.changed);
    this.pictures = new Pictures(this.#api, this.#identity, options.language, {
      changed: events.changed,
      room: () => this.#roomFor(),
      uploaded: (address) => this.send(address),
    });
    addEventListener("online", () => this.#networkIsBack());
    addEventListener("offline", () => this.#tell(() => (this.lost = this.#client !== null)));
  }

  get origin(): string {
    return this.#options.origin;
  }

  get language(): Language {
    return this.#options.language;
  }

  /** Whether the next message makes a guest of the one who sends it. */
  get needsConsent(): boolean {
    return this.#identity.guest && this.#room === null;
  }

  get hasOlder(): boolean {
    return (this.thread.firstSeq ?? 1) > 1;
  }

  /** Learn what there is, without making anything; send what an earlier page has left. */
  async look(): Promise<void> {
    for (const { id, text } of this.#firsts.all) this.#deliverFirst(id, text);
    if (this.#firsts.all.length > 0) return void this.#begin();
    if (!this.#identity.known) return;
    try {
      await this.#enter(false);
      this.#tell(() => (this.lost = false));
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) this.#lookAgain();
    }
  }

  #lookAgain(): void {
    this.#tell(() => (this.lost = true));
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.look().then(() => this.connect()), LOOK_AGAIN_MS);
  }

  /** The chat is being looked at. */
  async open(): Promise<void> {
    if (!this.#client) await this.look();
    if (this.#client) this.#client.hurry();
    else this.#online.start();
  }

  /** Nobody looks at the chat any more. */
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
    this.#tell(() => this.thread.drop(key));
  }

  typed(): void {
    this.#client?.typing();
  }

  /** Everything up to this number was shown. */
  read(seq: number): void {
    if (seq <= this.thread.readUpTo) return;
    this.#tell(() => this.thread.markRead("customer", seq));
    this.#sayRead();
  }

  /** A socket may say of nothing that it was read before it was given it. */
  #sayRead(): void {
    if (this.#givenUpTo >= this.thread.readUpTo) this.#client?.read(this.thread.readUpTo);
  }

  async loadOlder(): Promise<void> {
    const before = this.thread.firstSeq;
    if (this.loadingOlder === "now" || before === null || before <= 1) return;
    this.#tell(() => (this.loadingOlder = "now"));
    try {
      const page = await this.#room!.messages(before);
      this.#tell(() => {
        this.thread.prepend(page.messages);
        this.loadingOlder = "no";
      });
    } catch {
      this.#tell(() => (this.loadingOlder = "failed"));
    }
  }

  #deliverFirst(id: string, text: string): void {
    this.#tell(() => this.thread.deliver({ client_message_id: id, text, state: "sending" }));
  }

  /** Send what waits for a room, trying until it has gone or cannot go. */
  #begin(): Promise<void> {
    return this.#firsts.sendAll(() => this.#roomFor(), {
      waiting: () => this.#tell(() => (this.lost = true)),
      refused: (first, refusal) => this.#tell(() => this.#failFirst(first, refusal)),
    });
  }

  #failFirst({ id, text }: First, { status, detail }: Refusal): void {
    const words = strings(this.#options.language);
    const failure = [401, 403, 404].includes(status) ? words.signIn : detail || words.refused;
    this.lost = false;
    this.thread.deliver({ client_message_id: id, text, state: "failed", detail: failure });
  }

  /** A room to send to, with a guest to send as where nobody is signed in. */
  async #roomFor(): Promise<number> {
    // One tab at a time, so that two do not make two guests.
    await alone(async () => {
      await this.#identity.become();
      await this.#enter(true);
      // Without one this throws, and what waits is still kept.
      const client = this.#client!;
      client.start();
      for (const { id, text } of this.#firsts.all) {
        client.send(text);
        this.#firsts.remove(id);
        this.thread.drop(id);
      }
    });
    // What another tab has sent meanwhile comes back from the server.
    const left = new Set(this.#firsts.all.map(({ id }) => id));
    for (const { id } of this.thread.unsent) {
      if (isFirst(id) && !left.has(id)) this.thread.drop(id);
    }
    this.#events.changed();
    return this.#room!.number;
  }

  async #enter(create: boolean): Promise<void> {
    // Whoever only looked for a room may have found none; several may have waited for that.
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
    client.on("delivery", (delivery) => this.#tell(() => this.thread.deliver(delivery)));
    client.on("state", (change) => this.#tell(() => this.#connected(change)));
    client.on("reset", () => this.#tell(() => this.#reset()));
    client.on("read", ({ side, seq }) => this.#tell(() => this.thread.markRead(side, seq)));
    client.on("presence", ({ support }) => this.#tell(() => (this.support = support)));
    client.on("typing", ({ side, sender, active }) => {
      if (side !== "support") return;
      this.#typists[active ? "add" : "delete"](sender);
      this.#tell(() => (this.typing = this.#typists.size > 0));
    });
    return client;
  }

  #receive(message: Message): void {
    this.#tell(() => {
      const news = this.thread.receive(message) && message.seq > this.#knownUpTo;
      if (news && message.sender !== this.thread.me) this.#events.heard(message);
    });
    this.#givenUpTo = message.seq;
    this.#sayRead();
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
      this.#over();
    } else if (change.state === "offline") {
      this.lost = true;
    }
  }

  /** The log-in has ended. What a guest had not sent yet is sent by the next one. */
  #over(): void {
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

  #tell(change: () => unknown): void {
    change();
    this.#events.changed();
  }
}
