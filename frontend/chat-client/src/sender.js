import { pauseAfter } from "./timing.js";

/** @typedef {import("./types.js").Delivery} Delivery */
/** @typedef {import("./outbox.js").Entry} Entry */

// Faults of frames that carry no message.
const OTHER_FAULTS = new Set(["unknown_type", "bad_seq"]);

/**
 * Sends what is in the outbox, one message at a time: the next goes out when the one before it is
 * acknowledged, so that one which has to be sent again is not overtaken.
 */
export class Sender {
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
    if (id === undefined || OTHER_FAULTS.has(code)) return;
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
    this.#settle(id, { state: "failed", code, ...(detail !== undefined && { detail }) });
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
    return pauseAfter(this.#refusals, this.#timing) * 1000;
  }
}
