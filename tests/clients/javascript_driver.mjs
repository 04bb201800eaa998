// The JavaScript client as a process: orders come as lines of JSON, and what it tells goes out so.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { ChatClient } from "../../rip/static/rip/chat-client.js";

const { url, username, password, room, storage, timing, first_tickets } = JSON.parse(process.argv[2]);
let access = "";

async function getTicket() {
  if (first_tickets.length > 0) return first_tickets.shift();
  let answer = await ask();
  if (answer.status === 401) {
    await signIn();
    answer = await ask();
  }
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()).uuid;
}

const ask = () => fetch(`${url}/api/ws_token/`, { headers: { Authorization: `Bearer ${access}` } });

async function signIn() {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ username, password });
  const answer = await fetch(`${url}/api/token/`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  ({ access } = await answer.json());
}

/** A browser's localStorage, in a file. */
class FileStorage {
  #kept = readKept();

  get length() {
    return this.#kept.size;
  }

  key(index) {
    return [...this.#kept.keys()][index] ?? null;
  }

  getItem(key) {
    return this.#kept.get(key) ?? null;
  }

  setItem(key, value) {
    this.#kept.set(key, value);
    this.#save();
  }

  removeItem(key) {
    this.#kept.delete(key);
    this.#save();
  }

  #save() {
    writeFileSync(`${storage}.new`, JSON.stringify([...this.#kept]));
    renameSync(`${storage}.new`, storage);
  }
}

function readKept() {
  try {
    return new Map(JSON.parse(readFileSync(storage, "utf8")));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return new Map();
  }
}

const options = { url, room, user: username, getTicket, storage: new FileStorage(), timing };
const client = new ChatClient(options);
for (const type of ["message", "delivery", "state", "reset", "read", "typing", "presence"]) {
  client.on(type, (detail) => console.log(JSON.stringify({ type, ...detail })));
}
client.start();

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  for (const text of order.send ?? []) client.send(text);
  if (order.read) client.read(order.read);
  if (order.typing) client.typing();
}
client.stop();
// A socket to nowhere would keep the process alive until its goodbye is answered.
process.exit();
