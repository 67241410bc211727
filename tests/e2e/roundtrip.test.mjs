// Export and import again: the same document, with everything of it that this version does not understand.
import assert from "node:assert/strict";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { box, latest_result, new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

const config = `<View>
  <RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Person"/></RectangleLabels>
  <Image name="img" value="$image"/>
  <Text name="text" value="$text"/>
  <Labels name="ner" toName="text"><Label value="PER"/></Labels>
  <Choices name="quality" toName="img"><Choice value="Sharp"/><Choice value="Soft"/></Choices>
  <TextArea name="caption" toName="img"/>
  <TextArea name="plate" toName="img" perRegion="true"/>
  <Brush name="mask" toName="img"/>
</View>`;

const text = "Ada met 林徽因 and 😀 in Paris.";
const result = [
  box("b1", 10.123456789, 20, 30.5, 40, "Car", { meta: { text: ["a note", "第二行"] }, score: 0.75 }),
  box("b2", 1, 2, 3, 4, "Person", { parentID: "b1", custom_key: { kept: [1, null, "x"] }, value: {
    x: 1, y: 2, width: 3, height: 4, rotation: 33.25, rectanglelabels: ["Person", "Car"], future: true } }),
  { id: "b1", from_name: "plate", to_name: "img", type: "textarea", origin: "manual", original_width: 1024, original_height: 819,
    image_rotation: 0, value: { x: 10.123456789, y: 20, width: 30.5, height: 40, rotation: 0, text: ["B-XY 12"] } },
  { id: "t1", from_name: "ner", to_name: "text", type: "labels", origin: "prediction", value: { start: 8, end: 11, text: "林徽因", labels: ["PER"] } },
  { id: "m1", from_name: "mask", to_name: "img", type: "brushlabels", original_width: 1024, original_height: 819, image_rotation: 0,
    value: { format: "rle", rle: [0, 0, 0, 64, 57, 27, 252], brushlabels: ["Road"] } },
  { id: "q1", from_name: "quality", to_name: "img", type: "choices", origin: "manual", value: { choices: ["Soft"] } },
  { id: "c1", from_name: "caption", to_name: "img", type: "textarea", origin: "manual", value: { text: ["line one", "第二行 😀"] } },
  { id: "u1", from_name: "gone", to_name: "nowhere", type: "hologram", value: { depth: 3 } },
  { from_id: "b1", to_id: "b2", type: "relation", direction: "bi", labels: ["drives"] },
];
const task = {
  id: 501, data: { image: "assets/samples/photos/nagasaki-boats.jpg", text, note: { nested: [1, 2] } }, meta: { source: "elsewhere" },
  annotations: [{ id: 71, completed_by: 3, was_cancelled: false, ground_truth: true, lead_time: 12.5, result,
    unique_id: "0d6a2d9e-8a2f-4f5c-9b0e-2f1c5a7b9d10", created_at: "2026-01-02T03:04:05.678901Z" }],
  predictions: [{ id: 9, model_version: "m1", score: 0.8, result: [box("p1", 5, 5, 5, 5, "Person", { score: 0.4 })] }],
};

const by_id = (results) => [...results].sort((a, b) => JSON.stringify([a.id, a.type]).localeCompare(JSON.stringify([b.id, b.type])));

async function import_and_export(t, tasks) {
  const person = await tests.studio(t);
  const paths = await write_files(person.folder, { "tasks.json": tasks });
  await new_project(person, { title: "Round", config, drop: paths, count: tasks.length });
  await person.shown("img");
  return { person, exported: await person.export_tasks() };
}

test("what was imported is exported, and imported again is the same", async (t) => {
  const first = await import_and_export(t, [task]);
  const [once] = first.exported;
  assert.deepEqual(once.data, task.data);
  assert.deepEqual(once.meta, task.meta);
  assert.equal(once.annotations.length, 1);
  assert.deepEqual(by_id(once.annotations[0].result), by_id(result), "every result, known or not, to the last key");
  for (const key of ["ground_truth", "was_cancelled", "lead_time", "unique_id"])
    assert.deepEqual(once.annotations[0][key], task.annotations[0][key], key);
  assert.equal(once.predictions.length, 1);
  assert.deepEqual({ ...once.predictions[0], ...task.predictions[0] }, once.predictions[0], "Label Studio's export adds keys; none changes");

  const second = await import_and_export(t, first.exported);
  const [twice] = second.exported;
  assert.deepEqual(by_id(twice.annotations[0].result), by_id(result));
  assert.deepEqual(twice.data, once.data);
  assert.deepEqual(twice.predictions, once.predictions);
});

test("opening a task changes nothing, and an edit changes only what it touches", async (t) => {
  const { person } = await import_and_export(t, [task]);
  assert.deepEqual(by_id(await person.result()), by_id(result));
  await person.click_region("b2");
  await person.press("Delete");
  await person.saved();
  const [exported] = await person.export_tasks();
  const kept = result.filter((r) => r.id !== "b2" && r.to_id !== "b2");
  assert.deepEqual(by_id(latest_result(exported)), by_id(kept), "b2 and the relation that ended at it are gone, all else stays");
  assert.deepEqual(by_id(exported.annotations[0].result), by_id(result), "what was submitted stands until it is submitted again");
  await person.click("button", person.text("action.annotation.update"));
  await person.saved();
  const [updated] = await person.export_tasks();
  assert.deepEqual(by_id(updated.annotations[0].result), by_id(kept));
  assert.deepEqual(updated.drafts, []);
});

test("hidden and locked in a file neither hide, nor lock, nor come out again", async (t) => {
  const odd = [box("b1", 10, 10, 20, 20, "Car", { hidden: true, locked: true })];
  const { person, exported } = await import_and_export(t, [{ ...task, annotations: [{ id: 1, result: odd }] }]);
  assert.deepEqual(exported[0].annotations[0].result, [box("b1", 10, 10, 20, 20, "Car")]);
  await person.click_region("b1");
  assert.deepEqual(await person.selected(), ["b1"]);
});
