// Making a project: from the gallery, from a config that is written, from files that are dropped first, from an export; and
// the settings of one that exists.
import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { photo_path } from "./support/pictures.mjs";
import { boats, box_config, new_project, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** Counts what a person does with the mouse from here on. */
function count_clicks(person) {
  const click_at = person.click_at.bind(person);
  person.clicks = 0;
  person.click_at = (...given) => { ++person.clicks; return click_at(...given); };
}

test("from the first open to the first label on one's own photograph: a drop and at most four clicks", async (t) => {
  const person = await tests.studio(t);
  await copyFile(photo_path(boats.file), join(person.folder, boats.file));
  count_clicks(person);
  await person.drop([join(person.folder, boats.file)]);
  await person.see("img", person.text("new.preview"));
  await person.click("button", person.text("new.create"));
  await person.shown("image");
  await person.click("button", "Object");
  await person.draw("image", [20, 30], [50, 70]);
  assert.equal((await person.result()).length, 1);
  assert.ok(person.clicks <= 4, `${person.clicks} clicks`);
  await person.saved();
});

test("by a template: its picture is pressed, data is dropped, and one labels", async (t) => {
  const person = await tests.studio(t, { viewport: { width: 1440, height: 900 } });
  count_clicks(person);
  await person.click("button", person.text("start.new"));
  await person.click("button", "Text classification");
  await person.see("status", person.text("new.config-ok"));
  await person.drop(await write_files(person.folder, { "voices.txt": "The room was loud.\nA fine breakfast.\n" }));
  await person.see("status", person.text("new.count", { n: 2 }));
  await person.click("button", person.text("new.create"));
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.click("radio", "Negative");
  assert.deepEqual((await person.result())[0].value, { choices: ["Negative"] });
  assert.ok(person.clicks <= 4, `${person.clicks} clicks`);
});

test("templates are in the language of the page, and what is to come cannot be pressed", async (t) => {
  const person = await tests.studio(t, { language: "zh-CN" });
  await person.click("button", person.text("start.new"));
  await person.see("button", "目标检测（边框）");
  await person.click("button", "音频、视频与时间序列");
  await person.see("note", /语音识别/);
  assert.equal(await person.has("button", "语音识别"), false);
});

test("a problem of a config names its place, and a click goes there", async (t) => {
  const person = await tests.studio(t);
  await person.click("button", person.text("start.new"));
  await write_config(person, '<View>\n  <Text name="text" value="$text"/>\n  <Choices name="text" toName="text"><Choice value="A"/></Choices>\n</View>');
  const name = new RegExp(person.text("new.place", { line: 3, column: "\\d+" }));
  await person.click("listitem", name);
  await person.keyboard.insertText("X");
  await person.settled();
  const config = await (await person.see("textbox", person.text("new.config"))).inputValue().catch(() => null) ??
    (await person.inspect()).widgets.find((w) => w.name === person.text("new.config")).value;
  const line = config.split("\n")[2];
  assert.ok(line.includes("X"), `the caret went to line 3: ${config}`);
});

test("a Label Studio export brings its own config", async (t) => {
  const person = await tests.studio(t);
  const box = { id: "b1", from_name: "box", to_name: "img", type: "rectanglelabels", original_width: boats.width, original_height: boats.height,
    image_rotation: 0, value: { x: 10, y: 10, width: 20, height: 20, rotation: 0, rectanglelabels: ["Boat"] } };
  const tasks = [{ id: 7, data: { photo: "assets/samples/photos/nagasaki-boats.jpg", note: "x" }, annotations: [{ id: 1, result: [box,
    { id: "c", from_name: "quality", to_name: "img", type: "choices", value: { choices: ["Sharp"] } }] }] }];
  await person.drop(await write_files(person.folder, { "export.json": tasks }));
  await person.see("status", person.text("new.config-ok"));
  await person.click("button", person.text("new.create"));
  await person.shown("img");
  assert.deepEqual((await person.result()).map((item) => item.from_name).sort(), ["box", "quality"]);
  await person.see("button", "Boat");
});

test("settings: what a changed config would leave behind is said, and a saved title is kept", async (t) => {
  const person = await tests.studio(t);
  const result = [{ id: "q", from_name: "quality", to_name: "img", type: "choices", value: { choices: ["Soft"] } }];
  await new_project(person, { title: "Harbour", config: box_config, drop: await write_files(person.folder, { "tasks.json":
    [{ data: { image: "assets/samples/photos/nagasaki-boats.jpg" }, annotations: [{ result }] }] }) });
  await person.shown("img");
  await person.click("button", person.text("bar.back"));
  await person.click("button", person.text("start.menu", { title: "Harbour" }));
  await person.click("option", person.text("start.settings"));
  await person.see("status", person.text("settings.fits"));
  await person.fill(person.text("new.config"), box_config.replace('<Choice value="Soft"/>', ""));
  await person.see("listitem", person.text("settings.lost-label", { label: "Soft", control: "quality", n: 1 }));
  await person.fill(person.text("new.config"), box_config.replaceAll("quality", "sharpness"));
  await person.see("listitem", person.text("settings.lost-control", { control: "quality", n: 1 }));
  await person.fill(person.text("new.config"), box_config);
  await person.fill(person.text("new.name"), "Harbour at noon");
  await person.click("button", person.text("settings.save"));
  await person.page.reload();
  await person.see("textbox", person.text("new.name"));
  assert.match(person.page.url(), /#\/local\/projects\/1\/settings$/);
  await person.click("button", person.text("bar.back"));
  await person.see("link", "Harbour at noon");
});

test("a project is duplicated with and without what was annotated", async (t) => {
  const person = await tests.studio(t);
  const result = [{ id: "q", from_name: "quality", to_name: "img", type: "choices", value: { choices: ["Soft"] } }];
  await new_project(person, { title: "Harbour", config: box_config, drop: await write_files(person.folder, { "tasks.json":
    [{ data: { image: "assets/samples/photos/nagasaki-boats.jpg" }, annotations: [{ result }] }] }) });
  await person.shown("img");
  await person.click("button", person.text("bar.back"));
  const copy = person.text("start.copy", { title: "Harbour" });
  for (const [key, done] of [["start.duplicate", 1], ["start.duplicate-empty", 0]]) {
    await person.click("button", person.text("start.menu", { title: "Harbour" }));
    await person.click("option", person.text(key));
    await person.see("status", person.text("notice.duplicated", { title: copy }));
    await person.click("link", copy);
    assert.equal((await person.export_tasks())[0].annotations.length, done);
    await person.click("button", person.text("bar.back"));
    await person.click("button", person.text("start.menu", { title: copy }));
    await person.click("option", person.text("start.delete"));
    await person.fill(person.text("start.delete-name"), copy);
    await person.click("button", person.text("start.delete"));
    await person.see_no("link", copy);
  }
});
