// Marking text: drags and double clicks in Chinese and English, offsets in UTF-16 units as Label Studio counts them,
// choices by key. The offsets are checked against the text itself.
import assert from "node:assert/strict";
import test from "node:test";
import { sample, text_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const poems = await sample("poems");

async function reading(t, text, more = {}) {
  const person = await tests.labeling(t, { config: text_config, task: { id: 1, data: { text }, annotations: [], predictions: [] }, ...more });
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  person.text_shown = text;
  /** The one new span, checked to be what it says it is. */
  person.spans = async () => {
    const spans = (await person.result()).filter((r) => r.type === "labels");
    for (const span of spans) {
      assert.equal(span.from_name, "ner");
      assert.equal(span.to_name, "text");
      assert.equal(span.value.text, text.slice(span.value.start, span.value.end), "the span's text is that of its offsets");
    }
    return spans.map((r) => [r.value.text, ...r.value.labels]);
  };
  return person;
}

test("spans are marked by mouse in a Chinese poem", async (t) => {
  const poem = poems.tasks[0].data.text;
  const person = await reading(t, poem);
  await person.press("1");
  const name = poem.indexOf("刘禹锡");
  await person.mark("text", name, name + 3);
  assert.deepEqual(await person.spans(), [["刘禹锡", "人物"]]);
  await person.press("Escape", "Escape", "2");
  const place = poem.indexOf("魏宫");
  await person.mark("text", place, place + 2);
  assert.deepEqual(await person.spans(), [["刘禹锡", "人物"], ["魏宫", "地点"]]);
});

test("a span may run backwards and over several lines", async (t) => {
  const poem = poems.tasks[0].data.text;
  const person = await reading(t, poem);
  await person.press("1");
  const start = poem.indexOf("英雄"), end = poem.indexOf("三足") + 2;
  const { from, to } = await person.text_ends("text", start, end);
  await person.drag(to, from);
  const [span] = (await person.result()).filter((r) => r.type === "labels");
  assert.deepEqual([span.value.start, span.value.end], [start, end]);
});

test("text selected first is labeled by the key that comes after", async (t) => {
  const poem = poems.tasks[0].data.text;
  const person = await reading(t, poem);
  const name = poem.indexOf("刘禹锡");
  await person.mark("text", name, name + 3);
  assert.deepEqual(await person.spans(), []);
  await person.press("2");
  assert.deepEqual(await person.spans(), [["刘禹锡", "地点"]]);
});

test("a double click takes the English word, a triple click the paragraph", async (t) => {
  const text = "The quick brown fox jumps.\nOver the lazy dog it went.";
  const person = await reading(t, text);
  await person.press("1");
  const word = text.indexOf("brown");
  const { from } = await person.text_ends("text", word + 2, word + 3);
  await person.click_at(from.x, from.y, { count: 2 });
  assert.deepEqual(await person.spans(), [["brown", "人物"]]);
  // With no label chosen a click selects, and the label comes after.
  await person.press("Escape", "Escape", "Escape");
  const line = await person.text_ends("text", text.indexOf("lazy") + 1, text.indexOf("lazy") + 2);
  await person.click_at(line.from.x, line.from.y, { count: 3 });
  await person.press("2");
  assert.deepEqual((await person.spans())[1], ["Over the lazy dog it went.", "地点"]);
});

test("emoji count as Label Studio counts them: in UTF-16 units, never cut in half", async (t) => {
  const text = "Hi 👩‍👩‍👧 and 😀 from 𠮷野家 to all";
  const person = await reading(t, text);
  for (const piece of ["😀", "👩‍👩‍👧", "𠮷野", "all"]) {
    await person.press("1");
    const start = text.indexOf(piece);
    await person.mark("text", start, start + piece.length);
    const span = (await person.result()).at(-1).value;
    assert.deepEqual([span.start, span.end, span.text], [start, start + piece.length, piece]);
    await person.press("Escape", "Escape");
  }
});

test("choices are ticked by key and by mouse, and unticked again", async (t) => {
  const person = await reading(t, poems.tasks[0].data.text);
  const ticked = async () => (await person.result()).find((r) => r.type === "choices")?.value.choices ?? [];
  await person.press("3");
  assert.deepEqual(await ticked(), ["思乡"]);
  await person.click("checkbox", "送别");
  assert.deepEqual(await ticked(), ["思乡", "送别"]);
  await person.see("checkbox", "送别", { checked: true });
  await person.press("3");
  assert.deepEqual(await ticked(), ["送别"]);
  const [choice] = (await person.result()).filter((r) => r.type === "choices");
  assert.deepEqual([choice.from_name, choice.to_name], ["mood", "text"]);
});

test("a long text can be read to its end and marked there", async (t) => {
  const text = Array.from({ length: 120 }, (_, n) => `Line ${n + 1} of a long text that goes on.`).join("\n");
  const person = await reading(t, text);
  const last = text.lastIndexOf("Line 120");
  assert.deepEqual(await person.locate({ object: "text", start_utf16: last, end_utf16: last + 8 }), [], "the end is not on screen at first");
  const [first] = await person.locate({ object: "text", start_utf16: 0, end_utf16: 4 });
  await person.mouse.move(first.x + 20, first.y + 100);
  for (let n = 0; n < 12; ++n) {
    await person.mouse.wheel(0, 600);
    await person.settled();
  }
  await person.press("1");
  await person.mark("text", last, last + 8);
  assert.deepEqual(await person.spans(), [["Line 120", "人物"]]);
});
