import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { holdTime, pass, Stage } from "./stage.js";

beforeEach(holdTime);

test("a ping is answered", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.say({ type: "ping" });
  assert.deepEqual(stage.socket.sent, [{ type: "pong" }]);
});

test("a quiet server is asked, and its answer is enough", async () => {
  const stage = new Stage();
  await stage.open();
  for (const _ of [1, 2, 3]) {
    await pass(20);
    assert.deepEqual(stage.socket.sent.splice(0), [{ type: "ping" }]);
    stage.socket.say({ type: "pong" });
  }
  assert.equal(stage.client.state, "online");
});

test("a silent connection is given up, though its socket never closes", async () => {
  const stage = new Stage();
  await stage.open();
  await pass(20);
  await pass(20);
  assert.equal(stage.client.state, "offline");
  await pass(1);
  assert.equal(stage.sockets.length, 2);
});

test("a connection that is never greeted is given up", async () => {
  const stage = new Stage();
  stage.client.start();
  await pass(0);
  await pass(20);
  await pass(1);
  assert.equal(stage.sockets.length, 2);
});

for (const text of ["<html>", "7", "null", '{"type": 7}']) {
  test(`a connection that gives ${text} is given up`, async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.onmessage({ data: text });
    assert.equal(stage.client.state, "offline");
  });
}

test("a frame of a type that is not known yet is passed over", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.say({ type: "reaction", seq: 1 });
  stage.socket.tell(1);
  assert.deepEqual(stage.seqs, [1]);
});
