import { Adverts } from "../../chat/adverts/adverts.js";
import { Api, Refusal, type Call } from "../../chat/connection/api.js";
import { Chime } from "../../chat/panel/chime.js";
import { Identity } from "../../chat/connection/identity.js";
import type { Language } from "../../chat/strings.js";
import type { Advert } from "../../shared/advert.js";
import { OpenRoom, type DeskContext } from "./open-room.js";
import { Replies } from "./replies.js";
import { RoomList } from "./room-list.js";
import { DeskSocket } from "./socket.js";
import { deskStrings, type DeskStrings } from "../strings.js";
import type { Counts, Customer, DeskFrame, RoomSummary, Status, Tab } from "../types.js";

export interface DeskOptions {
  origin: string;
  user: string;
  language: Language;
}

const NOTICE_MS = 6000;

/** The state of an operator's desk, and its actions; the element renders them. */
export class Desk {
  readonly texts: DeskStrings;
  readonly list: RoomList;
  readonly replies: Replies;
  readonly chime = new Chime();
  counts: Counts | null = null;
  operators: string[] = [];
  state: "connecting" | "online" | "lost" | "ended" = "connecting";
  open: OpenRoom | null = null;
  customer: Customer | null = null;
  theirAdverts: Advert[] = [];
  notice = "";
  #context: DeskContext;
  #socket: DeskSocket;
  #typing = new Map<number, number>();
  #known = new Map<number, RoomSummary>();

  constructor(
    readonly options: DeskOptions,
    private readonly changed: () => void,
  ) {
    this.texts = deskStrings(options.language);
    const api = new Api(options.origin, options.language);
    const identity = new Identity(api, { signedIn: options.user }, null);
    const adverts = new Adverts(api, changed);
    const ticket = () => this.#ticket();
    this.#context = { api, identity, adverts, me: options.user, ticket, changed };
    this.list = new RoomList(identity, options.user, changed);
    this.replies = new Replies(identity, options.language, changed);
    this.#socket = new DeskSocket(options.origin, ticket, {
      frame: (frame) => this.#receive(frame),
      state: (state) => {
        this.state = state;
        changed();
      },
    });
    addEventListener("online", () => this.open?.hurry());
  }

  start(): void {
    this.#socket.start();
  }

  /** The open room, by the newest frame about it. */
  get current(): RoomSummary | null {
    return this.open && (this.#known.get(this.open.number) ?? this.list.find(this.open.number) ?? null);
  }

  isTyping(room: number): boolean {
    return (this.#typing.get(room) ?? 0) > Date.now();
  }

  select(room: RoomSummary): void {
    if (this.open?.number === room.room) return;
    this.open?.leave();
    this.#known.set(room.room, room);
    this.open = new OpenRoom(this.#context, room);
    this.customer = null;
    this.theirAdverts = [];
    this.changed();
    void this.#try(() => this.#readCustomer(true));
  }

  close(): void {
    this.open?.leave();
    this.open = null;
    this.changed();
  }

  async show(tab: Tab, search = this.list.search): Promise<void> {
    this.list.tab = tab;
    this.list.search = search;
    await this.#try(() => this.list.reload());
  }

  /** Find rooms of customers whose names begin with a text. */
  async find(search: string): Promise<RoomSummary[]> {
    const query = new URLSearchParams({ q: search, limit: "8" });
    const page = await this.#call<{ rooms: RoomSummary[] }>(`/api/v1/support/rooms?${query}`);
    return page.rooms;
  }

  async decide(status: Status): Promise<void> {
    const { open } = this;
    if (!open) return;
    const body = { status, seq: open.thread.lastSeq };
    await this.#tend(`${open.number}/status`, body);
  }

  async assign(assignee: string | null): Promise<void> {
    const { open, current } = this;
    if (!open || !current) return;
    await this.#tend(`${open.number}/assignee`, { assignee, was: current.assignee });
  }

  /** Take the room, or let go of it if it is one's own. */
  async take(): Promise<void> {
    const mine = this.current?.assignee === this.options.user;
    await this.assign(mine ? null : this.options.user);
  }

  async addNote(text: string): Promise<boolean> {
    const room = this.open!.number;
    const call: Call = { method: "POST", body: { text } };
    return this.#try(async () => {
      await this.#call(`/api/v1/support/rooms/${room}/notes`, call);
      await this.#readCustomer(false);
    });
  }

  async removeNote(id: number): Promise<void> {
    const path = `/api/v1/support/rooms/${this.open!.number}/notes/${id}`;
    await this.#try(async () => {
      this.customer = await this.#call<Customer>(path, { method: "DELETE" });
    });
  }

  notify(notice: string): void {
    this.notice = notice;
    this.changed();
    setTimeout(() => {
      if (this.notice === notice) this.notice = "";
      this.changed();
    }, NOTICE_MS);
  }

  async #tend(path: string, body: unknown): Promise<void> {
    await this.#try(async () => {
      this.#take(await this.#call<RoomSummary>(`/api/v1/support/rooms/${path}`, { method: "PUT", body }));
    });
  }

  async #readCustomer(adverts: boolean): Promise<void> {
    const { open } = this;
    if (!open) return;
    const customer = await this.#call<Customer>(`/api/v1/support/rooms/${open.number}/customer`);
    if (this.open === open) this.customer = customer;
    this.changed();
    if (!adverts) return;
    const path = `/api/v1/adverts?owner=${customer.id}&limit=10`;
    const page = await this.#call<{ items: Advert[] }>(path);
    if (this.open === open) this.theirAdverts = page.items;
    this.changed();
  }

  #call<T>(path: string, call?: Call): Promise<T> {
    return this.#context.identity.call<T>(path, call);
  }

  /** Do the work; if that fails, show why. True if it was done. */
  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      this.changed();
      return true;
    } catch (error) {
      const detail = error instanceof Refusal ? error.detail : "";
      this.notify(detail || this.texts.failed);
      return false;
    }
  }

  async #ticket(): Promise<string | null> {
    try {
      return (await this.#call<{ uuid: string }>("/api/ws_token/")).uuid;
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }
  }

  #receive(frame: DeskFrame): void {
    switch (frame.type) {
      case "hello":
        this.counts = frame.counts;
        this.operators = frame.operators;
        this.list.begin(frame.rooms, frame.next_cursor);
        frame.rooms.forEach((room) => this.#take(room));
        if (this.list.tab !== "all" || this.list.search) void this.#try(() => this.list.reload());
        break;
      case "room":
        this.#news(frame);
        break;
      case "presence":
        this.operators = frame.operators;
        frame.rooms.forEach((people) => this.#people(people));
        break;
      case "typing":
        this.#receiveTyping(frame);
        break;
      case "counts":
        this.counts = frame.counts;
    }
    this.changed();
  }

  #news(room: RoomSummary): void {
    const before = this.#known.get(room.room)?.unread ?? 0;
    const looking = this.open?.number === room.room && !document.hidden;
    if (room.unread > before && !looking) this.chime.ring();
    if (room.last_message?.sender === room.customer) this.#typing.delete(room.room);
    this.#take(room);
  }

  #take(room: RoomSummary): void {
    const known = this.#known.get(room.room);
    // The response to a call and the frame about it may come in either order.
    if (known && (room.last_seq < known.last_seq || room.tended < known.tended)) return;
    this.#known.set(room.room, { ...known, ...room });
    this.list.take(room);
    const away = this.customer && this.open?.number === room.room && room.tended > this.customer.tended;
    if (away) void this.#try(() => this.#readCustomer(false));
  }

  #people({ room, ...people }: { room: number; customer_online: boolean; answering: string[] }): void {
    const known = this.#known.get(room) ?? this.list.find(room);
    if (!known) return;
    this.#known.set(room, { ...known, ...people });
    this.list.take({ ...known, ...people });
  }

  #receiveTyping({ room, side, seconds }: Extract<DeskFrame, { type: "typing" }>): void {
    if (side !== "customer") return;
    this.#typing.set(room, Date.now() + seconds * 1000);
    setTimeout(() => this.changed(), seconds * 1000 + 50);
  }
}
