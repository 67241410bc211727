// Editing boxes as a person does: every change by mouse and keys, every effect read from what the studio would submit.
import assert from "node:assert/strict";
import test from "node:test";
import { box, box_config, box_task } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const near = (got, wanted, within = 0.3) =>
  assert.ok(Math.abs(got - wanted) <= within, `${got} is not ${wanted} (within ${within} %)`);

async function two_boxes(t) {
  const result = [box("first", 10, 10, 20, 20, "Car"), box("second", 50, 50, 20, 20, "Person")];
  const person = await tests.labeling(t, { config: box_config, task: box_task([{ id: 7, result }]) });
  await person.shown("img");
  person.region = async (id) => (await person.result()).find((r) => r.id === id);
  return person;
}

test("a box is moved and resized by its handle; undo and redo by every key they have", async (t) => {
  const person = await two_boxes(t);
  const before = await person.result();
  await person.click_region("first");
  assert.deepEqual(await person.selected(), ["first"]);
  await person.draw("img", [20, 20], [40, 30]);
  const moved = (await person.region("first")).value;
  near(moved.x, 30), near(moved.y, 20), near(moved.width, 20, 1e-6), near(moved.height, 20, 1e-6);

  await person.draw("img", [50, 40], [60, 45]); // its lower right handle
  const resized = (await person.region("first")).value;
  near(resized.x, 30), near(resized.y, 20), near(resized.width, 30), near(resized.height, 25);
  assert.deepEqual(await person.region("second"), before[1], "the other box stays");

  await person.press("Control+z");
  assert.deepEqual((await person.region("first")).value, moved);
  await person.press("Control+z");
  assert.deepEqual(await person.result(), before, "undo gives back exactly what was there");
  await person.press("Control+y");
  assert.deepEqual((await person.region("first")).value, moved);
  await person.press("Control+Shift+z");
  assert.deepEqual((await person.region("first")).value, resized);
  await person.click("button", person.text("action.annotation.undo"));
  assert.deepEqual((await person.region("first")).value, moved);
  await person.click("button", person.text("action.annotation.redo"));
  assert.deepEqual((await person.region("first")).value, resized);
});

test("a drag of many small moves is one step of history", async (t) => {
  const person = await two_boxes(t);
  const before = await person.result();
  await person.click_region("first");
  await person.draw("img", [20, 20], [35, 40], { steps: 25 });
  near((await person.region("first")).value.x, 25);
  await person.press("Control+z");
  assert.deepEqual(await person.result(), before);
});

test("a label's key changes the label of what is selected, all of it", async (t) => {
  const person = await two_boxes(t);
  await person.click_region("first");
  await person.press("t");
  assert.deepEqual((await person.region("first")).value.rectanglelabels, ["Tree"]);
  await person.click_region("second", { modifiers: ["Shift"] });
  assert.deepEqual((await person.selected()).sort(), ["first", "second"]);
  await person.press("1");
  assert.deepEqual((await person.result()).map((r) => r.value.rectanglelabels), [["Car"], ["Car"]]);
  await person.press("Control+z");
  assert.deepEqual((await person.result()).map((r) => r.value.rectanglelabels), [["Tree"], ["Person"]]);
});

test("several are moved together, copied, pasted, duplicated and deleted", async (t) => {
  const person = await two_boxes(t);
  await person.click_region("first");
  await person.click_region("second", { modifiers: ["Control"] });
  assert.equal((await person.selected()).length, 2);
  await person.draw("img", [20, 20], [25, 22]);
  near((await person.region("first")).value.x, 15), near((await person.region("second")).value.x, 55);
  near((await person.region("first")).value.y, 12), near((await person.region("second")).value.y, 52);

  await person.press("Control+c", "Control+v");
  const pasted = await person.result();
  assert.equal(pasted.length, 4);
  assert.equal(new Set(pasted.map((r) => r.id)).size, 4, "pasted boxes have ids of their own");
  assert.deepEqual(pasted.slice(2).map((r) => r.value.rectanglelabels[0]).sort(), ["Car", "Person"]);

  await person.click_region("second");
  await person.press("Control+d");
  assert.equal((await person.result()).length, 5);
  await person.press("Delete");
  assert.equal((await person.result()).length, 4);
  const under = await person.region_box("first"); // its copy lies over it, a little lower
  await person.click_at(under.x + 3, under.y + 3);
  await person.press("Backspace");
  const left = await person.result();
  assert.equal(left.length, 3);
  assert.ok(!left.some((r) => r.id === "first"));
  await person.press("Control+z");
  assert.equal((await person.result()).length, 4);
});

test("a rubber band selects what it touches; Escape and U let go", async (t) => {
  const person = await two_boxes(t);
  await person.press("v");
  await person.draw("img", [5, 5], [45, 45]);
  assert.deepEqual(await person.selected(), ["first"]);
  await person.press("Escape");
  assert.deepEqual(await person.selected(), []);
  await person.click_region("second");
  await person.press("u");
  assert.deepEqual(await person.selected(), []);
});

test("hidden regions are out of the mouse's way, locked ones do not move; neither is exported", async (t) => {
  const person = await two_boxes(t);
  const before = await person.result();
  await person.click_region("first");
  await person.press("Alt+h", "Escape");
  await person.click_at(...Object.values(await person.point("img", 20, 20)));
  assert.deepEqual(await person.selected(), [], "a hidden region is not hit");
  await person.press("Control+h", "Control+h");

  await person.click_region("second");
  await person.press("Alt+l");
  await person.draw("img", [60, 60], [80, 80]);
  assert.deepEqual((await person.region("second")).value, before[1].value, "a locked region stays");
  await person.press("Delete");
  const after = await person.result();
  assert.ok(after.some((r) => r.id === "second"), "a locked region is not deleted");
  for (const result of after) assert.ok(!("hidden" in result) && !("locked" in result));
});

test("the history panel goes back to any step, the JSON tab shows the result as it is", async (t) => {
  const person = await two_boxes(t);
  await person.press("1");
  await person.draw("img", [75, 10], [90, 25]);
  await person.press("Escape", "Escape");
  await person.click("tab", person.text("panel.json"));
  const shown = await (await person.see("textbox", person.text("panel.json"))).textContent();
  for (const result of await person.result()) assert.ok(shown.includes(result.id), `the JSON tab shows ${result.id}`);

  await person.click("tab", person.text("panel.history"));
  await person.see("option", new RegExp(person.text("history.draw")));
  await person.click("option", new RegExp(person.text("panel.start")));
  assert.equal((await person.result()).length, 2, "a click on the first line undoes what came after");
  await person.click("option", new RegExp(person.text("history.draw")));
  assert.equal((await person.result()).length, 3);
});

test("drawing where a box is, with a label chosen, starts a new box with Ctrl held", async (t) => {
  const person = await two_boxes(t);
  await person.press("2");
  await person.draw("img", [12, 12], [28, 28], { modifiers: ["Control"] });
  assert.equal((await person.result()).length, 3);
});

test("a box drawn over the edge of the picture ends at the edge; a click alone draws nothing", async (t) => {
  const person = await two_boxes(t);
  await person.press("1");
  const from = await person.point("img", 80, 80), corner = await person.point("img", 100, 100);
  await person.drag(from, { x: corner.x + 40, y: corner.y + 30 });
  const drawn = (await person.result())[2];
  assert.ok(drawn, "a box was drawn");
  near(drawn.value.x + drawn.value.width, 100, 1e-6), near(drawn.value.y + drawn.value.height, 100, 1e-6);
  await person.press("Escape", "Escape", "1");
  await person.click_at(...Object.values(await person.point("img", 40, 85)));
  assert.equal((await person.result()).length, 3);
});

test("the wheel zooms about the cursor with Ctrl held, and boxes are drawn right at any zoom", async (t) => {
  const person = await two_boxes(t);
  const at = await person.point("img", 60, 40);
  const before = (await person.inspect()).zoom;
  await person.mouse.move(at.x, at.y);
  await person.keyboard.down("Control");
  await person.mouse.wheel(0, -400);
  await person.keyboard.up("Control");
  await person.settled();
  assert.ok((await person.inspect()).zoom > before * 1.3, "it zoomed in");
  const now = await person.point("img", 60, 40);
  assert.ok(Math.hypot(now.x - at.x, now.y - at.y) <= 2, "what is under the cursor stays there");
  await person.press("t");
  await person.draw("img", [62, 30], [66, 36]);
  const drawn = (await person.result()).at(-1).value;
  near(drawn.x, 62, 0.1), near(drawn.y, 30, 0.1), near(drawn.width, 4, 0.15), near(drawn.height, 6, 0.15);
  await person.press("Shift+1");
  assert.ok(Math.abs((await person.inspect()).zoom - before) < 1e-6, "fit is as at the start");
});

test("submit, update and skip tell the page what a person decided", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: box_task() });
  await person.shown("img");
  await person.press("1");
  await person.draw("img", [10, 10], [30, 30]);
  await person.click("button", person.text("action.annotation.submit"));
  const submitted = await person.until(() => window.test_probe.events.find((e) => e.type === "submit"));
  const detail = (await submitted.jsonValue()).detail;
  assert.equal((detail.result ?? detail.annotation?.result).length, 1);
});
