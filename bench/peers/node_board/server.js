"use strict";

// Adverts written as one does it in Node with its own `http` and mysql2: a pool, prepared
// statements, and a token that is looked up for each request.
//
// It is spared what RIP does beside that: changes have no numbers, and no log that others follow.

const { createHash } = require("node:crypto");
const { createServer } = require("node:http");
const mysql = require("mysql2/promise");

const TABLES = [
  `CREATE TABLE IF NOT EXISTS token (
    token_hash CHAR(64) PRIMARY KEY, user_id BIGINT NOT NULL, is_active BOOLEAN NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS advert (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    title VARCHAR(200) NOT NULL,
    description TEXT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    breed VARCHAR(100) NOT NULL,
    age SMALLINT NOT NULL,
    gender CHAR(1) NOT NULL,
    location VARCHAR(200) NOT NULL,
    price DECIMAL(12, 2) NOT NULL,
    owner_id BIGINT NOT NULL,
    created DATETIME(6) NOT NULL,
    KEY by_kind_and_price (kind, price),
    KEY by_price (price),
    KEY of_owner (owner_id, id)
  )`,
];
const FIELDS = ["title", "description", "kind", "breed", "age", "gender", "location", "price"];
const WHOSE = "SELECT user_id FROM token WHERE token_hash = ? AND is_active";
const INSERT =
  `INSERT INTO advert (${FIELDS.join(", ")}, owner_id, created)` +
  ` VALUES (${FIELDS.map(() => "?").join(", ")}, ?, ?)`;
const UPDATE = "UPDATE advert SET price = ? WHERE id = ? AND owner_id = ?";
const ONE = "SELECT * FROM advert WHERE id = ?";

const pool = mysql.createPool({ uri: process.env.DATABASE_URL, connectionLimit: 10 });
const hashOf = (token) => createHash("sha256").update(token).digest("hex");

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function userOf(request) {
  const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
  const [rows] = await pool.execute(WHOSE, [hashOf(token)]);
  return rows[0]?.user_id;
}

async function post(user, fields) {
  const values = FIELDS.map((name) => fields[name]);
  if (values.some((value) => value === undefined)) return [400, { error: "a field is missing" }];
  const created = new Date();
  const [{ insertId }] = await pool.execute(INSERT, [...values, user, created]);
  return [201, { id: insertId, ...fields, owner: user, created }];
}

async function patch(user, id, { price }) {
  if (typeof price !== "number") return [400, { error: "price is no number" }];
  const [{ affectedRows }] = await pool.execute(UPDATE, [price, id, user]);
  if (!affectedRows) return [404, { error: "no such advert" }];
  const [[advert]] = await pool.execute(ONE, [id]);
  return [200, { ...advert, price: Number(advert.price) }];
}

async function respond(request) {
  const user = await userOf(request);
  if (user === undefined) return [401, { error: "not signed in" }];
  const [, name, id] = request.url.split("/");
  if (name !== "adverts") return [404, { error: "nothing here" }];
  if (request.method === "POST") return post(user, await bodyOf(request));
  if (request.method === "PATCH") return patch(user, Number(id), await bodyOf(request));
  return [405, { error: "not allowed" }];
}

async function main() {
  for (const table of TABLES) await pool.query(table);
  await pool.execute("REPLACE INTO token VALUES (?, 1, TRUE)", [hashOf(process.env.PEER_TOKEN)]);
  createServer(async (request, response) => {
    let answer;
    try {
      answer = await respond(request);
    } catch (error) {
      console.error(error);
      answer = [500, { error: "not stored" }];
    }
    const body = Buffer.from(JSON.stringify(answer[1]));
    response.writeHead(answer[0], {
      "Content-Type": "application/json",
      "Content-Length": body.length,
    });
    response.end(body);
  }).listen(Number(process.env.PORT), "127.0.0.1");
}

main();
