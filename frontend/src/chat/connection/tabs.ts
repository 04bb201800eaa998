/** Run work while no other tab of this browser does. Pages without HTTPS have no locks. */
export async function alone(work: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request("rip.chat", work);
  else await work();
}

/** The storage of this site, or null where the browser denies it. */
export function ownStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
