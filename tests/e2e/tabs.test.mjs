// One project in two tabs of a browser: what one does to a task is not undone by the other, which read it before.
import assert from "node:assert/strict";
import test from "node:test";
import { Person, write_files } from "./support/page.mjs";
import { new_project } from "./support/projects.mjs";
import { browser_for_tests, watch_errors } from "./support/suite.mjs";

const tests = browser_for_tests();
const config = `<View><Labels name="l" toName="t"><Label value="Name" hotkey="n"/></Labels><Text name="t" value="$text"/></View>`;
const text = "Anna went to Rome in May";
const spans = (annotation) => annotation.result.map((r) => [r.value.start, r.value.end]);

async function two_tabs(t, count) {
  const one = await tests.studio(t);
  const [path] = await write_files(one.folder, { "tasks.json": Array.from({ length: count }, () => ({ data: { text } })) });
  await new_project(one, { title: "Texts", config, drop: [path], count });
  await one.shown("t", { start_utf16: 0, end_utf16: 1 });
  await one.click("checkbox", one.text("flow.next-after")); // stay after Submit
  const page = await one.context.newPage(), two = new Person(page);
  two.errors = watch_errors(page);
  await page.goto(one.page.url());
  await two.shown("t", { start_utf16: 0, end_utf16: 1 });
  return { one, two };
}
/** A further annotation with one span, handed in. */
async function add_annotation(person, start, end) {
  await person.page.bringToFront();
  await person.click("button", person.text("action.annotation.new"));
  await person.press("n");
  await person.mark("t", start, end);
  await person.press("Control+Enter");
  await person.see("status", person.text("notice.submitted"));
  await person.saved();
}
async function mark_and_submit(person, start, end) {
  await person.page.bringToFront();
  await person.press("n");
  await person.mark("t", start, end);
  await person.press("Control+Enter");
  await person.see("status", person.text("notice.submitted"));
}

test("annotations that two tabs add to one task all stay", async (t) => {
  const { one, two } = await two_tabs(t, 1);
  await add_annotation(two, 13, 17);
  await one.see("tab", one.text("tabs.annotation", { n: 1 }));
  await mark_and_submit(one, 0, 4);
  await two.see("tab", two.text("tabs.annotation", { n: 2 }));
  await two.page.bringToFront();
  await two.press("Escape", "n"); // a span of before is still selected
  await two.mark("t", 21, 24);
  await two.press("Control+Enter");
  await two.see("status", two.text("notice.updated"));
  const [task] = await two.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4]], [[13, 17], [21, 24]]]);
  assert.deepEqual(two.errors, []);
});

test("a task that was read ahead is shown with what another tab did to it since", async (t) => {
  const { one, two } = await two_tabs(t, 2);
  await two.press("Control+ArrowRight");
  await two.see("status", two.text("bar.task", { n: 2, m: 2 }));
  await add_annotation(two, 13, 17);
  await one.see("option", one.text("tasklist.row", { n: 2, title: text, state: one.text("tasks.done") }));
  await one.page.bringToFront();
  await one.press("Control+ArrowRight");
  await one.see("tab", one.text("tabs.annotation", { n: 1 }));
  await mark_and_submit(one, 0, 4);
  const [, task] = await one.export_tasks();
  assert.deepEqual(task.annotations.map(spans), [[[0, 4]], [[13, 17]]]);
  assert.deepEqual(two.errors, []);
});
