import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { holdTime, Stage } from "./stage.js";

beforeEach(holdTime);

test("messages reach the application in order", async () => {
  const stage = new Stage();
  await stage.open({ last_seq: 3 });
  stage.socket.tell(1, 2, 3);
  assert.deepEqual(stage.seqs, [1, 2, 3]);
});

test("a message that comes twice is shown once", async () => {
  const stage = new Stage();
  await stage.open({ last_seq: 3 });
  stage.socket.tell(2, 3, 2, 3, 4, 4);
  assert.deepEqual(stage.seqs, [2, 3, 4]);
});

test("after a gap nothing is shown, and the client resumes from before it", async () => {
  const stage = new Stage();
  await stage.open();
  const first = stage.socket;
  first.tell(1, 3, 2, 4);
  assert.deepEqual(stage.seqs, [1]);
  await stage.lose();
  assert.equal(stage.socket.address.searchParams.get("since"), "1");
  stage.socket.greet({ recovered: true });
  stage.socket.tell(2, 3, 4);
  first.tell(5);
  assert.deepEqual(stage.seqs, [1, 2, 3, 4]);
});

test("a listener that throws keeps no other from hearing", async (context) => {
  const stage = new Stage();
  /** @type {unknown[]} */
  const reported = [];
  context.mock.method(globalThis, "queueMicrotask", (/** @type {() => void} */ report) => {
    assert.throws(report, (error) => reported.push(error) > 0);
  });
  stage.client.on("message", () => assert.fail("a bug of the application"));
  const heard = context.mock.fn();
  stage.client.on("message", heard);
  await stage.open();
  stage.socket.tell(1, 2);
  assert.equal(heard.mock.callCount(), 2);
  assert.equal(reported.length, 2);
});

test("a listener can stop listening", async () => {
  const stage = new Stage();
  /** @type {number[]} */
  const seqs = [];
  const stop = stage.client.on("message", ({ seq }) => seqs.push(seq));
  await stage.open();
  stage.socket.tell(1);
  stop();
  stage.socket.tell(2);
  assert.deepEqual(seqs, [1]);
});
