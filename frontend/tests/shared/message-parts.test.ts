import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, pictureIn } from "../../src/shared/message-parts.js";

const BOARD = "https://pets.example.org";
const PICTURE = "/media/support/a_/a_Bc-1234567890xyzABC-1600.webp";

/** Links in brackets, adverts with their number. */
function drawn(text: string): string {
  return partsOf(text, BOARD)
    .map((part) => {
      if (part.kind === "text") return part.text;
      return part.kind === "link" ? `[${part.text}]` : `[${part.text}|${part.id}]`;
    })
    .join("");
}

test("words stay words", () => {
  for (const text of ["Привет!", "a.b", "http://", "javascript:alert(1)", "/adverts/", "1/adverts/7"]) {
    assert.equal(drawn(text), text);
  }
});

test("only http and https become links, and a sentence may end after them", () => {
  assert.equal(drawn("см. https://a.example/x?y=1#z."), "см. [https://a.example/x?y=1#z].");
  assert.equal(drawn("(http://a.example/x)"), "([http://a.example/x])");
  assert.equal(drawn("https://a.example/x_(y)"), "[https://a.example/x_(y)]");
  assert.equal(drawn("«https://a.example»!"), "«[https://a.example]»!");
  assert.equal(drawn("https://a.example, https://b.example?!"), "[https://a.example], [https://b.example]?!");
  assert.equal(drawn("xjavascript:https://a.example"), "xjavascript:[https://a.example]");
});

test("a link to an advert of the board has its number", () => {
  assert.equal(drawn(`${BOARD}/adverts/7/`), `[${BOARD}/adverts/7/|7]`);
  assert.equal(drawn(`${BOARD}/adverts/7-pupsik-iz-moskvy/?x=1`), `[${BOARD}/adverts/7-pupsik-iz-moskvy/?x=1|7]`);
  assert.equal(drawn("вот: /adverts/12."), "вот: [/adverts/12|12].");
  assert.equal(partsOf("/adverts/12", BOARD)[0]?.kind, "advert");
});

test("other addresses of the board and adverts of other sites are links", () => {
  assert.equal(drawn(`${BOARD}/adverts/new/`), `[${BOARD}/adverts/new/]`);
  assert.equal(drawn(`${BOARD}/adverts/7/edit/`), `[${BOARD}/adverts/7/edit/]`);
  assert.equal(drawn("https://other.example/adverts/7/"), "[https://other.example/adverts/7/]");
  assert.equal(drawn(`${BOARD}.evil.example/adverts/7/`), `[${BOARD}.evil.example/adverts/7/]`);
});

test("a message that is a picture's address is the picture", () => {
  const expected = { href: BOARD + PICTURE, preview: BOARD + PICTURE.replace("1600", "800") };
  assert.deepEqual(pictureIn(PICTURE, BOARD), expected);
  assert.deepEqual(pictureIn(` ${BOARD}${PICTURE}\n`, BOARD), expected);
});

test("nothing else is a picture", () => {
  for (const text of [
    `Вот: ${PICTURE}`,
    `https://evil.example${PICTURE}`,
    "/media/support/../../x-1600.webp",
    "/media/adverts/ab/abcdefghijkl-1600.webp",
    `${PICTURE}?x`,
  ]) {
    assert.equal(pictureIn(text, BOARD), null);
  }
});
