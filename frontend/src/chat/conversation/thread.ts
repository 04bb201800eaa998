import type { Delivery, Message, Side } from "../../../chat-client/src/types.js";

/** A message as it is shown: stored, or on its way. */
export interface Entry {
  key: string;
  text: string;
  own: boolean;
  sender: string;
  /** When it was sent, in milliseconds. */
  at: number;
  state: "sending" | "failed" | "sent" | "read" | "received";
  /** Its number in the room, once it is stored. */
  seq: number | null;
  /** The reason of a failure: a text or a code. */
  failure?: string;
}

interface Waiting {
  text: string;
  at: number;
  state: "sending" | "sent" | "failed";
  failure?: string;
}

/**
 * The loaded messages of a room: an unbroken run that ends with the newest, and after it those that
 * are not stored yet.
 */
export class Thread {
  /** The user name of the reader. */
  me = "";
  /** On support's side, the user name of the customer: everyone else there is one of us. */
  customer = "";
  #messages: Message[] = [];
  #waiting = new Map<string, Waiting>();
  #read: Record<Side, number> = { customer: 0, support: 0 };

  get firstSeq(): number | null {
    return this.#messages[0]?.seq ?? null;
  }

  get lastSeq(): number {
    return this.#messages.at(-1)?.seq ?? 0;
  }

  constructor(private readonly side: Side = "customer") {}

  isOwn(sender: string): boolean {
    return this.side === "customer" ? sender === this.me : sender !== this.customer;
  }

  /** The number up to which our side has read. */
  get readUpTo(): number {
    return this.#read[this.side];
  }

  /** Messages of others that our side has not read. */
  get unread(): number {
    return this.#messages.filter(({ seq, sender }) => seq > this.readUpTo && !this.isOwn(sender))
      .length;
  }

  /** Messages that are not stored yet, oldest first. */
  get unsent(): { id: string; text: string }[] {
    const waiting = [...this.#waiting].filter(([, { state }]) => state === "sending");
    return waiting.map(([id, { text }]) => ({ id, text }));
  }

  /** Take a message from the server; false if it was there. */
  receive(message: Message): boolean {
    if (message.client_message_id !== null && message.sender === this.me) {
      this.#waiting.delete(message.client_message_id);
    }
    if (this.#messages.length > 0 && message.seq <= this.lastSeq) return false;
    // After a gap the older messages are dropped; they can be loaded again.
    if (message.seq > this.lastSeq + 1) this.#messages = [];
    this.#messages.push(message);
    return true;
  }

  /** Put messages before the first one. */
  prepend(older: Message[]): void {
    const first = this.firstSeq ?? Infinity;
    const joining = older.filter(({ seq }) => seq < first);
    if ((joining.at(-1)?.seq ?? 0) + 1 === first) this.#messages.unshift(...joining);
  }

  deliver({ client_message_id: id, text, state, seq, code, detail }: Delivery): void {
    const failure = detail ?? code;
    if (state === "failed" && code === "discarded") this.#waiting.delete(id);
    else if (state === "sent" && seq !== undefined && seq <= this.lastSeq) this.#waiting.delete(id);
    else {
      const at = this.#waiting.get(id)?.at ?? Date.now();
      this.#waiting.set(id, { text, at, state, ...(failure !== undefined && { failure }) });
    }
  }

  /** Drop a message that is not stored. */
  drop(id: string): void {
    this.#waiting.delete(id);
  }

  markRead(side: Side, seq: number): void {
    this.#read[side] = Math.max(this.#read[side], seq);
  }

  /** Another history begins. */
  reset(): void {
    this.#messages = [];
    this.#read = { customer: 0, support: 0 };
  }

  get entries(): Entry[] {
    return [...this.#messages.map((message) => this.#stored(message)), ...this.#unstored()];
  }

  #stored({ seq, sender, message, sent_at, client_message_id }: Message): Entry {
    const own = this.isOwn(sender);
    const other = this.side === "customer" ? "support" : "customer";
    const read = seq <= this.#read[other] ? "read" : "sent";
    return {
      // The key does not change when a message that was on its way turns out to be stored.
      key: sender === this.me && client_message_id ? client_message_id : `№ ${seq}`,
      text: message,
      own,
      sender,
      at: Date.parse(sent_at),
      state: own ? read : "received",
      seq,
    };
  }

  #unstored(): Entry[] {
    return [...this.#waiting].map(([key, waiting]) => {
      return { key, own: true, sender: this.me, seq: null, ...waiting };
    });
  }
}
