// The keys of the guide's chapter 2.2, as a person expects them: tools, Tab, Esc, Delete, Ctrl+S, and labels before tools.
import assert from "node:assert/strict";
import test from "node:test";
import { box, box_config, box_task } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const one_box = () => box_task([{ id: 7, result: [box("first", 10, 10, 20, 20, "Car")] }]);

async function at_work(t, config = box_config) {
  const person = await tests.labeling(t, { config, task: one_box() });
  await person.shown("img");
  person.tool = async () => (await person.inspect()).tool;
  return person;
}

test("V, R and H take the tools; Tab and Shift+Tab go round them", async (t) => {
  const person = await at_work(t);
  await person.click_at(...Object.values(await person.point("img", 90, 90)));
  for (const [key, tool] of [["r", "rect"], ["v", "move"], ["h", "pan-image"], ["v", "move"]]) {
    await person.press(key);
    assert.equal(await person.tool(), tool, `after ${key}`);
  }
  const seen = [];
  for (let n = 0; n < 3; ++n) {
    await person.press("Tab");
    seen.push(await person.tool());
  }
  assert.deepEqual(new Set(seen), new Set(["move", "rect", "pan-image"]), "Tab visits every tool");
  assert.equal(seen.at(-1), "move", "and comes back");
  await person.press("Shift+Tab");
  assert.equal(await person.tool(), seen[1]);
});

test("a label's own key wins over a tool's, which then takes Shift", async (t) => {
  const config = box_config.replace('hotkey="t"', 'hotkey="r"');
  const person = await at_work(t, config);
  await person.press("r");
  await person.see("button", "Tree", { pressed: true });
  await person.press("v", "Shift+r");
  assert.equal(await person.tool(), "rect");
});

test("Esc gives up what is being drawn, then lets go of the selection", async (t) => {
  const person = await at_work(t);
  await person.press("1");
  const from = await person.point("img", 50, 50), to = await person.point("img", 70, 70);
  await person.mouse.move(from.x, from.y);
  await person.mouse.down();
  await person.mouse.move(to.x, to.y, { steps: 3 });
  await person.settled();
  await person.press("Escape");
  await person.mouse.up();
  await person.settled();
  assert.equal((await person.result()).length, 1, "nothing was drawn");
  await person.press("v");
  await person.click_region("first");
  await person.press("Escape");
  assert.deepEqual(await person.selected(), []);
});

test("Ctrl+S saves the draft and the browser's own dialog stays away", async (t) => {
  const person = await at_work(t);
  await person.page.evaluate(() => window.addEventListener("keydown", (event) => {
    if (event.key === "s") queueMicrotask(() => { window.test_probe.prevented = event.defaultPrevented; });
  }, true));
  await person.press("1");
  await person.draw("img", [50, 50], [70, 70]);
  await person.press("Control+s");
  await person.until(() => window.test_probe.events.some((e) => e.type === "draft"));
  const prevented = await person.page.evaluate(() => {
    const editor = document.querySelector("tagwright-editor");
    const event = new KeyboardEvent("keydown", { key: "s", code: "KeyS", ctrlKey: true, bubbles: true, composed: true, cancelable: true });
    (editor.shadowRoot ?? editor).querySelector("textarea").dispatchEvent(event);
    return event.defaultPrevented;
  });
  assert.equal(prevented, true);
});

test("the browser keeps the keys that are its own", async (t) => {
  const person = await at_work(t);
  const prevented = await person.page.evaluate(() => {
    const editor = document.querySelector("tagwright-editor");
    return [["r", "KeyR"], ["f", "KeyF"], ["t", "KeyT"], ["l", "KeyL"]].filter(([key, code]) => {
      const event = new KeyboardEvent("keydown", { key, code, ctrlKey: true, bubbles: true, composed: true, cancelable: true });
      (editor.shadowRoot ?? editor).querySelector("textarea").dispatchEvent(event);
      return event.defaultPrevented;
    });
  });
  assert.deepEqual(prevented, []);
});

test("Space held pans the picture while it lasts", async (t) => {
  const person = await at_work(t);
  await person.press("Control+=", "Control+=", "Control+=");
  const before = (await person.locate({ object: "img", x_pct: 50, y_pct: 50 }))[0];
  assert.ok(before, "the middle is on screen");
  await person.keyboard.down("Space");
  await person.drag({ x: before.x, y: before.y }, { x: before.x - 60, y: before.y - 40 });
  await person.keyboard.up("Space");
  await person.settled();
  const after = (await person.locate({ object: "img", x_pct: 50, y_pct: 50 }))[0];
  assert.ok(Math.abs(after.x - before.x + 60) <= 2 && Math.abs(after.y - before.y + 40) <= 2, "the picture followed the mouse");
  assert.equal((await person.result()).length, 1, "nothing was drawn");
});

test("a key that is held or comes late in a frame is taken once", async (t) => {
  const person = await at_work(t);
  await person.click_region("first");
  await person.keyboard.press("Control+d");
  await person.keyboard.press("Control+d");
  await person.keyboard.press("Control+z");
  await person.settled();
  assert.equal((await person.result()).length, 2, "two duplicates, one undone, without waiting for frames");
});

test("the keys are explained where they work", async (t) => {
  const person = await at_work(t);
  await person.press("?");
  await person.see("dialog", person.text("help.title"));
  await person.press("Escape");
  await person.see_no("dialog", person.text("help.title"));
});
