import assert from "node:assert/strict";
import { test } from "node:test";
import { inkOn, themeRules } from "../../../src/chat/look/tokens.js";

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
