// Bad input of every kind people have: the page names what is wrong and where, goes on with the rest, loses nothing.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { grey_png, photo_path, png_of_200_megapixels } from "./support/pictures.mjs";
import { boats, box_config, box_task, new_project, text_config, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** Every name and value on screen, as one text. */
const all_text = (person) => person.inspect().then((seen) => seen.widgets.map((w) => `${w.name} ${w.value ?? ""}`).join("\n"));

async function config_page(t, config) {
  const person = await tests.studio(t);
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), "Bad");
  await write_config(person, config);
  return person;
}

for (const [name, config, line, says] of [
  ["broken XML", "<View>\n  <Image name=\"img\" value=\"$image\">\n</View>", 3, /./],
  ["an unknown tag", box_config.replace("<Choices", "\n<Hologram name=\"h\" toName=\"img\"/>\n<Choices"), 9, /Hologram/],
  ["a toName to nowhere", box_config.replace('toName="img" choice', 'toName="nowhere" choice'), 8, /nowhere/],
  ["two tags of one name", box_config.replace('name="quality"', 'name="box"'), 8, /box/],
]) {
  test(`a config with ${name} is explained with line and column, and what is good of it is used`, async (t) => {
    const person = await config_page(t, config);
    await person.until(([needle]) => document.querySelector("tagwright-editor").inspect().widgets
      .some((w) => new RegExp(needle).test(`${w.name} ${w.value ?? ""}`)),
    [person.text("new.place", { line, column: "\\d+" })], `a message that names line ${line}`);
    assert.match(await all_text(person), says);
  });
}

test("in a Chinese page what is wrong is said in Chinese: of a config, of files and of what an import leaves out", async (t) => {
  const person = await tests.studio(t, { language: "zh-CN" });
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), "坏输入");
  await write_config(person, box_config.replace('name="quality"', 'name="box"').replace("<Choices", '\n<Hologram name="h" toName="img"/>\n<Choices'));
  await person.see("listitem", new RegExp(`${person.text("problem.duplicate-name", { tag: "Choices", name: "box", line: 2, first: "RectangleLabels" })}$`));
  await person.see("listitem", new RegExp(`${person.text("problem.unknown-tag", { tag: "Hologram" })}$`));
  await write_config(person, '<View><Text name="text" value="$text"/>');
  await person.see("listitem", new RegExp(person.text("problem.xml-syntax.not-closed", { tag: "View", line: 1, column: 1 })));
  await write_config(person, '<View><Text name="text" value="$text"/></View>');
  await person.drop(await write_files(person.folder, {
    "cut.json": '[{"data": {"text": "a"}}, {"data": {"te', "rows.csv": "text,n\na,1\nb,2,3\n",
  }));
  await person.see("listitem", /cut\.json.*解析.*此文件只读入了该处之前的内容/);
  await person.see("listitem", new RegExp(`rows\\.csv.*${person.text("problem.csv-width", { cells: 3, columns: 2 })}`));
});

test("of a drop of good and bad files the good are taken and each bad one is named with its reason", async (t) => {
  const person = await tests.studio(t);
  const paths = await write_files(person.folder, {
    "good.png": grey_png(64, 48),
    "words.jpg": Buffer.from("These are only words, whatever the name says.\n"),
    "empty.png": Buffer.alloc(0),
    "cut.json": '[{"data": {"image": "a.png"}}, {"data": {"im',
    "half.jpg": (await readFile(photo_path(boats.file))).subarray(0, 300),
  });
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), "Mixed");
  await write_config(person, box_config);
  await person.drop(paths);
  for (const name of ["words.jpg", "empty.png", "cut.json"])
    await person.until((needle) => document.querySelector("tagwright-editor").inspect().widgets
      .some((w) => `${w.name} ${w.value ?? ""}`.includes(needle)), name, `a message about ${name}`);
  await person.click("button", person.text("new.create"));
  await person.shown("img");
  for (const n of [2, 3]) { // the whole task that stands before the break of cut.json, then half.jpg
    await person.press("Control+ArrowRight");
    await person.see("status", person.text("bar.task", { n, m: 3 }));
  }
  await person.until((needle) => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.name.startsWith(needle)),
    person.text("tag.image-failed").split("{")[0], "half.jpg to be explained where it would be");
  person.errors.length = 0; // the browser itself reports a.png
});

test("truncated JSON dropped on a project at work harms nothing that is there", async (t) => {
  const person = await tests.studio(t);
  const [good] = await write_files(person.folder, { "good.png": grey_png(640, 480) });
  await new_project(person, { title: "Safe", config: box_config, drop: [good] });
  await person.shown("img");
  await person.press("1");
  await person.draw("img", [10, 10], [40, 40]);
  await person.saved();
  const before = await person.result();
  const [cut] = await write_files(person.folder, { "cut.json": '{"tasks": [{"data": {"image"' });
  await person.drop([cut]);
  await person.until(() => document.querySelector("tagwright-editor").inspect().widgets
    .some((w) => `${w.name} ${w.value ?? ""}`.includes("cut.json")), null, "a message about cut.json");
  await person.page.reload();
  await person.shown("img");
  assert.deepEqual(await person.result(), before);
});

test("a picture of 200 megapixels is named, and neither freezes the page nor stops its neighbours", async (t) => {
  const person = await tests.studio(t);
  const paths = await write_files(person.folder, { "huge.png": png_of_200_megapixels(), "small.png": grey_png(64, 48) });
  await new_project(person, { title: "Huge", config: box_config, drop: paths, count: 2 });
  await person.until(() => {
    const editor = document.querySelector("tagwright-editor");
    return editor.locate({ object: "img", x_pct: 50, y_pct: 50 }).length > 0 ||
      editor.inspect().widgets.some((w) => /200|megapixel|large|20000/i.test(`${w.name} ${w.value ?? ""}`));
  }, null, "the huge picture or a message about it");
  await person.press("Control+ArrowRight");
  await person.until(() => document.querySelector("tagwright-editor").locate({ object: "img", x_pct: 50, y_pct: 50 }).length > 0,
    null, "the small picture");
});

test("a picture that is missing is explained in its place, the rest of the task can be done", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: { ...box_task(), data: { image: "assets/no-such-picture.jpg" } } });
  person.errors.length = 0; // the browser reports the 404 itself
  await person.until((needle) => document.querySelector("tagwright-editor").inspect().widgets
    .some((w) => w.name.startsWith(needle)), person.text("tag.image-failed").split("{")[0], "the message");
  await person.click("radio", "Soft");
  assert.equal((await person.result())[0].value.choices[0], "Soft");
  person.errors.length = 0;
});

/** UTF-8 text as GBK, by the decoder the browser world has. */
function gbk(text) {
  const decoder = new TextDecoder("gbk"), bytes = [];
  const table = new Map();
  for (let high = 0x81; high <= 0xfe; ++high)
    for (let low = 0x40; low <= 0xfe; ++low) {
      const one = decoder.decode(Uint8Array.of(high, low));
      if (one.length === 1 && one !== "\ufffd") table.set(one, [high, low]);
    }
  for (const char of text) bytes.push(...(char.codePointAt(0) < 128 ? [char.codePointAt(0)] : table.get(char)));
  return Buffer.from(bytes);
}

test("texts in GBK and UTF-16 are read as what they say, or named; never shown as rubbish", async (t) => {
  const words = "静夜思：床前明月光，疑是地上霜。";
  for (const [name, bytes] of [
    ["gbk.txt", gbk(words)],
    ["utf16.txt", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(words, "utf16le")])],
    ["utf8-bom.txt", Buffer.from(`\ufeff${words}`, "utf8")],
  ]) {
    const person = await tests.studio(t);
    const paths = await write_files(person.folder, { [name]: bytes });
    await person.click("button", person.text("start.new"));
    await person.fill(person.text("new.name"), "Texts");
    await write_config(person, text_config);
    await person.drop(paths);
    await person.until((file) => document.querySelector("tagwright-editor").inspect().widgets.some((w) =>
      w.name.includes(file) || /^1 /.test(w.name)), name, "the file to be taken or named");
    if ((await all_text(person)).includes(name)) continue; // named, with a reason
    await person.click("button", person.text("new.create"));
    await person.shown("text", { start_utf16: 0, end_utf16: 1 });
    await person.press("1");
    await person.mark("text", 0, words.length);
    assert.equal((await person.result())[0].value.text, words, `${name} was read as what it says`);
  }
});
