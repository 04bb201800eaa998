/** The key in a browser's storage of a guest's refresh token. */
export function guestKey(origin: string): string {
  return `rip.chat.guest:${origin}`;
}
