// Chinese by input method into text areas: Chromium's own composition, as an IME sends it. Text must arrive once, and no
// key of the composition may be taken for a hotkey.
import assert from "node:assert/strict";
import test from "node:test";
import { box, box_config, box_task } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

async function writing(t) {
  const person = await tests.labeling(t, {
    config: box_config, task: box_task([{ id: 7, result: [box("first", 10, 10, 20, 20, "Car")] }]),
  });
  person.devtools = await person.page.context().newCDPSession(person.page);
  await person.click_region("first");
  const before = await person.result();
  await person.click("textbox", "caption");
  person.boxes = async () => (await person.result()).filter((r) => r.type === "rectanglelabels");
  person.texts = async () => (await person.result()).find((r) => r.type === "textarea")?.value.text ?? [];
  /** An IME's life: keys that it eats, its unfinished text, the words it gives. */
  person.compose = async (steps, words) => {
    for (const [key, unfinished] of steps) {
      await person.devtools.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key: "Process", code: `Key${key.toUpperCase()}` });
      await person.devtools.send("Input.imeSetComposition", { text: unfinished, selectionStart: unfinished.length, selectionEnd: unfinished.length });
      await person.devtools.send("Input.dispatchKeyEvent", { type: "keyUp", windowsVirtualKeyCode: key.toUpperCase().charCodeAt(0), key, code: `Key${key.toUpperCase()}` });
      await person.settled();
    }
    await person.devtools.send("Input.insertText", { text: words });
    await person.settled();
  };
  return { person, before };
}

test("a composition arrives once, and its keys are no hotkeys", async (t) => {
  const { person, before } = await writing(t);
  await person.compose([["t", "t"], ["i", "ti"], ["a", "tia"], ["n", "tian"]], "天");
  await person.compose([["d", "d"], ["i", "di"]], "地");
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "天地");
  assert.deepEqual(await person.boxes(), before.filter((r) => r.type === "rectanglelabels"), "'t' did not relabel the box");
  await person.press("Enter");
  assert.deepEqual(await person.texts(), ["天地"]);
});

test("a composition that is given up leaves nothing", async (t) => {
  const { person } = await writing(t);
  await person.compose([["x", "x"], ["i", "xi"]], "");
  await person.keyboard.insertText("山");
  await person.settled();
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "山");
});

test("letters typed into a text field are text, not hotkeys; undo in it is the field's own", async (t) => {
  const { person, before } = await writing(t);
  await person.keyboard.type("t12vr");
  await person.settled();
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "t12vr");
  await person.press("Backspace", "Delete");
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "t12v");
  assert.deepEqual(await person.boxes(), before.filter((r) => r.type === "rectanglelabels"));
});

test("Chinese text is pasted and copied by the real clipboard", async (t) => {
  const { person } = await writing(t);
  await person.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await person.page.evaluate(() => navigator.clipboard.writeText("床前明月光，疑是地上霜。"));
  await person.click("textbox", "caption");
  await person.press("Control+v");
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "床前明月光，疑是地上霜。");
  await person.press("Control+a", "Control+x");
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "");
  assert.equal(await person.page.evaluate(() => navigator.clipboard.readText()), "床前明月光，疑是地上霜。");
  await person.press("Control+v");
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "床前明月光，疑是地上霜。");
});

test("the unfinished text of an input method stands at the caret", async (t) => {
  const { person } = await writing(t);
  const field = await person.box("textbox", "caption");
  await person.devtools.send("Input.imeSetComposition", { text: "shan", selectionStart: 4, selectionEnd: 4 });
  await person.settled();
  const at = await person.page.evaluate(() => {
    const editor = document.querySelector("tagwright-editor");
    const { x, y, height } = (editor.shadowRoot ?? editor).querySelector("textarea").getBoundingClientRect();
    return { x, y, height };
  });
  assert.ok(at.x >= field.x - 2 && at.x <= field.x + field.width && at.y >= field.y - 4 && at.y <= field.y + field.height,
    `the composition is at ${at.x}, ${at.y}, the field at ${field.x}, ${field.y}`);
  await person.devtools.send("Input.insertText", { text: "山" });
  await person.settled();
  assert.equal(await (await person.see("textbox", "caption")).textContent(), "山");
});
