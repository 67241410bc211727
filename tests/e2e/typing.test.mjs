// Inputs of several lines: what is typed wraps, and keys, mouse and input method go by the lines that are seen.
import assert from "node:assert/strict";
import test from "node:test";
import { text_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const words = (person) => person.see("textbox", "note").then((input) => input.textContent());

async function writing(t, text) {
  const person = await tests.labeling(t, { config: text_config, task: { id: 1, data: { text: "举头望明月" } } });
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.click("textbox", "note");
  await person.keyboard.insertText(text);
  await person.settled();
  return person;
}
/** Where an input method's window would open. */
const caret = (person) => person.page.evaluate(() => {
  const box = document.querySelector("tagwright-editor").shadowRoot.querySelector("textarea").getBoundingClientRect();
  return { x: box.x, y: box.y, height: box.height };
});

test("a long text without a space wraps; Home, up, down and a click go to the line that is seen", async (t) => {
  const person = await writing(t, "月".repeat(150));
  const box = await person.box("textbox", "note");
  const last = await caret(person);
  assert.ok(last.x > box.x && last.x + 1 < box.x + box.width, "the caret is inside the box");
  assert.ok(last.y >= box.y && last.y + last.height <= box.y + box.height + 1, "and scrolled to");

  await person.press("Home");
  await person.keyboard.insertText("甲");
  await person.settled();
  const at_home = (await words(person)).indexOf("甲");
  assert.ok(at_home > 20 && at_home < 150, `Home went to character ${at_home}`);
  assert.ok(Math.abs((await caret(person)).y - last.y) < 2, "on the same line");

  await person.press("ArrowUp");
  await person.keyboard.insertText("乙");
  await person.settled();
  const above = (await words(person)).indexOf("乙");
  assert.ok(above > 0 && above < at_home, `the line above has character ${above}`);
  assert.ok(last.y - (await caret(person)).y > last.height / 2, "one line higher");

  await person.press("Control+Home");
  await person.click_at(box.x + 3, box.y + 12 + last.height); // the left end of the second line
  await person.keyboard.insertText("丙");
  await person.settled();
  const second = (await words(person)).indexOf("丙");
  assert.ok(second > 20 && second <= above, `the second line begins with character ${second}`);
  await person.press("Shift+End", "Delete");
  const rest = await words(person);
  assert.ok(rest.endsWith("月") && [...rest].length < 150, "what was selected of one line is gone, the next one is there");
  await person.press("Control+z");
  assert.equal([...(await words(person))].length, 153, "and comes back");
});

test("an input method's unfinished text stands at the caret of a wrapped line, and its words arrive once", async (t) => {
  const person = await writing(t, "a long sentence of words that go on and on ".repeat(6));
  const before = await caret(person);
  const devtools = await person.page.context().newCDPSession(person.page);
  await devtools.send("Input.imeSetComposition", { text: "tian", selectionStart: 4, selectionEnd: 4 });
  await person.settled();
  const composing = await caret(person);
  assert.ok(Math.abs(composing.y - before.y) < 2 && Math.abs(composing.x - before.x) < 2, "it opens at the caret");
  await devtools.send("Input.insertText", { text: "天" });
  await person.settled();
  const text = await words(person);
  assert.equal(text.split("天").length, 2);
  await person.press("Enter");
  await person.keyboard.type("next");
  await person.settled();
  assert.ok((await words(person)).endsWith("天\nnext"));
  await person.click("button", person.text("tag.text-add"));
  assert.deepEqual((await person.result()).find((r) => r.type === "textarea").value.text.map((one) => one.slice(-6)), ["天\nnext"]);
});
