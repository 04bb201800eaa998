import { afterClose, LOST, TICKET } from "./closes.js";
import { Connection } from "./connection.js";
import { pauseAfter, within } from "./timing.js";

/** @typedef {import("./types.js").StateChange} StateChange */

/** A connection that is made anew, with a new ticket, for as long as that makes sense. */
export class Link {
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
    this.#options.onEnd(1000);
    this.#tell({ state: "offline", code: 1000, retryIn: null });
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
      // A listener of "connecting" may have stopped the client.
      const ticket = turn === this.#turn && (await within(timing.silence, getTicket()));
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
      onEnd: (code) => this.#ended(code, afterClose(code) === "stop" ? null : undefined),
    });
  }

  /**
   * @param {number} code
   * @param {null} [retryIn] null to let it rest
   */
  #ended(code, retryIn) {
    const { timing, onEnd } = this.#options;
    const lived = this.#state === "online" ? Date.now() - this.#onlineSince : 0;
    this.#failures = lived >= timing.goodAfter * 1000 ? 1 : this.#failures + 1;
    this.#letGo();
    onEnd(code);
    if (retryIn === null) {
      this.#running = false;
      this.#tell({ state: "offline", code, retryIn });
      return;
    }
    const failures = afterClose(code) === "later" ? Infinity : this.#failures;
    const pause = pauseAfter(failures, timing);
    this.#timer = setTimeout(() => void this.#attempt(), pause * 1000);
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
}
