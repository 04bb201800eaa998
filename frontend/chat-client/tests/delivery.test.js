import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { holdTime, memory, pass, Stage } from "./stage.js";

beforeEach(holdTime);

test("a message is sent with an id, and sent once it is acknowledged", async () => {
  const stage = new Stage();
  await stage.open();
  const id = stage.client.send("Здравствуйте!");
  const frame = { type: "message", message: "Здравствуйте!", client_message_id: id };
  assert.deepEqual(stage.socket.sent, [frame]);
  assert.deepEqual(stage.deliveries, ["Здравствуйте! sending"]);
  stage.socket.acknowledge(1);
  const sent = { client_message_id: id, text: "Здравствуйте!", state: "sent", seq: 1 };
  assert.deepEqual(stage.heard("delivery").at(-1), { type: "delivery", ...sent });
});

test("what was written before there is a connection is sent when there is one", async () => {
  const stage = new Stage();
  stage.client.send("a");
  await stage.open();
  assert.deepEqual(stage.socket.said, ["a"]);
  assert.deepEqual(stage.deliveries, ["a sending"]);
});

test("the next message waits for the acknowledgement of the one before", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.send("a");
  stage.client.send("b");
  assert.deepEqual(stage.socket.said, ["a"]);
  stage.socket.acknowledge(1);
  assert.deepEqual(stage.socket.said, ["a", "b"]);
});

test("a message without acknowledgement is sent again with the same id", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.send("a");
  const [first] = stage.socket.sent;
  await stage.lose();
  stage.socket.greet({ recovered: true });
  assert.deepEqual(stage.socket.sent, [first]);
  stage.socket.acknowledge(1);
  await stage.lose();
  stage.socket.greet({ recovered: true });
  assert.deepEqual(stage.socket.sent, []);
});

test("a message that was not stored is sent again after a pause, and not overtaken", async () => {
  const stage = new Stage();
  await stage.open();
  const client_message_id = stage.client.send("a");
  stage.client.send("b");
  const error = { type: "error", code: "not_stored", detail: "", client_message_id };
  stage.socket.say(error);
  assert.deepEqual(stage.socket.said, ["a"]);
  await pass(0.5);
  assert.deepEqual(stage.socket.said, ["a", "a"]);
  stage.socket.acknowledge(1);
  assert.deepEqual(stage.socket.said, ["a", "a", "b"]);
});

test("a message the server does not take fails, and the next is sent", async () => {
  const stage = new Stage();
  await stage.open();
  const client_message_id = stage.client.send("\u0007");
  stage.client.send("b");
  const error = { code: "control_characters", detail: "Нельзя.", client_message_id };
  stage.socket.say({ type: "error", ...error });
  const failed = { ...error, text: "\u0007", state: "failed", type: "delivery" };
  assert.deepEqual(stage.heard("delivery").at(-1), failed);
  assert.deepEqual(stage.socket.said, ["\u0007", "b"]);
});

test("an error about another kind of frame fails no message", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.send("a");
  stage.socket.say({ type: "error", code: "bad_seq", detail: "", client_message_id: null });
  assert.deepEqual(stage.deliveries, ["a sending"]);
});

test("a frame that was too large for the server is not sent again", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.send("a");
  stage.client.send("b");
  await stage.lose(1009);
  stage.socket.greet({ recovered: true });
  assert.equal(stage.deliveries.at(-1), "a failed");
  assert.deepEqual(stage.socket.said, ["b"]);
});

test("a message that is given up is not sent again", async () => {
  const stage = new Stage();
  const id = stage.client.send("a");
  stage.client.discard(id);
  stage.client.discard(id);
  await stage.open();
  assert.deepEqual(stage.deliveries, ["a sending", "a failed"]);
  assert.deepEqual(stage.socket.said, []);
});

test("empty and endless messages are refused at once", () => {
  const { client } = new Stage();
  assert.throws(() => client.send(" \n"), RangeError);
  assert.throws(() => client.send("🐈".repeat(4001)), RangeError);
  client.send("🐈".repeat(4000));
});

test("half a character is sent as a replacement character", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.send("a\ud83d");
  assert.deepEqual(stage.socket.said, ["a\ufffd"]);
});

test("unsent messages outlive the page, in order", async () => {
  const storage = memory();
  const before = new Stage({ storage });
  const ids = ["a", "b", "c"].map((text) => before.client.send(text));
  await before.open();
  before.socket.acknowledge(1);

  const after = new Stage({ storage });
  await after.open();
  assert.deepEqual(after.deliveries, ["b sending", "c sending"]);
  after.socket.acknowledge(2);
  assert.deepEqual(after.socket.sent.map((frame) => frame.client_message_id), ids.slice(1));
  after.socket.acknowledge(3);
  assert.equal(storage.length, 0);
});

test("what is given up before the start is given up for good", async () => {
  const storage = memory();
  const id = new Stage({ storage }).client.send("a");
  const stage = new Stage({ storage });
  stage.client.discard(id);
  await stage.open();
  assert.deepEqual(stage.deliveries, ["a failed"]);
  assert.equal(storage.length, 0);
});

test("nobody sends what somebody else left in the same browser", async () => {
  const storage = memory();
  new Stage({ storage }).client.send("a");
  const other = new Stage({ storage, user: "petya" });
  await other.open();
  assert.deepEqual(other.socket.said, []);
});

test("a storage that is full or damaged does not keep messages from being sent", async () => {
  const storage = memory();
  storage.setItem("rip.chat:vasya:2:x", "{");
  storage.setItem("rip.chat:vasya:2:y", '{"id": 7}');
  storage.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const stage = new Stage({ storage });
  stage.client.send("a");
  await stage.open();
  assert.deepEqual(stage.socket.said, ["a"]);
});
