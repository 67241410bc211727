// A person who is quicker than the disk: what is done while an annotation is still being read is lost neither then nor later.
import assert from "node:assert/strict";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const config = `<View><Labels name="l" toName="t"><Label value="Name" hotkey="n"/></Labels><Text name="t" value="$text"/></View>`;
const span = (id, start, end) => ({ id, from_name: "l", to_name: "t", type: "labels", value: { start, end, labels: ["Name"] } });
const annotation = (...result) => ({ ground_truth: false, result });

/** In the page: what is read of a document is answered only when let_reads_through() is called, in the order it was asked. */
function hold_reads() {
  const transaction = IDBDatabase.prototype.transaction, held = [];
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const begun = transaction.call(this, stores, mode, options);
    if (mode === "readonly" && stores.includes("snapshots"))
      Object.defineProperty(begun, "oncomplete", {
        set: (answer) => begun.addEventListener("complete", () => held.push(answer)),
      });
    return begun;
  };
  window.reads_held = () => held.length;
  window.let_reads_through = () => {
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
  await person.page.evaluate(hold_reads);
  return person;
}
const reads_held = (person, count) => person.until((wanted) => window.reads_held() === wanted, count, `${count} reads held`);
async function let_reads_through(person) {
  await person.page.evaluate(() => window.let_reads_through());
  await person.settled();
}
const tab = (person, n) => person.text("tabs.annotation", { n });
const spans = (annotation) => annotation.result.map((r) => [r.value.start, r.value.end]);

test("edits and Submit while another annotation is being read stay with the one on screen", async (t) => {
  const person = await at_work(t, { annotations: [annotation(span("a", 0, 4)), annotation(span("b", 5, 9))] });
  await person.click("tab", tab(person, 2));
  await reads_held(person, 1);
  await person.press("n");
  await person.mark("t", 13, 17);
  await person.press("Control+Enter");
  await let_reads_through(person);
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
  await reads_held(person, 1);
  await person.click("tab", tab(person, 3));
  await reads_held(person, 2);
  await let_reads_through(person);
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
  await let_reads_through(person);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4], [5, 9]]]);
  assert.equal(task.annotations[0].parent_prediction, task.predictions[0].id);
});

test("a deleted annotation is not brought back by keys pressed before the next one is read", async (t) => {
  const person = await at_work(t, { annotations: [annotation(span("a", 0, 4)), annotation(span("b", 5, 9))] });
  await person.click("button", person.text("action.annotation.delete"));
  await reads_held(person, 1);
  await person.press("n");
  await person.mark("t", 13, 17);
  await person.press("Control+Enter");
  await let_reads_through(person);
  await person.see("tab", tab(person, 1), { selected: true });
  assert.deepEqual(spans({ result: await person.result() }), [[5, 9]]);
  const [task] = await person.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[5, 9]]]);
});
