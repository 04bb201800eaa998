/** A part of the text of a message. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "link"; text: string; href: string }
  | { kind: "advert"; text: string; href: string; id: number };

export interface Picture {
  href: string;
  /** The same, as large as a conversation shows it. */
  preview: string;
}

const PICTURE = /^\/media\/support\/[\w-]{1,4}\/[\w-]{8,64}-(?:320|800|1600)\.webp$/;
const ADVERT = /^\/adverts\/([1-9]\d{0,17})(?:-[^/]*)?\/?$/;
// A complete URL, or an advert's path at the beginning of a word.
const LINK = /https?:\/\/[^\s<>"«»]+|(?<![^\s(«"])\/adverts\/\d[^\s<>"«»]*/gi;
const AFTER_LINK = /[.,!?;:'…]$/;

/**
 * The picture that a message is, if it is nothing else.
 * @param origin the board's own, such as "https://pets.example.org"
 */
export function pictureIn(message: string, origin: string): Picture | null {
  const text = message.trim();
  const path = text.startsWith(`${origin}/`) ? text.slice(origin.length) : text;
  if (!PICTURE.test(path)) return null;
  const inWidth = (width: number) => origin + path.replace(/-\d+\.webp$/, `-${width}.webp`);
  return { href: inWidth(1600), preview: inWidth(800) };
}

/**
 * Split the text of a message. Only http and https URLs become links.
 * @param origin the board's own
 */
export function partsOf(message: string, origin: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const found of message.matchAll(LINK)) {
    const written = withoutPunctuation(found[0]);
    const part = linkTo(written, origin);
    if (!part) continue;
    if (found.index > end) parts.push({ kind: "text", text: message.slice(end, found.index) });
    parts.push(part);
    end = found.index + written.length;
  }
  if (end < message.length) parts.push({ kind: "text", text: message.slice(end) });
  return parts;
}

function linkTo(text: string, origin: string): Part | null {
  const url = URL.canParse(text, origin) ? new URL(text, origin) : null;
  if (!url?.hostname || !/^https?:$/.test(url.protocol)) return null;
  const advert = url.origin === origin && ADVERT.exec(url.pathname);
  if (!advert) return { kind: "link", text, href: url.href };
  return { kind: "advert", text, href: url.href, id: Number(advert[1]) };
}

/** Cut punctuation that follows a URL; a closing bracket belongs to it if it was opened in it. */
function withoutPunctuation(link: string): string {
  const count = (letter: string) => link.split(letter).length;
  if (AFTER_LINK.test(link)) return withoutPunctuation(link.slice(0, -1));
  const open = { ")": "(", "]": "[" }[link.at(-1) ?? ""];
  return open && count(open) < count(link.at(-1)!) ? withoutPunctuation(link.slice(0, -1)) : link;
}
