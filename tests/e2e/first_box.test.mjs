// The walk that everything else stands on: an empty studio, a config, a photograph from the desktop, one box by key and
// mouse, saved, exported; the numbers in the file are those of the mouse.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { photo_path, read_png, turned_photo } from "./support/pictures.mjs";
import { write_files } from "./support/page.mjs";
import { boats, box_config, new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** The size at which a picture is shown, in CSS pixels, and its corner. */
async function picture_box(person) {
  const [a] = await person.locate({ object: "img", x_pct: 0, y_pct: 0 });
  const [b] = await person.locate({ object: "img", x_pct: 100, y_pct: 100 });
  return { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
}

function assert_box_is_where_the_mouse_went(result, from, to, shown, natural) {
  assert.equal(result.type, "rectanglelabels");
  assert.equal(result.from_name, "box");
  assert.equal(result.to_name, "img");
  assert.equal(result.origin, "manual");
  assert.equal(result.image_rotation, 0);
  assert.deepEqual([result.original_width, result.original_height], natural);
  assert.deepEqual(Object.keys(result.value).sort(), ["height", "rectanglelabels", "rotation", "width", "x", "y"]);
  assert.equal(result.value.rotation, 0);
  const near = (pct, px, full, what) => assert.ok(Math.abs(pct / 100 * full - px) <= 1, `${what}: ${pct} % of ${full} px is not ${px} px`);
  near(result.value.x, from.x - shown.x, shown.width, "x");
  near(result.value.y, from.y - shown.y, shown.height, "y");
  near(result.value.width, to.x - from.x, shown.width, "width");
  near(result.value.height, to.y - from.y, shown.height, "height");
}

test("a photograph is dropped, one box drawn by key and mouse, saved and exported", async (t) => {
  const person = await tests.studio(t);
  await copyFile(photo_path(boats.file), join(person.folder, boats.file));
  await new_project(person, { title: "Harbour", config: box_config, drop: [join(person.folder, boats.file)] });
  await person.shown("img");

  await person.press("2");
  await person.see("button", "Person", { pressed: true });
  const shown = await picture_box(person);
  assert.ok(Math.abs(shown.width / shown.height - boats.width / boats.height) < 0.01, "the picture keeps its proportions");
  const { from, to } = await person.draw("img", [20, 30], [50, 70]);

  await person.saved();
  const [started] = await person.export_tasks();
  assert.deepEqual(started.annotations, [], "nothing is submitted yet");
  assert.equal(started.drafts.length, 1, "what was drawn is exported as a draft");

  await person.click("button", person.text("action.annotation.submit"));
  await person.saved();
  const [task] = await person.export_tasks();
  assert.equal(task.annotations.length, 1);
  assert.deepEqual(task.drafts, []);
  const [result] = task.annotations[0].result;
  assert.deepEqual(started.drafts[0].result, [result]);
  assert_box_is_where_the_mouse_went(result, from, to, shown, [boats.width, boats.height]);
  assert.deepEqual(result.value.rectanglelabels, ["Person"]);
  assert.match(result.id, /^[A-Za-z0-9_-]{10}$/);
  assert.match(task.data.image, /^tagwright-blob:[0-9a-f]{64}\/nagasaki-boats\.jpg$/);
});

test("photograph and box are really painted", async (t) => {
  const person = await tests.labeling(t, {
    config: box_config, task: { id: 1, data: { image: "assets/samples/photos/nagasaki-boats.jpg" } },
  });
  await person.shown("img");
  const shown = await picture_box(person);
  const clip = { x: Math.ceil(shown.x), y: Math.ceil(shown.y), width: Math.floor(shown.width) - 1, height: Math.floor(shown.height) - 1 };
  const before = read_png(await person.page.screenshot({ clip }));
  const colors = new Set();
  for (let y = 5; y < before.height; y += 11) for (let x = 5; x < before.width; x += 11) colors.add(String(before.at(x, y)));
  assert.ok(colors.size > 100, `the picture area shows only ${colors.size} colours`);

  await person.press("2");
  const { from, to } = await person.draw("img", [20, 30], [50, 70]);
  await person.press("Escape");
  await person.mouse.move(5, 5);
  await person.settled();
  const after = read_png(await person.page.screenshot({ clip }));
  const is_blue = ([r, g, b]) => b > r + 40 && b > g + 20;
  const middle = Math.round((from.y + to.y) / 2 - clip.y), edge = Math.round(from.x - clip.x);
  const stroke = [-2, -1, 0, 1, 2].some((dx) => is_blue(after.at(edge + dx, middle)) && !is_blue(before.at(edge + dx, middle)));
  assert.ok(stroke, "the left edge of the box has the colour of its label");
  const outside = after.at(Math.round(to.x - clip.x) + 20, middle);
  assert.deepEqual(outside, before.at(Math.round(to.x - clip.x) + 20, middle), "nothing outside the box changed");
});

test("a photograph turned by EXIF is labeled as it is seen", async (t) => {
  const person = await tests.studio(t);
  const paths = await write_files(person.folder, { "turned.jpg": await turned_photo(boats.file, 6) });
  await new_project(person, { title: "Turned", config: box_config, drop: paths });
  await person.shown("img");
  const shown = await picture_box(person);
  assert.ok(Math.abs(shown.height / shown.width - boats.width / boats.height) < 0.01, `the picture stands upright: ${JSON.stringify(shown)}`);
  await person.press("1");
  const { from, to } = await person.draw("img", [10, 10], [60, 40]);
  assert_box_is_where_the_mouse_went((await person.result())[0], from, to, shown, [boats.height, boats.width]);
});
