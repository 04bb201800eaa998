import type { Entry } from "../conversation/thread.js";

/** A row of the log: a day, the line before unread messages, or a message. */
export type Row =
  | { kind: "day"; key: string; at: number }
  | { kind: "new"; key: string }
  | MessageRow;

export interface MessageRow {
  kind: "message";
  key: string;
  entry: Entry;
  begins: boolean;
  ends: boolean;
}

const TOGETHER_MS = 5 * 60_000;

/**
 * Messages with the days between them. Those of one person within five minutes of each other belong
 * together: `begins` and `ends` say which are first and last.
 * @param newAfter the number after which messages were unread; null for no line before them
 */
export function rowsOf(entries: Entry[], newAfter: number | null): Row[] {
  const rows: Row[] = [];
  let last: MessageRow | null = null;
  let lineDue = newAfter !== null;
  for (const entry of entries) {
    const anotherDay: boolean = !last || dayOf(last.entry.at) !== dayOf(entry.at);
    if (anotherDay) rows.push({ kind: "day", key: `day ${dayOf(entry.at)}`, at: entry.at });
    const isNew = lineDue && !entry.own && (entry.seq ?? 0) > newAfter!;
    if (isNew) {
      lineDue = false;
      rows.push({ kind: "new", key: "new" });
    }
    const begins: boolean = anotherDay || isNew || !together(last!.entry, entry);
    if (last) last.ends = begins;
    last = { kind: "message", key: entry.key, entry, begins, ends: true };
    rows.push(last);
  }
  return rows;
}

function together(one: Entry, other: Entry): boolean {
  return one.sender === other.sender && one.own === other.own && other.at - one.at < TOGETHER_MS;
}

function dayOf(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${day.getMonth() + 1}-${day.getDate()}`;
}
