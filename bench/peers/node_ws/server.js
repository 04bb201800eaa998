"use strict";

// The chat as one writes it in Node with `ws` and mysql2: a pool, one INSERT per message, and the
// message goes to the room when its INSERT has committed.
//
// It is spared what RIP does beside that: nobody signs in, and messages have the table's running
// number instead of their number in the room, so no transaction and no lock is needed.

const { createServer } = require("node:http");
const mysql = require("mysql2/promise");
const { WebSocketServer, WebSocket } = require("ws");

const TABLE = `CREATE TABLE IF NOT EXISTS message (
  id BIGINT AUTO_INCREMENT PRIMARY KEY,
  room_id BIGINT NOT NULL,
  author VARCHAR(150) NOT NULL,
  body TEXT NOT NULL,
  client_message_id VARCHAR(64),
  created DATETIME(6) NOT NULL,
  UNIQUE KEY sent_once (room_id, author, client_message_id),
  KEY in_room (room_id, id)
)`;
const INSERT =
  "INSERT INTO message (room_id, author, body, client_message_id, created) VALUES (?, ?, ?, ?, ?)";
const HISTORY =
  "SELECT id, author, body, client_message_id, created FROM message WHERE room_id = ? ORDER BY id DESC LIMIT 50";

const pool = mysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10 });
const rooms = new Map();

function frameOf({ id, author, body, client_message_id, created }) {
  return JSON.stringify({ sender: author, message: body, id, sent_at: created, client_message_id });
}

function broadcast(members, frame) {
  for (const member of members) {
    if (member.readyState === WebSocket.OPEN) member.send(frame);
  }
}

async function store(roomId, author, { message, client_message_id = null }) {
  const created = new Date();
  const [{ insertId }] = await pool.execute(INSERT, [
    roomId, author, message, client_message_id, created,
  ]);
  return frameOf({ id: insertId, author, body: message, client_message_id, created });
}

async function enter(socket, address) {
  const { pathname, searchParams } = new URL(address, "http://localhost");
  const roomId = Number(pathname.split("/")[3]);
  const author = searchParams.get("user");
  if (!rooms.has(roomId)) rooms.set(roomId, new Set());
  const members = rooms.get(roomId);
  members.add(socket);

  socket.on("message", async (data) => {
    try {
      broadcast(members, await store(roomId, author, JSON.parse(data)));
    } catch (error) {
      console.error(error);
      socket.send(JSON.stringify({ error: "not_stored" }));
    }
  });
  socket.on("error", console.error);
  socket.on("close", () => {
    members.delete(socket);
    if (members.size === 0 && rooms.get(roomId) === members) rooms.delete(roomId);
  });

  const [history] = await pool.execute(HISTORY, [roomId]);
  for (const row of history.reverse()) socket.send(frameOf(row));
}

async function main() {
  await pool.query(TABLE);
  const server = createServer((request, response) => response.end());
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on("connection", (socket, request) => {
    enter(socket, request.url).catch((error) => {
      console.error(error);
      socket.close(1011);
    });
  });
  server.listen(Number(process.env.PORT), "127.0.0.1");
}

main();
