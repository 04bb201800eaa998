/** @typedef {import("./types.js").Timing} Timing */

/** @type {Timing} */
export const TIMING = { firstPause: 0.5, longestPause: 30, goodAfter: 10, silence: 20 };

/**
 * The pause before the next attempt, in seconds: it doubles with each failure, and is random
 * between its half and its whole, so that clients that were cut together do not return together.
 * @param {number} failures how many attempts have failed in a row, from 1
 * @param {Timing} timing
 */
export function pauseAfter(failures, { firstPause, longestPause }) {
  const whole = Math.min(longestPause, firstPause * 2 ** Math.min(failures - 1, 30));
  return whole * (0.5 + Math.random() / 2);
}

/**
 * Resolve as `promise` does, unless it takes longer than this.
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export async function within(seconds, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("This takes too long.")), seconds * 1000);
  });
  try {
    return /** @type {T} */ (await Promise.race([promise, late]));
  } finally {
    clearTimeout(timer);
  }
}
