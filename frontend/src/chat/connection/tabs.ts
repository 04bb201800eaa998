// What the tabs of one browser share.

/** Do something while no other tab does it. Pages that are not served over HTTPS have no locks. */
export async function alone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request("rip.chat", work);
  else await work();
}

/** Null where the browser keeps nothing for this page. */
export function ownStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
