/** Under which a browser remembers the refresh token of who talks on this board as a guest. */
export function guestKey(origin: string): string {
  return `rip.chat.guest:${origin}`;
}
