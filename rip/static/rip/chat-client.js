// Built from frontend/chat-client/src, sha256 c5940b87e67fddecb6996aeb89fa0df41050cbfc69643018b2b3ac61d4b41a62.

// src/closes.js
var AFTER = /* @__PURE__ */ new Map([
  [1e3, "stop"],
  [4400, "stop"],
  [4403, "stop"],
  [4404, "stop"],
  [4410, "reset"],
  [4429, "later"]
]);
var LOST = 1006;
var FRAME_TOO_LARGE = 1009;
var TICKET = 4401;
function afterClose(code) {
  return AFTER.get(code) ?? "resume";
}

// src/events.js
var Events = class {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  #listeners = /* @__PURE__ */ new Map();
  /**
   * @template {keyof ChatEvents} T
   * @param {T} type
   * @param {(detail: ChatEvents[T]) => void} listener
   * @returns {() => void} stops listening
   */
  on(type, listener) {
    const listeners = this.#listeners.get(type) ?? /* @__PURE__ */ new Set();
    this.#listeners.set(type, listeners.add(listener));
    return () => void listeners.delete(listener);
  }
  /**
   * @template {keyof ChatEvents} T
   * @param {T} type
   * @param {ChatEvents[T]} detail
   */
  emit(type, detail) {
    for (const listener of [...this.#listeners.get(type) ?? []]) {
      try {
        listener(detail);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
};

// src/connection.js
var SUBPROTOCOL = "rip.chat.2";
var OPEN = 1;
var Connection = class {
  #socket;
  #onFrame;
  #onEnd;
  #silence;
  #asked = false;
  #ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * @param {object} options
   * @param {string} options.address
   * @param {typeof WebSocket} options.WebSocket
   * @param {number} options.silence in seconds
   * @param {(frame: import("./types.js").Frame) => void} options.onFrame
   * @param {(code: number) => void} options.onEnd
   */
  constructor({ address, WebSocket, silence, onFrame, onEnd }) {
    this.#onFrame = onFrame;
    this.#onEnd = onEnd;
    this.#silence = silence;
    this.#socket = new WebSocket(address, SUBPROTOCOL);
    this.#socket.onmessage = ({ data }) => this.#hear(data);
    this.#socket.onclose = ({ code }) => this.#end(code);
    this.#socket.onerror = () => void setTimeout(() => this.#end(LOST), 0);
    this.#wait();
  }
  /** @param {object} frame */
  send(frame) {
    if (this.#socket.readyState === OPEN) this.#socket.send(JSON.stringify(frame));
  }
  /** Let go of the socket at once, without waiting for its goodbye and without an `onEnd`. */
  abandon() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.close(1e3);
  }
  /** End as if the network had failed; the client resumes. */
  giveUp() {
    this.#socket.close();
    this.#end(LOST);
  }
  /** @param {number} code */
  #end(code) {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#onEnd(code);
  }
  /** @param {unknown} data */
  #hear(data) {
    if (this.#ended) return;
    this.#asked = false;
    this.#wait();
    const frame = readFrame(data);
    if (frame === null) this.giveUp();
    else if (frame.type === "ping") this.send({ type: "pong" });
    else this.#onFrame(frame);
  }
  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askOrGiveUp(), this.#silence * 1e3);
  }
  #askOrGiveUp() {
    if (this.#asked || this.#socket.readyState !== OPEN) {
      this.giveUp();
      return;
    }
    this.#asked = true;
    this.send({ type: "ping" });
    this.#wait();
  }
};
function readFrame(data) {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

// src/timing.js
var TIMING = { firstPause: 0.5, longestPause: 30, goodAfter: 10, silence: 20 };
function pauseAfter(failures, { firstPause, longestPause }) {
  const whole = Math.min(longestPause, firstPause * 2 ** Math.min(failures - 1, 30));
  return whole * (0.5 + Math.random() / 2);
}
async function within(seconds, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("This takes too long.")), seconds * 1e3);
  });
  try {
    return (
      /** @type {T} */
      await Promise.race([promise, late])
    );
  } finally {
    clearTimeout(timer);
  }
}

// src/link.js
var Link = class {
  #options;
  /** @type {Connection | null} */
  #connection = null;
  /** @type {StateChange["state"]} */
  #state = "offline";
  #running = false;
  // Counts attempts, so that what belongs to an earlier one is known when it comes late.
  #turn = 0;
  #failures = 0;
  #onlineSince = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * @param {object} options
   * @param {(ticket: string) => string} options.addressWith
   * @param {() => Promise<string | null>} options.getTicket
   * @param {typeof WebSocket} options.WebSocket
   * @param {import("./types.js").Timing} options.timing
   * @param {(frame: import("./types.js").Frame) => void} options.onFrame
   * @param {(code: number) => void} options.onEnd a connection has ended
   * @param {(change: StateChange) => void} options.onState
   */
  constructor(options) {
    this.#options = options;
  }
  get state() {
    return this.#state;
  }
  start() {
    if (this.#running) return;
    this.#running = true;
    this.#failures = 0;
    void this.#attempt();
  }
  stop() {
    if (!this.#running) return;
    this.#running = false;
    this.#letGo();
    this.#options.onEnd(1e3);
    this.#tell({ state: "offline", code: 1e3, retryIn: null });
  }
  /** Do not wait for the next attempt; for when the network is known to be back. */
  hurry() {
    if (this.#running && this.#state === "offline") void this.#attempt();
  }
  /** The server has greeted us. */
  greeted() {
    if (this.#connection === null) return;
    this.#onlineSince = Date.now();
    this.#tell({ state: "online" });
  }
  /** @param {object} frame */
  send(frame) {
    this.#connection?.send(frame);
  }
  /** Resume with a new connection. */
  giveUp() {
    this.#connection?.giveUp();
  }
  async #attempt() {
    this.#letGo();
    const turn = ++this.#turn;
    this.#tell({ state: "connecting" });
    const { getTicket, timing } = this.#options;
    try {
      const ticket = turn === this.#turn && await within(timing.silence, getTicket());
      if (turn !== this.#turn || ticket === false) return;
      if (ticket === null) this.#ended(TICKET, null);
      else this.#connect(ticket);
    } catch {
      if (turn === this.#turn) this.#ended(LOST);
    }
  }
  /** @param {string} ticket */
  #connect(ticket) {
    const { addressWith, WebSocket, timing, onFrame } = this.#options;
    this.#connection = new Connection({
      address: addressWith(ticket),
      WebSocket,
      silence: timing.silence,
      onFrame,
      onEnd: (code) => this.#ended(code, afterClose(code) === "stop" ? null : void 0)
    });
  }
  /**
   * @param {number} code
   * @param {null} [retryIn] null to let it rest
   */
  #ended(code, retryIn) {
    const { timing, onEnd } = this.#options;
    const lived = this.#state === "online" ? Date.now() - this.#onlineSince : 0;
    this.#failures = lived >= timing.goodAfter * 1e3 ? 1 : this.#failures + 1;
    this.#letGo();
    onEnd(code);
    if (retryIn === null) {
      this.#running = false;
      this.#tell({ state: "offline", code, retryIn });
      return;
    }
    const failures = afterClose(code) === "later" ? Infinity : this.#failures;
    const pause = pauseAfter(failures, timing);
    this.#timer = setTimeout(() => void this.#attempt(), pause * 1e3);
    this.#tell({ state: "offline", code, retryIn: pause });
  }
  #letGo() {
    this.#turn += 1;
    clearTimeout(this.#timer);
    this.#connection?.abandon();
    this.#connection = null;
  }
  /** @param {StateChange} change */
  #tell(change) {
    this.#state = change.state;
    this.#options.onState(change);
  }
};

// src/outbox.js
var Outbox = class {
  /** @type {Entry[]} */
  #entries = [];
  #storage;
  #prefix;
  /**
   * @param {Storage | null} storage
   * @param {string} prefix of the keys in `storage`
   */
  constructor(storage, prefix) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.#load();
  }
  get entries() {
    return [...this.#entries];
  }
  get head() {
    return this.#entries[0];
  }
  /** @param {string} text */
  add(text) {
    const last = this.#entries.at(-1);
    const at = Math.max(Date.now(), last ? last.at + 1 : 0);
    const entry = { id: randomId(), text, at };
    this.#entries.push(entry);
    this.#quietly((storage) => storage.setItem(this.#prefix + entry.id, JSON.stringify(entry)));
    return entry;
  }
  /**
   * @param {string} id
   * @returns {Entry | undefined} what was removed
   */
  remove(id) {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) {
      this.#entries.splice(this.#entries.indexOf(entry), 1);
      this.#quietly((storage) => storage.removeItem(this.#prefix + id));
    }
    return entry;
  }
  #load() {
    this.#quietly((storage) => {
      for (let index = 0; index < storage.length; index += 1) {
        const key = storage.key(index);
        const entry = key?.startsWith(this.#prefix) && readEntry(storage.getItem(key));
        if (entry) this.#entries.push(entry);
      }
    });
    this.#entries.sort((one, other) => one.at - other.at);
  }
  /**
   * A storage that is full or forbidden only means that messages do not outlive the page.
   * @param {(storage: Storage) => void} work
   */
  #quietly(work) {
    try {
      if (this.#storage) work(this.#storage);
    } catch {
    }
  }
};
function readEntry(text) {
  try {
    const { id, text: body, at } = JSON.parse(text ?? "");
    const whole = typeof id === "string" && typeof body === "string" && typeof at === "number";
    return whole ? { id, text: body, at } : null;
  } catch {
    return null;
  }
}
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// src/position.js
var Position = class {
  /** The number of the last message the application was given; null before the first.
   * @type {number | null} */
  seq = null;
  /** @type {string | null} */
  epoch = null;
  /**
   * Take note of where the server goes on.
   * @param {{ epoch: string, last_seq: number, recovered: boolean }} hello
   * @returns {boolean} whether what the application has must be dropped
   */
  greet({ epoch, last_seq, recovered }) {
    this.epoch = epoch;
    if (recovered) return false;
    const reset = this.seq !== null;
    this.seq = last_seq === 0 ? 0 : null;
    return reset;
  }
  /**
   * @param {number} seq
   * @returns {"next" | "repeat" | "gap"} whether a message is to be shown; nothing is after a gap
   */
  take(seq) {
    if (this.seq !== null && seq <= this.seq) return "repeat";
    if (this.seq !== null && seq > this.seq + 1) return "gap";
    this.seq = seq;
    return "next";
  }
  /** Drop the position: the next connection begins the room anew. */
  forget() {
    this.seq = null;
    this.epoch = null;
  }
};

// src/sender.js
var OTHER_FAULTS = /* @__PURE__ */ new Set(["unknown_type", "bad_seq"]);
var Sender = class {
  #outbox;
  #timing;
  #send;
  #tell;
  #online = false;
  /** @type {Entry | null} */
  #inFlight = null;
  #refusals = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./types.js").Timing} timing
   * @param {(frame: object) => void} send
   * @param {(delivery: Delivery) => void} tell
   */
  constructor(outbox, timing, send, tell) {
    this.#outbox = outbox;
    this.#timing = timing;
    this.#send = send;
    this.#tell = tell;
  }
  online() {
    this.#online = true;
    this.#refusals = 0;
    this.flush();
  }
  offline() {
    this.#online = false;
    this.#inFlight = null;
    clearTimeout(this.#timer);
  }
  flush() {
    const entry = this.#outbox.head;
    if (!this.#online || this.#inFlight || !entry) return;
    this.#inFlight = entry;
    this.#send({ type: "message", message: entry.text, client_message_id: entry.id });
  }
  /**
   * @param {string} id
   * @param {number} seq
   */
  acknowledged(id, seq) {
    this.#refusals = 0;
    this.#settle(id, { state: "sent", seq });
  }
  /** @param {{ code: string, detail: string, client_message_id: string | null }} error */
  refused({ code, detail, client_message_id }) {
    const id = client_message_id ?? this.#inFlight?.id;
    if (id === void 0 || OTHER_FAULTS.has(code)) return;
    if (code !== "not_stored") {
      this.fail(id, code, detail);
    } else if (id === this.#inFlight?.id) {
      this.#refusals += 1;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#sendAgain(), this.#pause());
    }
  }
  /** The frame in flight was more than the server reads. */
  tooLarge() {
    if (this.#inFlight) this.fail(this.#inFlight.id, "frame_too_large");
  }
  /**
   * @param {string} id
   * @param {string} code
   * @param {string} [detail]
   */
  fail(id, code, detail) {
    this.#settle(id, { state: "failed", code, ...detail !== void 0 && { detail } });
  }
  /**
   * @param {string} id
   * @param {Pick<Delivery, "state" | "seq" | "code" | "detail">} outcome
   */
  #settle(id, outcome) {
    const entry = this.#outbox.remove(id);
    if (id === this.#inFlight?.id) {
      this.#inFlight = null;
      clearTimeout(this.#timer);
    }
    if (entry) this.#tell({ client_message_id: id, text: entry.text, ...outcome });
    this.flush();
  }
  #sendAgain() {
    this.#inFlight = null;
    this.flush();
  }
  #pause() {
    return pauseAfter(this.#refusals, this.#timing) * 1e3;
  }
};

// src/typists.js
var Typists = class {
  /** @type {Map<string, { change: Change, timer: ReturnType<typeof setTimeout> }>} */
  #typing = /* @__PURE__ */ new Map();
  #tell;
  /** @param {(change: Change) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }
  /** @param {{ side: import("./types.js").Side, sender: string, seconds: number }} frame */
  heard({ side, sender, seconds }) {
    const known = this.#typing.get(sender);
    clearTimeout(known?.timer);
    const timer = setTimeout(() => this.ceased(sender), seconds * 1e3);
    this.#typing.set(sender, { change: { side, sender, active: false }, timer });
    if (!known) this.#tell({ side, sender, active: true });
  }
  /** @param {string} sender */
  ceased(sender) {
    const known = this.#typing.get(sender);
    if (!known) return;
    clearTimeout(known.timer);
    this.#typing.delete(sender);
    this.#tell(known.change);
  }
  clear() {
    for (const sender of [...this.#typing.keys()]) this.ceased(sender);
  }
};

// src/client.js
var LONGEST_MESSAGE = 4e3;
var TYPING_EVERY_MS = 2e3;
var ChatClient = class {
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
    const storage = options.storage === void 0 ? ownStorage() : options.storage;
    this.#outbox = new Outbox(storage, `rip.chat:${options.user}:${options.room}:`);
    this.#leftUnsent = this.#outbox.entries;
    this.#link = new Link({
      addressWith: (ticket) => this.#addressWith(ticket),
      getTicket: options.getTicket,
      WebSocket: options.WebSocket ?? globalThis.WebSocket,
      timing,
      onFrame: (frame) => this.#take(frame),
      onEnd: (code) => this.#ended(code),
      onState: (change) => this.#events.emit("state", change)
    });
    this.#sender = new Sender(
      this.#outbox,
      timing,
      (frame) => this.#link.send(frame),
      (delivery) => this.#events.emit("delivery", delivery)
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
    const whole = text.replace(/\p{Surrogate}/gu, "�");
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
};
function ownStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
export {
  ChatClient
};
