// A person who is quicker than the disk: what is done while an annotation is still being read is lost neither then nor later.
import assert from "node:assert/strict";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { new_project, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const config = `<View><Labels name="l" toName="t"><Label value="Name" hotkey="n"/></Labels><Text name="t" value="$text"/></View>`;
const span = (id, start, end) => ({ id, from_name: "l", to_name: "t", type: "labels", value: { start, end, labels: ["Name"] } });
const annotation = (...result) => ({ ground_truth: false, result });

/**
 * In the page: transactions of that mode with that store end only when let_through() is called, in the order they began.
 */
function hold_storage([wanted_mode, wanted_store]) {
  const transaction = IDBDatabase.prototype.transaction, held = [];
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const begun = transaction.call(this, stores, mode, options);
    if (mode === wanted_mode && stores.includes(wanted_store))
      Object.defineProperty(begun, "oncomplete", {
        set: (answer) => begun.addEventListener("complete", () => held.push(answer)),
      });
    return begun;
  };
  window.held = () => held.length;
  window.let_through = () => {
    IDBDatabase.prototype.transaction = transaction;
    for (const answer of held.splice(0)) answer();
  };
}

async function at_work(t, task) {
  const person = await tests.studio(t);
  const [path] = await write_files(person.folder, { "tasks.json": [{ data: { text: "Anna went to Rome in May" }, ...task }] });
  await new_project(person, { title: "Texts", config, drop: [path], count: 1 });
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  await person.click("checkbox", person.text("flow.next-after")); // stay here after Submit
  await person.page.evaluate(hold_storage, ["readonly", "snapshots"]);
  return person;
}
const held = (person, count) => person.until((wanted) => window.held() === wanted, count, `${count} transactions held`);
async function let_through(person) {
  await person.page.evaluate(() => window.let_through());
  await person.settled();
}
const tab = (person, n) => person.text("tabs.annotation", { n });
const spans = (annotation) => annotation.result.map((r) => [r.value.start, r.value.end]);

test("edits and Submit while another annotation is being read stay with the one on screen", async (t) => {
  const person = await at_work(t, { annotations: [annotation(span("a", 0, 4)), annotation(span("b", 5, 9))] });
  await person.click("tab", tab(person, 2));
  await held(person, 1);
  await person.press("n");
  await person.mark("t", 13, 17);
  await person.press("Control+Enter");
  await let_through(person);
  await person.see("tab", tab(person, 2), { selected: true });
  assert.deepEqual(spans({ result: await person.result() }), [[5, 9]]);
  await person.click("tab", tab(person, 1));
  await person.see("tab", tab(person, 1), { selected: true });
  assert.deepEqual(spans({ result: await person.result() }), [[0, 4], [13, 17]]);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4], [13, 17]], [[5, 9]]]);
});

test("of annotations that are asked for one after the other the last is shown, as itself", async (t) => {
  const person = await at_work(t, {
    annotations: [annotation(span("a", 0, 4)), annotation(span("b", 5, 9)), annotation(span("c", 13, 17), span("d", 21, 24))],
  });
  await person.click("tab", tab(person, 2));
  await held(person, 1);
  await person.click("tab", tab(person, 3));
  await held(person, 2);
  await let_through(person);
  await person.see("tab", tab(person, 3), { selected: true });
  assert.deepEqual(spans({ result: await person.result() }), [[13, 17], [21, 24]]);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4]], [[5, 9]], [[13, 17], [21, 24]]]);
});

test("a copied prediction is handed in by the very next key, and knows what it was copied from", async (t) => {
  const person = await at_work(t, { predictions: [{ id: 7, model_version: "m", score: 0.5, result: [span("a", 0, 4), span("b", 5, 9)] }] });
  await person.keyboard.press("Alt+c");
  await person.keyboard.press("Control+Enter");
  await person.see("status", person.text("notice.submitted"));
  await let_through(person);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4], [5, 9]]]);
  assert.equal(task.annotations[0].parent_prediction, task.predictions[0].id);
});

test("a deleted annotation is not brought back by keys pressed before the next one is read", async (t) => {
  const person = await at_work(t, { annotations: [annotation(span("a", 0, 4)), annotation(span("b", 5, 9))] });
  await person.click("button", person.text("action.annotation.delete"));
  await held(person, 1);
  await person.press("n");
  await person.mark("t", 13, 17);
  await person.press("Control+Enter");
  await let_through(person);
  await person.see("tab", tab(person, 1), { selected: true });
  assert.deepEqual(spans({ result: await person.result() }), [[5, 9]]);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[5, 9]]]);
});

test("a file that is still being read when Create is pressed comes into the new project", async (t) => {
  const person = await tests.studio(t);
  await person.click("button", person.text("start.new"));
  await write_config(person, config);
  await person.page.evaluate(() => { // a slow disk
    const read = Blob.prototype.arrayBuffer, disk = new Promise((done) => { window.disk_answers = done; });
    Blob.prototype.arrayBuffer = async function () { await disk; return read.call(this); };
  });
  await person.page.evaluate(hold_storage, ["readwrite", "records"]);
  await person.drop(await write_files(person.folder, { "tasks.json": [{ data: { text: "Anna" } }, { data: { text: "Bert" } }] }));
  await person.click("button", person.text("new.create"));
  await held(person, 1); // the project is being made
  await person.page.evaluate(async () => {
    window.disk_answers();
    await window.test_probe.task();
    await window.test_probe.task(); // the file is handed on
  });
  await let_through(person);
  await person.click("button", person.text("import.start", { n: 2 }));
  await person.until(() => /\b2\b/.test(document.querySelector("tagwright-editor").inspect().widgets.find((w) => w.role === "status")?.name ?? ""),
    null, "both tasks to be there");
  assert.deepEqual((await person.export_tasks()).map((task) => task.data.text), ["Anna", "Bert"]);
});
