import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../../../chat-client/src/types.js";
import { Thread } from "../../../src/chat/conversation/thread.js";

function message(seq: number, sender = "olga", id: string | null = null): Message {
  const sent_at = `2026-05-04T12:00:${String(seq % 60).padStart(2, "0")}.000+00:00`;
  return { seq, sender, message: `message ${seq}`, sent_at, client_message_id: id };
}

function threadOf(...messages: Message[]): Thread {
  const thread = new Thread();
  thread.me = "vasya";
  messages.forEach((one) => thread.receive(one));
  return thread;
}

const seqs = (thread: Thread) => thread.entries.map(({ seq }) => seq);
const states = (thread: Thread) => thread.entries.map(({ text, state }) => `${text} ${state}`);

test("a message that comes twice is shown once", () => {
  const thread = threadOf(message(1), message(2));
  assert.equal(thread.receive(message(2)), false);
  assert.equal(thread.receive(message(1)), false);
  assert.equal(thread.receive(message(3)), true);
  assert.deepEqual(seqs(thread), [1, 2, 3]);
});

test("what does not join on is dropped, so that there is never a hole", () => {
  const thread = threadOf(message(1), message(2), message(60), message(61));
  assert.deepEqual(seqs(thread), [60, 61]);
});

test("older messages are put before the first, and only if they join on", () => {
  const thread = threadOf(message(10), message(11));
  thread.prepend([message(7), message(8)]);
  assert.deepEqual(seqs(thread), [10, 11]);
  thread.prepend([message(8), message(9), message(10)]);
  assert.deepEqual(seqs(thread), [8, 9, 10, 11]);
});

test("a message of our own goes from sending over sent to read, in one place", () => {
  const thread = threadOf(message(1));
  const keys = new Set<string>();
  const see = () => keys.add(thread.entries.at(-1)!.key);
  thread.deliver({ client_message_id: "a", text: "message 2", state: "sending" });
  see();
  assert.equal(states(thread).at(-1), "message 2 sending");
  thread.deliver({ client_message_id: "a", text: "message 2", state: "sent", seq: 2 });
  see();
  assert.equal(states(thread).at(-1), "message 2 sent");
  thread.receive(message(2, "vasya", "a"));
  see();
  assert.deepEqual(states(thread), ["message 1 received", "message 2 sent"]);
  thread.markRead("support", 2);
  assert.equal(states(thread).at(-1), "message 2 read");
  assert.deepEqual([...keys], ["a"]);
});

test("an acknowledgement that comes after the message adds nothing", () => {
  const thread = threadOf(message(1, "vasya", "a"));
  thread.deliver({ client_message_id: "a", text: "message 1", state: "sent", seq: 1 });
  assert.deepEqual(seqs(thread), [1]);
});

test("what failed says why, and is dropped only when asked", () => {
  const thread = threadOf();
  thread.deliver({ client_message_id: "a", text: "x", state: "failed", code: "c", detail: "Why." });
  assert.equal(thread.entries[0]?.failure, "Why.");
  assert.deepEqual(thread.unsent, []);
  thread.drop("a");
  assert.deepEqual(thread.entries, []);
});

test("unread are the messages of others after our mark, which never moves back", () => {
  const thread = threadOf(message(1), message(2), message(3, "vasya", "a"), message(4));
  assert.equal(thread.unread, 3);
  thread.markRead("customer", 2);
  thread.markRead("customer", 1);
  assert.equal(thread.unread, 1);
  thread.markRead("customer", 4);
  assert.equal(thread.unread, 0);
});

test("another history takes what was shown with it, and leaves what is not sent yet", () => {
  const thread = threadOf(message(5), message(6));
  thread.markRead("customer", 6);
  thread.deliver({ client_message_id: "a", text: "x", state: "sending" });
  thread.reset();
  thread.receive(message(1));
  assert.deepEqual(states(thread), ["message 1 received", "x sending"]);
  assert.equal(thread.unread, 1);
});
