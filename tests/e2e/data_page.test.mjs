// The Data page: sorting, searching, filters, columns, selection, the JSON of a task, keys; and a hundred thousand rows.
import assert from "node:assert/strict";
import test from "node:test";
import { Person, write_files } from "./support/page.mjs";
import { new_project, text_config, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** A project of these texts, seen on its Data page. */
async function texts_project(t, lines, options) {
  const person = await tests.studio(t, options);
  const drop = await write_files(person.folder, { "lines.txt": lines.join("\n") });
  await new_project(person, { title: "Lines", config: text_config, drop, count: lines.length.toLocaleString("en") });
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.click("button", "Lines");
  await person.see("status", new RegExp(person.text("data.total", { m: lines.length.toLocaleString("en") })));
  return person;
}
const shown = async (person) => (await person.inspect()).widgets.filter((w) => w.role === "listitem").map((w) => w.name);
const totals = (person, key, values) => person.see("status", new RegExp(person.text(key, values)));

test("a head sorts, once more the other way, then as it was; the order is kept", async (t) => {
  const person = await texts_project(t, ["pear", "apple 🍎", "梨", "fig"]);
  assert.deepEqual(await shown(person), ["pear", "apple 🍎", "梨", "fig"]);
  await person.click("columnheader", "text");
  assert.deepEqual(await shown(person), ["apple 🍎", "fig", "pear", "梨"]);
  await person.click("columnheader", "text");
  assert.deepEqual(await shown(person), ["梨", "pear", "fig", "apple 🍎"]);
  await person.page.reload();
  await person.see("columnheader", "text");
  await person.settled();
  assert.deepEqual(await shown(person), ["梨", "pear", "fig", "apple 🍎"]);
  await person.click("columnheader", "text");
  assert.deepEqual(await shown(person), ["pear", "apple 🍎", "梨", "fig"]);
});

test("search and filters narrow what is shown; nothing found says so and is undone by one click", async (t) => {
  const person = await texts_project(t, ["red car", "red bus", "blue car"]);
  await person.fill(person.text("data.search"), "RED");
  await totals(person, "data.total-shown", { n: 2, m: 3 });
  assert.deepEqual(await shown(person), ["red car", "red bus"]);
  await person.fill(person.text("data.search"), "green");
  await person.click("button", person.text("data.clear-filters"));
  await totals(person, "data.total", { m: 3 });
  await person.click("button", person.text("data.filters"));
  await person.click("button", person.text("data.filter-add"));
  await totals(person, "data.total-shown", { n: 3, m: 3 }); // all are new
  await person.click("combobox", person.text("data.filter-subject"));
  await person.click("option", "text");
  await person.fill(person.text("data.filter-value"), "car");
  await totals(person, "data.total-shown", { n: 2, m: 3 });
  assert.deepEqual(await shown(person), ["red car", "blue car"]);
  await person.click("button", person.text("data.filter-remove"));
  await totals(person, "data.total", { m: 3 });
});

test("rows are selected by box, Shift and key; what is selected is labeled in order, exported, deleted", async (t) => {
  const person = await texts_project(t, ["a1", "a2", "a3", "a4", "a5"]);
  await person.click("button", person.text("data.select", { n: 2 }));
  await person.click("listitem", "a4", { modifiers: ["Shift"] });
  await totals(person, "data.total-selected", { n: 3 });
  await person.click("button", person.text("data.select", { n: 3 }));
  await totals(person, "data.total-selected", { n: 2 });
  const download = person.page.waitForEvent("download");
  await person.click("button", person.text("data.actions"));
  await person.click("option", person.text("data.export-selected"));
  const { readFile } = await import("node:fs/promises");
  const exported = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.deepEqual(exported.map((task) => task.data.text), ["a2", "a4"]);

  await person.click("button", person.text("data.label-selected"));
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.run("task:next");
  await person.until(() => location.hash.endsWith("/tasks/4"), null, "the other selected task");
  assert.equal(await person.run("task:next"), false, "there are only two");
  await person.click("button", "Lines");

  // Deleted at once, and brought back by one click, with what was done to them.
  await person.click("button", person.text("data.actions"));
  await person.click("option", person.text("data.delete"));
  await totals(person, "data.total", { m: 3 });
  assert.deepEqual(await shown(person), ["a1", "a3", "a5"]);
  await person.click("button", person.text("action.annotation.undo"));
  await totals(person, "data.total", { m: 5 });
  assert.deepEqual(await shown(person), ["a1", "a2", "a3", "a4", "a5"]);
  await person.page.reload();
  await totals(person, "data.total", { m: 5 });
});

test("views: each has its own filters and order; they are renamed, moved, deleted, brought back, and a reload keeps them", async (t) => {
  const person = await texts_project(t, ["pear", "apple", "fig"]);
  const tabs = async () => (await person.inspect()).widgets.filter((w) => w.role === "tab").map((w) => w.name);
  const menu = async (key) => {
    await person.click("button", person.text("data.view-menu"));
    await person.see("listbox", person.text("data.view-menu")); // a list is called what its button is
    await person.click("option", person.text(key));
  };
  await person.click("button", person.text("data.view-new"));
  await person.fill(person.text("data.view-rename"), "A to Z");
  await person.press("Enter");
  await person.click("columnheader", "text");
  await person.click("button", person.text("data.filters"));
  await person.click("button", person.text("data.filter-add"));
  await person.click("combobox", person.text("data.filter-subject"));
  await person.see("listbox", person.text("data.filter-subject"));
  await person.click("option", "text");
  await person.fill(person.text("data.filter-value"), "p");
  assert.deepEqual(await shown(person), ["apple", "pear"]);
  await person.click("tab", person.text("data.view-all"));
  assert.deepEqual(await shown(person), ["pear", "apple", "fig"]);
  await person.click("tab", "A to Z");
  assert.deepEqual(await shown(person), ["apple", "pear"]);
  await menu("data.view-left");
  assert.deepEqual(await tabs(), ["A to Z", person.text("data.view-all")]);
  await menu("data.view-delete");
  assert.deepEqual(await tabs(), [person.text("data.view-all")]);
  await person.click("button", person.text("action.annotation.undo"));
  assert.deepEqual(await tabs(), ["A to Z", person.text("data.view-all")]);
  await person.settled();
  await person.page.reload();
  await person.see("tab", "A to Z");
  await person.settled();
  assert.deepEqual(await shown(person), ["apple", "pear"]);
  // The way through the tasks is the view's, also when a reload comes between.
  await person.click("listitem", "apple");
  await person.until(() => location.hash.endsWith("/tasks/2"), null, "the first of the view");
  await person.page.reload();
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  const list = () => person.inspect().then((seen) => seen.widgets.filter((w) => w.role === "option").map((w) => w.name.split(", ")[1]));
  assert.deepEqual(await list(), ["apple", "pear"]);
  await person.run("task:next");
  await person.until(() => location.hash.endsWith("/tasks/1"), null, "the next of the view");
});

test("two tabs: a project follows what another tab does to its tasks, and their new tasks have numbers of their own", async (t) => {
  const person = await texts_project(t, ["one", "two", "three"]);
  const page = await person.context.newPage();
  const other = Object.assign(new Person(page), { context: person.context, folder: person.folder });
  await page.goto(person.page.url());
  await other.see("status", new RegExp(other.text("data.total", { m: 3 })));
  // Both bring in tasks at the same time.
  const [here, there] = await write_files(person.folder, { "here.csv": "text\nh1\nh2\n", "there.csv": "text\nt1\nt2\n" });
  await person.drop([here]);
  await other.drop([there]);
  const start = person.text("import.start", { n: 2 });
  const boxes = [await person.box("button", start), await other.box("button", start)];
  await Promise.all([person, other].map((one, i) => one.page.mouse.click(boxes[i].x + 9, boxes[i].y + 9)));
  await totals(person, "data.total", { m: 7 });
  await totals(other, "data.total", { m: 7 });
  const ids = (await person.export_tasks()).map((task) => task.id);
  assert.equal(new Set(ids).size, 7, `ids ${ids}`);
  await person.page.bringToFront();
  await person.click("listitem", "two");
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.run("annotation:submit");
  await totals(other, "data.total-done", { n: 1 });
  // A task that goes while it is open closes with a word.
  await page.bringToFront();
  await other.click("button", other.text("data.select-all"));
  await other.press("Delete");
  await person.see("status", person.text("notice.task-gone"));
});

test("columns are hidden, moved and resized, and a reload keeps it", async (t) => {
  const person = await texts_project(t, ["a", "b"]);
  const heads = async () => (await person.inspect()).widgets.filter((w) => w.role === "columnheader").map((w) => w.name);
  await person.click("button", person.text("data.columns"));
  await person.click("checkbox", person.text("data.column-updated_at"));
  await person.click("button", person.text("data.column-left", { name: "text" }));
  await person.click("button", person.text("panel.close"));
  const wanted = [person.text("data.column-id"), "text", person.text("data.column-state"), person.text("data.column-labels"), person.text("data.column-annotations")];
  assert.deepEqual(await heads(), wanted);
  const state = await person.box("columnheader", person.text("data.column-state")), id = await person.box("columnheader", person.text("data.column-id"));
  await person.drag({ x: state.x + 20, y: state.y + 15 }, { x: id.x + 10, y: id.y + 15 });
  wanted.splice(2, 1);
  wanted.unshift(person.text("data.column-state"));
  assert.deepEqual(await heads(), wanted);
  const before = await person.box("columnheader", person.text("data.column-labels"));
  await person.drag({ x: before.x + before.width - 1, y: before.y + 15 }, { x: before.x + before.width + 59, y: before.y + 15 });
  const after = await person.box("columnheader", person.text("data.column-labels"));
  assert.ok(Math.abs(after.width - before.width - 60) <= 3, `${before.width} became ${after.width}`);
  await person.page.reload();
  await person.see("columnheader", "text");
  await person.settled();
  assert.deepEqual(await heads(), wanted);
});

test("keys alone: down, select, JSON, copy, close, open", async (t) => {
  const person = await texts_project(t, ["one", "two", "three"]);
  await person.press("ArrowDown", "ArrowDown", "x");
  await totals(person, "data.total-selected", { n: 1 });
  await person.press("j");
  const json = await person.see("document", person.text("data.json-of", { n: 2 }));
  await person.until(() => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.role === "document" && w.value?.includes('"two"')),
    null, "the task's JSON");
  assert.ok(json);
  await person.press("Escape");
  await person.press("Enter");
  await person.until(() => location.hash.endsWith("/tasks/2"), null, "the second task");
});

test("a grid shows the same tasks", async (t) => {
  const person = await texts_project(t, ["one", "two"]);
  await person.click("button", person.text("data.as-grid"));
  assert.deepEqual(await shown(person), ["one", "two"]);
  await person.click("listitem", "two");
  await person.until(() => location.hash.endsWith("/tasks/2"), null, "the second task");
});

test("a hundred thousand rows: a frame of the table is cheap, a search answers at once", async (t) => {
  const lines = Array.from({ length: 100_000 }, (_, i) => `Row ${i} of a long table with 中文 and some words more to search in ${(i * 7919) % 100_003}`);
  const person = await tests.studio(t);
  person.timeout_ms = 90_000;
  const drop = await write_files(person.folder, { "large.csv": "text\n" + lines.join("\n") + "\n" });
  await person.click("button", person.text("start.new"));
  await write_config(person, text_config);
  await person.drop(drop);
  await person.click("button", person.text("new.create"));
  await person.click("button", person.text("import.start", { n: "100,000" }));
  await totals(person, "data.total", { m: "100,000" });
  const list = await person.box("list", person.text("tasks.title"));
  await person.mouse.move(list.x + 300, list.y + 200);
  const built = await person.page.evaluate(async () => {
    const editor = document.querySelector("tagwright-editor"), times = [];
    const note = (event) => times.push(event.detail.cpu_ms);
    editor.addEventListener("frame", note);
    await new Promise((done) => setTimeout(done, 0));
    window.stop_noting = () => { editor.removeEventListener("frame", note); return times; };
    return times.length;
  });
  assert.ok(built >= 0);
  for (let i = 0; i < 30; ++i) {
    await person.mouse.wheel(0, 400);
    await person.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await person.settled();
  const times = (await person.page.evaluate(() => window.stop_noting())).sort((a, b) => a - b);
  t.diagnostic(`${times.length} frames while scrolling: median ${times[times.length >> 1].toFixed(2)} ms, p95 ${times[Math.floor(times.length * 0.95)].toFixed(2)} ms of the page's thread`);
  await person.click("textbox", person.text("data.search"));
  const took = await person.page.evaluate(() => new Promise((done) => {
    const begin = performance.now(), editor = document.querySelector("tagwright-editor");
    const look = () => editor.inspect().widgets.some((w) => w.role === "status" && w.name.startsWith("1 of 100,000"))
      ? (editor.removeEventListener("frame", look), done(performance.now() - begin)) : null;
    editor.addEventListener("frame", look);
    const area = editor.shadowRoot.querySelector("textarea");
    area.value = "Row 77777 of";
    area.dispatchEvent(new InputEvent("input", { data: "Row 77777 of", inputType: "insertText", bubbles: true }));
  }));
  t.diagnostic(`a search over 100,000 rows: ${took.toFixed(0)} ms from the keys to the picture`);
  assert.deepEqual(await shown(person), [lines[77777]]);
});
