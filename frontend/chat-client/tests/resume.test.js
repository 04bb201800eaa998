import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { holdTime, Stage } from "./stage.js";

beforeEach(holdTime);

/** @param {Stage} stage */
const query = (stage) => Object.fromEntries(stage.socket.address.searchParams);

test("the first connection says only who it is", async () => {
  const stage = new Stage();
  await stage.open();
  assert.equal(stage.socket.address.origin, "wss://pets.example.org");
  assert.equal(stage.socket.address.pathname, "/ws/chat/2/");
  assert.equal(stage.socket.protocol, "rip.chat.2");
  assert.deepEqual(query(stage), { uuid: "ticket-1" });
});

test("a further connection has a new ticket and says where to go on", async () => {
  const stage = new Stage();
  await stage.open({ last_seq: 7 });
  stage.socket.tell(6, 7);
  await stage.lose();
  assert.deepEqual(query(stage), { uuid: "ticket-2", since: "7", epoch: "e1" });
});

test("an empty room is resumed from its beginning", async () => {
  const stage = new Stage();
  await stage.open();
  await stage.lose();
  assert.equal(query(stage)["since"], "0");
});

test("a connection that was lost before its history came is begun anew", async () => {
  const stage = new Stage();
  await stage.open({ last_seq: 7 });
  await stage.lose();
  assert.deepEqual(query(stage), { uuid: "ticket-2" });
  stage.socket.greet({ last_seq: 7 });
  assert.deepEqual(stage.heard("reset"), []);
});

test("what joins on is no reset", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.tell(1);
  await stage.lose();
  stage.socket.greet({ last_seq: 1, recovered: true });
  assert.deepEqual(stage.heard("reset"), []);
});

test("another history is a reset, and is shown from where it begins", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.tell(1, 2);
  await stage.lose();
  stage.socket.greet({ epoch: "e2", last_seq: 2, recovered: false });
  stage.socket.tell(1, 2);
  assert.deepEqual(stage.heard("reset"), [{ type: "reset", epoch: "e2" }]);
  assert.deepEqual(stage.seqs, [1, 2, 1, 2]);
  await stage.lose();
  assert.deepEqual(query(stage), { uuid: "ticket-3", since: "2", epoch: "e2" });
});

test("4410 is a reset too", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.tell(1);
  await stage.lose(4410);
  assert.equal(stage.heard("reset").length, 1);
  assert.deepEqual(query(stage), { uuid: "ticket-2" });
});
