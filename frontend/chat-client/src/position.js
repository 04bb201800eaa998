/** The position of this client in the room's numbered log. */
export class Position {
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
}
