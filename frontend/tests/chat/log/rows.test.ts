import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf, type Row } from "../../../src/chat/log/rows.js";
import type { Entry } from "../../../src/chat/conversation/thread.js";

const NOON = new Date(2026, 4, 4, 12).getTime();

function entry(seq: number, sender: string, minutes: number): Entry {
  const own = sender === "me";
  const at = NOON + minutes * 60_000;
  return { key: `${seq}`, text: "", own, sender, at, state: own ? "sent" : "received", seq };
}

function drawn(row: Row): string {
  if (row.kind !== "message") return row.kind;
  return `${row.begins ? "[" : " "}${row.key}${row.ends ? "]" : " "}`;
}

const rows = (entries: Entry[], newAfter: number | null = null) =>
  rowsOf(entries, newAfter).map(drawn).join("");

test("nothing is nothing", () => assert.equal(rows([]), ""));

test("messages of one person close in time belong together", () => {
  const entries = [entry(1, "me", 0), entry(2, "me", 4), entry(3, "me", 10), entry(4, "olga", 11)];
  assert.equal(rows(entries), "day[1  2][3][4]");
});

test("each day has its line, and parts what belongs together", () => {
  const entries = [entry(1, "me", 0), entry(2, "me", 719), entry(3, "me", 721)];
  assert.equal(rows(entries), "day[1][2]day[3]");
});

test("the line of the new stands once, before the first message of others after the mark", () => {
  const entries = [1, 2, 3, 4].map((seq) => entry(seq, "olga", 0));
  assert.equal(rows(entries, 2), "day[1  2]new[3  4]");
  assert.equal(rows([entry(1, "olga", 0), entry(2, "me", 0), entry(3, "olga", 0)], 1), "day[1][2]new[3]");
  assert.equal(rows(entries, 4), "day[1  2  3  4]");
  assert.equal(rows(entries, null), "day[1  2  3  4]");
});

test("keys are unique", () => {
  const keys = rowsOf([entry(1, "a", 0), entry(2, "b", 1500), entry(3, "b", 3000)], 1).map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length);
});
