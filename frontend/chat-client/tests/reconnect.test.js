import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { pauseAfter, TIMING } from "../src/timing.js";
import { holdTime, pass, settle, Stage } from "./stage.js";

beforeEach(holdTime);

test("the application is told of every state", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.drop(1012);
  const told = stage.heard("state").map(({ state, code }) => [state, code]);
  assert.deepEqual(told, [
    ["connecting", undefined],
    ["online", undefined],
    ["offline", 1012],
  ]);
  assert.equal(stage.client.state, "offline");
});

for (const code of [1005, 1006, 1007, 1011, 1012, 4401, 4408, 4409, 4499]) {
  test(`after ${code} the client resumes`, async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.tell(1);
    await stage.lose(code);
    assert.equal(stage.socket.address.searchParams.get("since"), "1");
    assert.equal(stage.socket.address.searchParams.get("uuid"), "ticket-2");
  });
}

test("after 4429 the client resumes when some time has passed", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.drop(4429);
  assert.ok(stage.heard("state").at(-1).retryIn >= TIMING.longestPause / 2);
  await pass(TIMING.longestPause);
  assert.equal(stage.sockets.length, 2);
});

test("a socket that fails without closing is left", async () => {
  const stage = new Stage();
  stage.client.start();
  await settle();
  stage.socket.onerror();
  await pass(1);
  await pass(1);
  assert.equal(stage.sockets.length, 2);
});

test("the close code counts, though an error comes before it", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.onerror();
  stage.socket.drop(4403);
  await pass(60);
  assert.deepEqual(stage.heard("state").at(-1).code, 4403);
});

for (const code of [1000, 4400, 4403, 4404]) {
  test(`after ${code} the client stays away until it is started again`, async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.drop(code);
    assert.equal(stage.heard("state").at(-1).retryIn, null);
    await pass(10_000);
    assert.equal(stage.sockets.length, 1);
    stage.client.start();
    await settle();
    assert.equal(stage.sockets.length, 2);
  });
}

test("without a ticket to be had the client stays away", async () => {
  const stage = new Stage({ getTicket: async () => null });
  stage.client.start();
  await pass(10_000);
  const told = { type: "state", state: "offline", code: 4401, retryIn: null };
  assert.deepEqual(stage.heard("state").at(-1), told);
  assert.equal(stage.sockets.length, 0);
});

test("a ticket that cannot be fetched now is asked for again", async () => {
  let asked = 0;
  const getTicket = async () => {
    asked += 1;
    if (asked < 3) throw new TypeError("fetch failed");
    return "ticket";
  };
  const stage = new Stage({ getTicket });
  stage.client.start();
  for (const _ of [1, 2, 3]) {
    await settle();
    await pass(40);
  }
  assert.equal(asked, 3);
  assert.equal(stage.sockets.length, 1);
});

test("a ticket that never comes is not waited for, and not used when it comes late", async () => {
  /** @type {((ticket: string) => void)[]} */
  const waiting = [];
  const getTicket = () => new Promise((/** @type {(ticket: string) => void} */ resolve) => waiting.push(resolve));
  const stage = new Stage({ getTicket });
  stage.client.start();
  await settle();
  await pass(20);
  await pass(40);
  assert.equal(waiting.length, 2);
  waiting[0]?.("late");
  waiting[1]?.("in time");
  await settle();
  assert.deepEqual(stage.sockets.map(({ address }) => address.searchParams.get("uuid")), ["in time"]);
});

test("pauses double, are random in their upper half, and have an end", () => {
  for (const [failures, whole] of [[1, 0.5], [2, 1], [5, 8], [7, 30], [5000, 30]]) {
    for (let time = 0; time < 50; time += 1) {
      const pause = pauseAfter(Number(failures), TIMING);
      assert.ok(pause >= Number(whole) / 2 && pause <= Number(whole), `${failures}: ${pause}`);
    }
  }
  assert.notEqual(pauseAfter(7, TIMING), pauseAfter(7, TIMING));
});

test("pauses grow while connections are short, and start anew after a good one", async () => {
  const stage = new Stage();
  await stage.open();
  for (const _ of [1, 2, 3, 4]) {
    await stage.lose();
    stage.socket.greet({ recovered: true });
  }
  stage.socket.drop(1006);
  assert.ok(stage.heard("state").at(-1).retryIn >= 4);
  await pass(40);
  stage.socket.greet({ recovered: true });
  await pass(11);
  stage.socket.drop(1006);
  assert.ok(stage.heard("state").at(-1).retryIn <= 0.5);
});

test("a client that is told to hurry does not wait, and comes back once", async () => {
  const stage = new Stage();
  await stage.open();
  stage.socket.drop(1006);
  stage.client.hurry();
  stage.client.hurry();
  await settle();
  await pass(40);
  assert.equal(stage.sockets.length, 2);
});

test("a client that was stopped says goodbye and does not come back", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.stop();
  assert.equal(stage.socket.closedWith, 1000);
  stage.socket.tell(1);
  stage.socket.drop(1006);
  await pass(10_000);
  assert.equal(stage.sockets.length, 1);
  assert.deepEqual(stage.seqs, []);
  assert.equal(stage.client.state, "offline");
});

for (const moment of /** @type {const} */ (["state", "reset", "read"])) {
  test(`a client may be stopped while it is told of "${moment}"`, async () => {
    const stage = new Stage();
    await stage.open();
    stage.socket.tell(1);
    await stage.lose();
    stage.client.send("a");
    stage.client.on(moment, () => stage.client.stop());
    stage.socket.greet({ epoch: "e2", last_seq: 5 });
    assert.equal(stage.client.state, "offline");
    assert.deepEqual(stage.socket.said, []);
    await pass(10_000);
    assert.equal(stage.sockets.length, 2);
  });
}

test("a client that was stopped by a listener sends all it has when it is started again", async () => {
  const stage = new Stage();
  stage.client.send("a");
  const ignore = stage.client.on("read", () => stage.client.stop());
  await stage.open();
  ignore();
  stage.client.send("b");
  await stage.open();
  assert.deepEqual(stage.socket.said, ["a"]);
});

test("a client that was stopped while it waited for a ticket does not use it", async () => {
  const stage = new Stage();
  stage.client.start();
  stage.client.stop();
  await settle();
  assert.equal(stage.sockets.length, 0);
});

test("a client that is connected has no need to hurry", async () => {
  const stage = new Stage();
  await stage.open();
  stage.client.hurry();
  await settle();
  assert.equal(stage.sockets.length, 1);
  assert.equal(stage.client.state, "online");
});
