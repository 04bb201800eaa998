import assert from "node:assert/strict";
import { test } from "node:test";
import { detailIn } from "../../../src/chat/connection/api.js";

test("a problem is told by its only wrong field, else as a whole", () => {
  assert.equal(detailIn({ detail: "Correct it.", errors: { image: ["Too large."] } }), "Too large.");
  assert.equal(detailIn({ detail: "Wait." }), "Wait.");
  assert.equal(detailIn({}), "");
});
