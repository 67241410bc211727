// On a phone: tasks by the sheet, boxes by a finger, texts marked by a finger that rests; two fingers move and zoom the
// picture (a11y.test.mjs has the pinch).
import assert from "node:assert/strict";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const config = `<View><Labels name="l" toName="t"><Label value="Name"/></Labels><Text name="t" value="$text"/></View>`;
const long_text = Array.from({ length: 400 }, (_, n) => `Alice met Bob on day ${n}.`).join(" ");

async function on_phone(t, tasks = [{ data: { text: long_text } }, { data: { text: "Another text" } }]) {
  const person = await tests.studio(t, phone);
  await new_project(person, { title: "Texts", config, drop: await write_files(person.folder, { "tasks.json": tasks }), count: tasks.length });
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  const devtools = await person.context.newCDPSession(person.page);
  person.touch = (type, ...points) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  person.tap = async (role, name) => {
    const found = await person.box(role, name);
    await person.touch("touchStart", [found.x + found.width / 2, found.y + found.height / 2]);
    await person.touch("touchEnd");
    await person.settled();
  };
  return person;
}

test("a finger that rests marks the word, goes on marking where it goes, and a tap on a label makes it a region", async (t) => {
  const person = await on_phone(t);
  const { from } = await person.text_ends("t", 10, 13), { to } = await person.text_ends("t", 14, 16);
  await person.touch("touchStart", [from.x + 4, from.y]);
  await person.until(() => document.querySelector("tagwright-editor").inspect().text_selection, null, "a marked word");
  await person.touch("touchMove", [to.x - 2, to.y]);
  await person.settled();
  await person.touch("touchEnd");
  await person.settled();
  await person.tap("button", "Name");
  const [marked] = await person.result();
  assert.equal(long_text.slice(marked.value.start, marked.value.end), "Bob on");
});

test("a finger that moves at once scrolls the text and marks nothing", async (t) => {
  const person = await on_phone(t);
  const before = (await person.locate({ object: "t", start_utf16: 0, end_utf16: 1 }))[0].y;
  await person.touch("touchStart", [200, 600]);
  for (const y of [560, 480, 400]) await person.touch("touchMove", [200, y]);
  await person.settled();
  await person.touch("touchEnd");
  await person.settled();
  const after = (await person.locate({ object: "t", start_utf16: 0, end_utf16: 1 }))[0]?.y ?? -1;
  assert.ok(after < before - 100, `scrolled from ${before} to ${after}`);
  assert.equal((await person.result()).length, 0);
});

test("tasks, regions and details are sheets", async (t) => {
  const person = await on_phone(t);
  await person.tap("button", person.text("tasks.title"));
  await person.see("dialog", person.text("tasks.title"));
  await person.tap("option", person.text("tasklist.row", { n: 2, title: "Another text", state: person.text("tasks.new") }));
  await person.see("status", person.text("bar.task", { n: 2, m: 2 }));
  await person.tap("button", person.text("sheet.details"));
  await person.see("tab", person.text("panel.json"));
  await person.tap("button", person.text("panel.close"));
  await person.tap("button", person.text("bar.more"));
  await person.tap("option", person.text("action.page.settings"));
  await person.see("radio", person.text("settings.theme-auto"));
  const width = await person.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, "nothing is wider than the phone");
});

test("compared annotations keep a readable width; a swipe brings the last one", async (t) => {
  const annotations = [0, 1, 2].map(() => ({ result: [] }));
  const person = await on_phone(t, [{ data: { text: long_text }, annotations }]);
  await person.run("annotation:compare");
  const column = (n) => person.box("group", person.text("tabs.compared", { title: person.text("tabs.annotation", { n }), n: 0 }));
  const first = await column(1), last = await column(3);
  assert.ok(first.width >= 280, `a column is ${first.width} wide`);
  assert.ok(last.x >= 390, "the last one is not on the screen");
  for (let swipe = 0; swipe < 2; ++swipe) {
    await person.touch("touchStart", [340, 400]);
    for (let x = 300; x >= 60; x -= 40) await person.touch("touchMove", [x, 400]);
    await person.touch("touchEnd");
    await person.settled();
  }
  const shown = await column(3);
  assert.ok(shown.x + shown.width <= 391, `it ends at ${shown.x + shown.width}`);
});
