import { LOST } from "./closes.js";

const SUBPROTOCOL = "rip.chat.2";
const OPEN = 1;

/**
 * One WebSocket. `onEnd` is called once, and nothing is heard after it; a connection that falls
 * silent ends too, whatever the socket says, because a socket to nowhere may stay open for hours.
 */
export class Connection {
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
    // A close should follow at once. In Node.js 20 none does when the handshake failed.
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
    this.#socket.close(1000);
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
    this.#timer = setTimeout(() => this.#askOrGiveUp(), this.#silence * 1000);
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
}

/**
 * @param {unknown} data
 * @returns {import("./types.js").Frame | null} null when it is no frame of the protocol
 */
function readFrame(data) {
  try {
    const frame = JSON.parse(String(data));
    return typeof frame?.type === "string" ? frame : null;
  } catch {
    return null;
  }
}
