// The way through the tasks of a project: list, next and previous, submit and next, skip and come back, several
// annotations, predictions, comparing, guidelines; all of it there again after a reload.
import assert from "node:assert/strict";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { box, boats, box_config, new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";
import { readFile } from "node:fs/promises";

const tests = browser_for_tests();
const config = `<View><Labels name="l" toName="t"><Label value="Name" hotkey="n"/><Label value="Place" hotkey="p"/></Labels><Text name="t" value="$text"/></View>`;
const span = (id, start, end, label = "Name") => ({
  id, from_name: "l", to_name: "t", type: "labels", value: { start, end, labels: [label] },
});

async function at_work(t, tasks, options = {}) {
  const person = await tests.studio(t, options);
  const paths = await write_files(person.folder, { "tasks.json": tasks });
  await new_project(person, { title: "Texts", config, drop: paths, count: tasks.length });
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  return person;
}
const texts = (n) => Array.from({ length: n }, (_, i) => ({ data: { text: `Text number ${i + 1} of them all` } }));
const place = (person, n, m) => person.see("status", person.text("bar.task", { n, m }));
const regions = async (person) => (await person.result()).filter((r) => r.type === "labels").length;

test("submit goes on to the next task; skipped tasks are come back to; the list shows how each stands", async (t) => {
  const person = await at_work(t, texts(3));
  await place(person, 1, 3);
  await person.press("n");
  await person.mark("t", 0, 4);
  await person.press("Control+Enter");
  await place(person, 2, 3);
  await person.see("status", person.text("notice.submitted"));
  await person.press("Control+Space");
  await place(person, 3, 3);
  const state = (n, key) => person.text("tasklist.row", { n, title: `Text number ${n} of them all`, state: person.text(key) });
  await person.see("option", state(1, "tasks.done"));
  await person.see("option", state(2, "tasks.skipped"));
  await person.see("option", state(3, "tasks.new"), { selected: true });
  await person.press("Control+Enter");
  await person.see("status", person.text("notice.all-done-skipped"));
  await person.click("button", person.text("action.task.next-skipped"));
  await place(person, 2, 3);
  await person.click("button", person.text("action.annotation.unskip"));
  await person.see("option", state(2, "tasks.draft"));
  await person.press("Control+ArrowLeft");
  await place(person, 1, 3);
  assert.equal(await regions(person), 1);
  await person.press("Shift+ArrowDown");
  await place(person, 2, 3);
  await person.click("option", state(3, "tasks.done"));
  await place(person, 3, 3);
});

test("Submit stays where a person wants it to, and that is kept", async (t) => {
  const person = await at_work(t, texts(3));
  await person.click("checkbox", person.text("flow.next-after"));
  await person.press("Control+Enter");
  await person.see("status", person.text("notice.submitted"));
  await place(person, 1, 3);
  await person.page.reload();
  await person.see("checkbox", person.text("flow.next-after"), { checked: false });
});

test("the task list hides and stays hidden", async (t) => {
  const person = await at_work(t, texts(3));
  await person.click("button", person.text("tasklist.hide"));
  await person.see_no("listbox", person.text("tasks.title"));
  await person.page.reload();
  await person.see("button", person.text("tasklist.show"));
});

test("a task has several annotations: new, duplicate, delete, bring back, ground truth, all kept and exported", async (t) => {
  const person = await at_work(t, texts(1));
  const tab = (key, n) => person.text(key, { n });
  await person.press("n");
  await person.mark("t", 0, 4);
  await person.press("Control+Enter");
  await person.see("tab", tab("tabs.annotation", 1), { selected: true });
  await person.click("button", person.text("action.annotation.new"));
  await person.see("tab", tab("tabs.draft", 2), { selected: true });
  assert.equal(await regions(person), 0, "a new one is empty");
  await person.press("p");
  await person.mark("t", 5, 11);
  await person.press("n");
  await person.mark("t", 12, 13);
  await person.saved();
  await person.click("tab", tab("tabs.annotation", 1));
  await person.see("tab", tab("tabs.annotation", 1), { selected: true });
  assert.equal(await regions(person), 1);
  await person.saved();
  await person.page.reload();
  await person.click("tab", tab("tabs.draft", 2));
  await person.see("tab", tab("tabs.draft", 2), { selected: true });
  assert.equal(await regions(person), 2, "what was not handed in is there after a reload");
  await person.press("Control+z");
  await person.press("Control+Enter");
  await person.see("tab", tab("tabs.annotation", 2), { selected: true });
  await person.click("button", person.text("action.annotation.ground-truth"));
  await person.see("tab", `${tab("tabs.annotation", 2)}, ${person.text("tabs.ground-truth")}`);
  await person.click("button", person.text("action.annotation.copy"));
  await person.see("tab", tab("tabs.draft", 3), { selected: true });
  const copied = await regions(person);
  assert.ok(copied >= 1, "a duplicate has what the original has");
  await person.click("button", person.text("action.annotation.delete"));
  await person.see_no("tab", tab("tabs.draft", 3));
  await person.click("button", person.text("action.annotation.restore"));
  await person.see("tab", tab("tabs.draft", 3), { selected: true });
  await person.click("button", person.text("action.annotation.delete"));
  await person.see_no("tab", tab("tabs.draft", 3));
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map((a) => [a.ground_truth, a.result.length]), [[false, 1], [true, copied]]);
  assert.notEqual(task.annotations[0].unique_id, task.annotations[1].unique_id);
});

test("predictions are shown as such, cannot be edited, and are copied by one key", async (t) => {
  const tasks = texts(2);
  tasks[0].predictions = [{ model_version: "small-1", score: 0.875, result: [span("a", 0, 4), span("b", 5, 11, "Place")] }];
  const person = await at_work(t, tasks);
  const name = person.text("tabs.prediction-of", { model: "small-1", score: "0.88" });
  await person.click("tab", new RegExp(person.text("tabs.prediction-of", { model: "small-1", score: "" })));
  const told = (await person.inspect()).widgets.find((w) => w.role === "tab" && w.name.startsWith("Prediction by small-1"));
  assert.ok(told && Math.abs(Number(told.name.slice(-4)) - 0.875) < 0.01, `${told?.name} says the score (${name})`);
  assert.equal(await regions(person), 2);
  await person.see("status", undefined);
  await person.press("n");
  await person.mark("t", 12, 13);
  assert.equal(await regions(person), 2, "a prediction cannot be edited");
  await person.press("Alt+c");
  await person.see("tab", /Draft \d/, { selected: true });
  assert.equal(await regions(person), 2);
  await person.press("Control+Enter");
  await place(person, 2, 2);
  const [task] = await person.export_tasks();
  assert.equal(task.annotations[0].result.length, 2);
  assert.equal(task.predictions.length, 1, "the prediction stays");
});

test("annotations side by side", async (t) => {
  const tasks = texts(1);
  tasks[0].annotations = [{ ground_truth: false, result: [span("a", 0, 4)] }, { ground_truth: false, result: [span("b", 5, 11), span("c", 0, 4)] }];
  tasks[0].predictions = [{ model_version: "m", score: 0.5, result: [] }];
  const person = await at_work(t, tasks);
  await person.click("button", person.text("action.annotation.compare"));
  for (const [n, count] of [[1, 1], [2, 2]])
    await person.see("group", person.text("tabs.compared", { title: person.text("tabs.annotation", { n }), n: count }));
  await person.press("Alt+]");
  await person.see("tab", person.text("tabs.annotation", { n: 2 }), { selected: true });
  assert.equal(await regions(person), 2);
});

test("guidelines are shown once by themselves, then when asked for", async (t) => {
  const person = await at_work(t, texts(2));
  const set = person.page.evaluate(async () => {
    const open = indexedDB.open("tagwright");
    const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
    const store = database.transaction("records", "readwrite").objectStore("records");
    const all = store.getAll();
    await new Promise((done) => { all.onsuccess = done; });
    const record = all.result.find((one) => one.c === "projects");
    const key = Object.keys(record).find((name) => typeof record[name] === "string" && record[name].startsWith("{"));
    record[key] = JSON.stringify({ ...JSON.parse(record[key]), guidelines: "Mark every name.\nNothing else." });
    store.put(record);
    await new Promise((done) => { store.transaction.oncomplete = done; });
    database.close();
  });
  await set;
  await person.page.reload();
  await person.see("dialog", person.text("guide.title"));
  await person.see("note", /Mark every name/);
  await person.click("button", person.text("guide.close"));
  await person.press("Control+ArrowRight");
  await place(person, 2, 2);
  assert.equal(await person.has("dialog", person.text("guide.title")), false);
  await person.click("button", person.text("action.page.guidelines"));
  await person.see("dialog", person.text("guide.title"));
});

test("the tour follows what is done: marking brings its last step, handing in ends it", async (t) => {
  const person = await at_work(t, texts(2), { tour: true });
  await person.see("note", person.text("tour.label"));
  await person.press("n");
  await person.mark("t", 0, 4);
  await person.see("note", person.text("tour.submit"));
  await person.press("Control+Enter");
  await place(person, 2, 2);
  await person.see_no("note", person.text("tour.submit"));
});

test("the tour is shown once, can be left at any time, and comes back when asked for", async (t) => {
  const person = await at_work(t, texts(1), { tour: true });
  await person.see("note", person.text("tour.label"));
  await person.click("button", person.text("tour.next"));
  await person.see("note", person.text("tour.mark"));
  await person.press("n", "Escape"); // gives up the label first
  await person.see("note", person.text("tour.mark"));
  await person.press("Escape");
  await person.see_no("note", person.text("tour.mark"));
  await person.page.reload();
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  assert.equal(await person.has("note", person.text("tour.label")), false);
  await person.press("?");
  await person.click("button", person.text("action.page.tour"));
  await person.click("button", person.text("tour.leave"));
  await person.see_no("note", person.text("tour.label"));
  await person.press("?");
  await person.click("button", person.text("action.page.tour"));
  for (const key of ["tour.next", "tour.next", "tour.done"]) await person.click("button", person.text(key));
  assert.equal(await person.has("button", person.text("tour.done")), false);
});
