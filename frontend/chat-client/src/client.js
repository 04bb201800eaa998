import { afterClose, FRAME_TOO_LARGE } from "./closes.js";
import { Events } from "./events.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { Position } from "./position.js";
import { Sender } from "./sender.js";
import { TIMING } from "./timing.js";
import { Typists } from "./typists.js";

/** @typedef {import("./types.js").ChatEvents} ChatEvents */

export const LONGEST_MESSAGE = 4000;
const TYPING_EVERY_MS = 2000;

/**
 * A room of RIP's support chat, through any number of connections.
 *
 * Messages reach the application once each and in the order of their numbers. A sent message stays
 * in the outbox until the server has stored it, and is stored once however often it was sent.
 */
export class ChatClient {
  #options;
  #events = new Events();
  #position = new Position();
  #outbox;
  // Messages that an earlier page has left, until the application has been given them.
  #leftUnsent;
  #sender;
  #link;
  #typists = new Typists((change) => this.#events.emit("typing", change));
  #readUpTo = 0;
  #typedAt = -Infinity;

  /** @param {import("./types.js").ChatOptions} options */
  constructor(options) {
    this.#options = options;
    const timing = { ...TIMING, ...options.timing };
    const storage = options.storage === undefined ? ownStorage() : options.storage;
    this.#outbox = new Outbox(storage, `rip.chat:${options.user}:${options.room}:`);
    this.#leftUnsent = this.#outbox.entries;
    this.#link = new Link({
      addressWith: (ticket) => this.#addressWith(ticket),
      getTicket: options.getTicket,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
      timing,
      onFrame: (frame) => this.#take(frame),
      onEnd: (code) => this.#ended(code),
      onState: (change) => this.#events.emit("state", change),
    });
    this.#sender = new Sender(
      this.#outbox,
      timing,
      (frame) => this.#link.send(frame),
      (delivery) => this.#events.emit("delivery", delivery),
    );
  }

  /**
   * @template {keyof ChatEvents} T
   * @param {T} type
   * @param {(detail: ChatEvents[T]) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    return this.#events.on(type, listener);
  }

  get state() {
    return this.#link.state;
  }

  /** Connect, and stay connected. What an earlier page left unsent is sent first. */
  start() {
    const unsent = this.#outbox.entries;
    for (const entry of this.#leftUnsent.splice(0)) if (unsent.includes(entry)) this.#sending(entry);
    this.#link.start();
  }

  /** Leave the room. Unsent messages stay in the storage. */
  stop() {
    this.#link.stop();
  }

  /** Connect now instead of after the pause; for the browser's "online" event. */
  hurry() {
    this.#link.hurry();
  }

  /**
   * Send a message, now or when there is a connection. Throws RangeError when it is empty or longer
   * than 4000 characters.
   * @param {string} text
   * @returns {string} its client_message_id
   */
  send(text) {
    const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
    if (!whole.trim() || [...whole].length > LONGEST_MESSAGE) {
      throw new RangeError(`A message has 1 to ${LONGEST_MESSAGE} characters.`);
    }
    const entry = this.#outbox.add(whole);
    this.#sending(entry);
    this.#sender.flush();
    return entry.id;
  }

  /**
   * Give up on a message that is not sent yet. It may have been stored all the same.
   * @param {string} id its client_message_id
   */
  discard(id) {
    this.#sender.fail(id, "discarded");
  }

  /**
   * Our side has read everything up to `seq`.
   * @param {number} seq
   */
  read(seq) {
    if (!(seq > this.#readUpTo)) return;
    this.#readUpTo = seq;
    if (this.state === "online") this.#link.send({ type: "read", seq });
  }

  /** We are typing: call it at every key. */
  typing() {
    const now = Date.now();
    if (this.state !== "online" || now - this.#typedAt < TYPING_EVERY_MS) return;
    this.#typedAt = now;
    this.#link.send({ type: "typing" });
  }

  /** @param {import("./outbox.js").Entry} entry */
  #sending({ id, text }) {
    this.#events.emit("delivery", { client_message_id: id, text, state: "sending" });
  }

  /** @param {string} ticket */
  #addressWith(ticket) {
    const { url, room } = this.#options;
    const address = new URL(`/ws/chat/${room}/`, url);
    address.protocol = address.protocol.replace("http", "ws");
    address.searchParams.set("uuid", ticket);
    const { seq, epoch } = this.#position;
    if (seq !== null) address.searchParams.set("since", String(seq));
    if (seq !== null && epoch !== null) address.searchParams.set("epoch", epoch);
    return address.href;
  }

  /** @param {number} code */
  #ended(code) {
    if (code === FRAME_TOO_LARGE) this.#sender.tooLarge();
    this.#sender.offline();
    this.#typists.clear();
    if (afterClose(code) === "reset") this.#forget();
  }

  #forget() {
    const epoch = this.#position.epoch ?? "";
    this.#position.forget();
    this.#readUpTo = 0;
    this.#events.emit("reset", { epoch });
  }

  /** @param {import("./types.js").Frame} frame */
  #take(frame) {
    switch (frame.type) {
      case "hello":
        return this.#greet(frame);
      case "message":
        return this.#receive(frame);
      case "ack":
        return this.#sender.acknowledged(frame.client_message_id, frame.seq);
      case "error":
        return this.#sender.refused(frame);
      case "typing":
        return this.#typists.heard(frame);
      case "read":
        return this.#events.emit("read", { side: frame.side, seq: frame.seq });
      case "presence":
        return this.#events.emit("presence", { customer: frame.customer, support: frame.support });
    }
  }

  /** @param {Extract<import("./types.js").Frame, { type: "hello" }>} hello */
  #greet(hello) {
    if (this.#position.greet(hello)) {
      this.#readUpTo = 0;
      this.#events.emit("reset", { epoch: hello.epoch });
    }
    this.#link.greeted();
    this.#events.emit("read", { side: "customer", seq: hello.read.customer });
    this.#events.emit("read", { side: "support", seq: hello.read.support });
    // A listener may have stopped the client.
    if (this.state !== "online") return;
    if (this.#readUpTo > 0) this.#link.send({ type: "read", seq: this.#readUpTo });
    this.#sender.online();
  }

  /** @param {Extract<import("./types.js").Frame, { type: "message" }>} frame */
  #receive({ type: _, ...message }) {
    const place = this.#position.take(message.seq);
    if (place === "gap") this.#link.giveUp();
    if (place !== "next") return;
    this.#typists.ceased(message.sender);
    this.#events.emit("message", message);
  }
}

/** @returns {Storage | null} */
function ownStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
