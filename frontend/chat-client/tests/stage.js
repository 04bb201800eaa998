// A server that is played by the test: sockets without a network, time without waiting.
import { mock } from "node:test";
import { ChatClient } from "../src/client.js";

export class FakeSocket {
  readyState = 0;
  /** @type {any[]} */
  sent = [];
  /** @type {number | undefined} */
  closedWith;
  /** @type {(event: { data: unknown }) => void} */
  onmessage = () => {};
  /** @type {(event: { code: number }) => void} */
  onclose = () => {};
  onerror = () => {};

  /**
   * @param {string} address
   * @param {string} protocol
   */
  constructor(address, protocol) {
    this.address = new URL(address);
    this.protocol = protocol;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close(code = 1005) {
    this.readyState = 2;
    this.closedWith = code;
  }

  // What the server does.

  /** @param {object} [hello] */
  greet(hello = {}) {
    this.readyState = 1;
    const read = { customer: 0, support: 0 };
    const usual = { room: 2, epoch: "e1", last_seq: 0, recovered: false, read };
    this.say({ type: "hello", ...usual, ...hello });
  }

  /** @param {object} frame */
  say(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  /** @param {number[]} seqs */
  tell(...seqs) {
    for (const seq of seqs) this.say({ type: "message", ...messageNumber(seq) });
  }

  /** @param {number} code */
  drop(code) {
    this.readyState = 3;
    this.onclose({ code });
  }

  /** The messages this socket was given to send, by text. */
  get said() {
    return this.sent.filter(({ type }) => type === "message").map(({ message }) => message);
  }

  /** @param {number} seq */
  acknowledge(seq) {
    const { client_message_id } = this.sent.filter(({ type }) => type === "message").at(-1);
    this.say({ type: "ack", client_message_id, seq });
  }
}

/** @param {number} seq */
export function messageNumber(seq) {
  const sent_at = "2026-05-04T12:00:00.123+00:00";
  return { seq, sender: "operator", message: `message ${seq}`, sent_at, client_message_id: null };
}

/** A storage; like a browser's, it does not keep the order of its keys. @returns {Storage} */
export function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()].reverse()[index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
}

/** A client of a played server, and all it has told its application. */
export class Stage {
  /** @type {FakeSocket[]} */
  sockets = [];
  tickets = 0;
  /** @type {any[]} */
  events = [];

  /** @param {Partial<import("../src/types.js").ChatOptions>} options */
  constructor(options = {}) {
    const { sockets } = this;
    class Socket extends FakeSocket {
      /**
       * @param {string} address
       * @param {string} protocol
       */
      constructor(address, protocol) {
        super(address, protocol);
        sockets.push(this);
      }
    }
    this.client = new ChatClient({
      url: "https://pets.example.org",
      room: 2,
      user: "vasya",
      storage: memory(),
      getTicket: async () => `ticket-${++this.tickets}`,
      WebSocket: /** @type {any} */ (Socket),
      ...options,
    });
    for (const type of /** @type {const} */ ([
      "message", "delivery", "state", "reset", "read", "typing", "presence",
    ])) {
      this.client.on(type, (detail) => this.events.push({ type, ...detail }));
    }
  }

  get socket() {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("The client has opened no socket.");
    return last;
  }

  /** @param {string} type */
  heard(type) {
    return this.events.filter((event) => event.type === type);
  }

  get seqs() {
    return this.heard("message").map(({ seq }) => seq);
  }

  get deliveries() {
    return this.heard("delivery").map(({ text, state }) => `${text} ${state}`);
  }

  /** Start, and play the greeting. @param {object} [hello] */
  async open(hello) {
    this.client.start();
    await settle();
    this.socket.greet(hello);
  }

  /** The connection is lost; the client makes another. @param {number} [code] */
  async lose(code = 1006) {
    const count = this.sockets.length;
    this.socket.drop(code);
    await pass(40);
    if (this.sockets.length !== count + 1) throw new Error("The client did not come back once.");
  }
}

/** What was promised is done. */
export async function settle() {
  await new Promise((resolve) => setImmediate(resolve));
}

/** @param {number} seconds */
export async function pass(seconds) {
  mock.timers.tick(seconds * 1000);
  await settle();
}

/** Stop the clock; `pass` moves it. */
export function holdTime() {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_800_000_000_000 });
}
