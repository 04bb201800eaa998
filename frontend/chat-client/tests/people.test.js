import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { holdTime, messageNumber, pass, Stage } from "./stage.js";

beforeEach(holdTime);

const TYPING = { type: "typing", side: "support", sender: "operator", seconds: 6 };
const BEGAN = { type: "typing", side: "support", sender: "operator", active: true };
const CEASED = { ...BEGAN, active: false };

test("somebody types until the time is over", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.say(TYPING);
  await pass(5);
  stage.socket.say(TYPING);
  await pass(5);
  assert.deepEqual(stage.heard("typing"), [BEGAN]);
  await pass(1);
  assert.deepEqual(stage.heard("typing"), [BEGAN, CEASED]);
});

test("somebody types until their message comes", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.say(TYPING);
  stage.socket.tell(1);
  await pass(60);
  assert.deepEqual(stage.heard("typing"), [BEGAN, CEASED]);
  assert.equal(messageNumber(1).sender, TYPING.sender);
});

test("nobody types when the connection is lost", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.say(TYPING);
  stage.socket.drop(1006);
  assert.deepEqual(stage.heard("typing"), [BEGAN, CEASED]);
});

test("our own typing is told now and then, and never kept for later", async () => {
  const stage = new Stage();
  stage.client.typing();
  await stage.open();
  assert.deepEqual(stage.socket.sent, []);
  stage.client.typing();
  stage.client.typing();
  assert.deepEqual(stage.socket.sent, [{ type: "typing" }]);
  await pass(2);
  stage.client.typing();
  assert.equal(stage.socket.sent.length, 2);
});

test("presence and read marks are passed on", async () => {
  const stage = new Stage();
  await stage.open({ read: { customer: 3, support: 2 } });
  stage.socket.say({ type: "presence", customer: true, support: false });
  stage.socket.say({ type: "read", side: "support", seq: 4 });
  assert.deepEqual(stage.heard("presence"), [{ type: "presence", customer: true, support: false }]);
  assert.deepEqual(stage.heard("read"), [
    { type: "read", side: "customer", seq: 3 },
    { type: "read", side: "support", seq: 2 },
    { type: "read", side: "support", seq: 4 },
  ]);
});

test("our own read mark is told, only ever further, and again on a new connection", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.read(4);
  stage.client.read(3);
  assert.deepEqual(stage.socket.sent, [{ type: "read", seq: 4 }]);
  stage.socket.drop(1006);
  stage.client.read(5);
  await pass(40);
  stage.socket.greet({ recovered: true });
  assert.deepEqual(stage.socket.sent, [{ type: "read", seq: 5 }]);
});
