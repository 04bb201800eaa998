import assert from "node:assert/strict";
import { test } from "node:test";
import { optionsOf } from "../../src/chat/options.js";

const src = "https://pets.example.org/static/rip/chat.js";
const shop = { origin: "https://shop.example.org", language: "", languages: ["de-DE", "en-GB"] };

test("the board is where the script is from", () => {
  const options = optionsOf({ src, dataset: { signedIn: "7" } }, shop);
  assert.equal(options.origin, "https://pets.example.org");
  assert.equal(options.panel, "https://pets.example.org/static/rip/chat-panel.js");
  assert.deepEqual([options.own, options.signedIn], [false, null]);
  const own = optionsOf({ src, dataset: { signedIn: "7" } }, { ...shop, origin: options.origin });
  assert.deepEqual([own.own, own.signedIn], [true, "7"]);
});

test("the language is the script's, else the page's, else the reader's, else Russian", () => {
  const language = (given: string | undefined, page: string, languages: string[]) =>
    optionsOf({ src, dataset: { language: given } }, { ...shop, language: page, languages }).language;
  assert.equal(language("en", "ru", ["ru"]), "en");
  assert.equal(language(undefined, "ru-RU", ["en"]), "ru");
  assert.equal(language("fr", "de", ["en-GB"]), "en");
  assert.equal(language(undefined, "", []), "ru");
});

test("attributes that mean nothing are left out", () => {
  const { theme, side, open } = optionsOf({ src, dataset: { theme: "x", position: "up", open: "false" } }, shop);
  assert.deepEqual([theme, side, open], [null, "right", false]);
});
