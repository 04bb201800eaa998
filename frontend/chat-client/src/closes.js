/** @typedef {"stop" | "reset" | "resume" | "later"} Next */

/** The next step after each close code of docs/chat-protocol.md; after any other, it is "resume".
 * @type {ReadonlyMap<number, Next>} */
const AFTER = new Map([
  [1000, "stop"],
  [4400, "stop"],
  [4403, "stop"],
  [4404, "stop"],
  [4410, "reset"],
  [4429, "later"],
]);

export const LOST = 1006;
export const FRAME_TOO_LARGE = 1009;
export const TICKET = 4401;

/**
 * @param {number} code
 * @returns {Next}
 */
export function afterClose(code) {
  return AFTER.get(code) ?? "resume";
}
