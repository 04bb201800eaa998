import assert from "node:assert/strict";
import { test } from "node:test";
import { dayName, timeOf } from "../../../src/chat/log/times.js";

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
