import assert from "node:assert/strict";
import { test } from "node:test";
import { detailIn } from "../../src/chat/api.js";
import { optionsOf } from "../../src/chat/options.js";
import { dayName, timeOf } from "../../src/chat/times.js";
import { inkOn, themeRules } from "../../src/chat/tokens.js";

const NOW = new Date(2026, 4, 4, 12).getTime();
const dayBefore = (days: number) => new Date(2026, 4, 4 - days, 23, 59).getTime();

test("days are named as people name them", () => {
  assert.equal(dayName(NOW, NOW, "ru"), "Сегодня");
  assert.equal(dayName(dayBefore(1), NOW, "ru"), "Вчера");
  assert.equal(dayName(dayBefore(1), NOW, "en"), "Yesterday");
  assert.equal(dayName(dayBefore(2), NOW, "ru"), "2 мая");
  assert.equal(dayName(new Date(2025, 11, 31).getTime(), NOW, "ru"), "31 декабря 2025 г.");
});

test("the time of day follows the language", () => {
  assert.equal(timeOf(new Date(2026, 4, 4, 14, 5).getTime(), "ru"), "14:05");
  assert.match(timeOf(new Date(2026, 4, 4, 14, 5).getTime(), "en"), /^02:05\sPM$/);
});

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

test("words on the accent are readable", () => {
  assert.equal(inkOn("rgb(181, 55, 29)"), "#fff");
  assert.equal(inkOn("rgb(255, 214, 0)"), "#000");
});

test("another site gets the board's two themes", () => {
  const rules = themeRules();
  assert.equal(rules.match(/--color-primary: #/g)?.length, 4);
  assert.match(rules, /color-scheme: dark/);
  assert.doesNotMatch(rules, /@plugin|name:/);
});

test("a problem is told by its only wrong field, else as a whole", () => {
  assert.equal(detailIn({ detail: "Correct it.", errors: { image: ["Too large."] } }), "Too large.");
  assert.equal(detailIn({ detail: "Wait." }), "Wait.");
  assert.equal(detailIn({}), "");
});
