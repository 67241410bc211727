// Rows of files come into a project: what was found is shown before anything is written, what cannot come in is named.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { write_files } from "./support/page.mjs";
import { grey_png } from "./support/pictures.mjs";
import { new_project, text_config, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** A project with one task, at its list of tasks. */
async function text_project(t, options = {}) {
  const person = await tests.studio(t, options);
  const paths = await write_files(person.folder, { "first.txt": "first\n" });
  await new_project(person, { title: "Rows", config: text_config, drop: paths });
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.run("page:project");
  return person;
}
const start = (person, n) => person.text("import.start", { n });
const exported = async (person) => (await person.export_tasks()).map((task) => task.data);

test("a CSV is shown before it comes in: separator, encoding, rows, and which column is which", async (t) => {
  const person = await text_project(t, { language: "zh-CN" });
  // 编号;内容 / 1;他说"好"; / 2;床前明月光, in GB 18030
  const gbk = Buffer.from("b1e0bac53bc4dac8dd0a313b22cbfbcbb52222bac322223b220a323bb4b2c7b0c3f7d4c2b9e20a", "hex");
  const [path] = await write_files(person.folder, { "诗.csv": gbk });
  await person.drop([path]);
  await person.see("heading", person.text("import.title", { name: "诗.csv" }));
  await person.see("button", start(person, 2));
  await person.see("listitem", '1 | 他说"好";');
  const combo = (name) => person.page.getByRole("combobox", { name }).first();
  assert.equal(await combo(person.text("import.encoding")).textContent(), "GB 18030");
  // The text goes to the field that the config reads.
  await person.click("combobox", person.text("import.column", { name: "内容" }));
  await person.click("option", "$text");
  await person.click("button", start(person, 2));
  await person.see_no("heading", person.text("import.title", { name: "诗.csv" }));
  await person.until(() => document.querySelector("tagwright-editor").inspect().page === "tasks", null, "the list of tasks");
  const data = await exported(person);
  assert.deepEqual(data.slice(1), [{ 编号: 1, text: '他说"好";' }, { 编号: 2, text: "床前明月光" }]);
});

test("rows that cannot come in are named and left out, the rest comes in", async (t) => {
  const person = await text_project(t);
  const [path] = await write_files(person.folder, { "rows.jsonl": '{"text":"a"}\n{broken\n{"text":"b"}\n' });
  await person.drop([path]);
  await person.click("button", start(person, 2));
  await person.see("status", /^2 tasks added\..*Left out: 1\./);
  const download = person.page.waitForEvent("download");
  await person.click("button", person.text("import.report"));
  const report = await readFile(await (await download).path(), "utf8");
  assert.match(report, /rows\.jsonl,2,/);
  await person.see("listitem", new RegExp("^" + person.text("import.at-line", { n: 2 }) + ": ")); // row by row on the page too
  await person.click("button", person.text("import.close"));
  assert.deepEqual((await exported(person)).slice(1), [{ text: "a" }, { text: "b" }]);
});

test("the work is done in a worker; where there can be none, beside the page", async (t) => {
  const rows = "text\n" + Array.from({ length: 5_000 }, (_, n) => `row ${n}\n`).join("");
  for (const without of [false, true]) {
    const person = await text_project(t, { init: (none) => { if (none) window.Worker = class { constructor() { throw new Error("none"); } }; }, init_argument: without });
    const workers = [];
    person.page.on("worker", (worker) => workers.push(worker.url()));
    const [path] = await write_files(person.folder, { "rows.csv": rows });
    await person.drop([path]);
    await person.click("button", start(person, "5,000"));
    await person.see("status", /5,?000 tasks added/);
    await person.until(() => document.querySelector("tagwright-editor").inspect().page === "tasks", null, "the list of tasks");
    assert.equal((await exported(person)).length, 5_001);
    assert.equal(workers.some((url) => url.includes("tagwright-worker.js")), !without);
  }
});

test("what was shown and not wanted leaves nothing behind", async (t) => {
  const person = await text_project(t);
  const [path] = await write_files(person.folder, { "rows.csv": "text\na\nb\n" });
  await person.drop([path]);
  await person.see("button", start(person, 2));
  await person.click("button", person.text("new.cancel"));
  await person.see_no("button", start(person, 2));
  assert.equal((await exported(person)).length, 1);
});

test("a large CSV becomes a project of its own", async (t) => {
  const person = await tests.studio(t);
  const rows = Array.from({ length: 30_000 }, (_, n) => `${n},"row ${n}, with a comma and some text to make it long enough: ${"x".repeat(100)}"`);
  const [path] = await write_files(person.folder, { "large.csv": "n,text\n" + rows.join("\n") + "\n" });
  await person.click("button", person.text("start.new"));
  await write_config(person, text_config);
  await person.drop([path]);
  await person.click("button", person.text("new.create"));
  await person.click("button", start(person, "30,000"));
  await person.see_no("button", start(person, "30,000"));
  const data = await exported(person);
  assert.equal(data.length, 30_000);
  assert.deepEqual(data[29_999].n, 29_999);
});

test("photographs come in without a question, each a task", async (t) => {
  const person = await tests.studio(t);
  const config = '<View><Image name="img" value="$image"/><Choices name="c" toName="img"><Choice value="A"/></Choices></View>';
  const photos = {};
  for (let n = 0; n < 60; ++n) photos[`photo-${String(n).padStart(2, "0")}.png`] = grey_png(32, 32, (x, y) => (x * n + y) & 255);
  const paths = await write_files(person.folder, photos);
  await new_project(person, { title: "Photos", config, drop: [paths[0]] });
  await person.shown("img");
  await person.run("page:project");
  await person.drop(paths.slice(1));
  await person.see("status", person.text("notice.imported", { n: 59 }));
  const data = await exported(person);
  assert.deepEqual(data.map((d) => d.image.split("/")[1]), Object.keys(photos));
  await person.run("task:next");
  await person.page.goto(person.page.url().replace(/projects\/(\d+).*$/, "projects/$1/tasks/60"));
  await person.shown("img"); // the last one is on the device
});

test("a picture that a task names by path is found when its file or folder is dropped, and is no task of its own", async (t) => {
  const person = await tests.studio(t);
  const config = '<View><Image name="img" value="$image"/><Choices name="c" toName="img"><Choice value="A"/></Choices></View>';
  const tasks = [{ image: "images/a/one.png" }, { image: "/data/upload/3/0123abcd-two.png" }];
  const [list, one, two] = await write_files(person.folder, { "list.json": tasks, "one.png": grey_png(64, 48), "two.png": grey_png(64, 48) });
  await new_project(person, { title: "Paths", config, drop: [list], count: 2 });
  await person.see("button", person.text("bar.export"));
  await person.run("page:project");
  await person.see("status", person.text("media.missing", { n: 2, name: "images/a/one.png" }));
  await person.drop([one, two]);
  await person.see_no("status", /images\/a\/one\.png/);
  await person.click("listitem", /one\.png/);
  await person.shown("img");
  await person.run("task:next");
  await person.shown("img");
  assert.deepEqual(await exported(person), tasks, "the data stays as it came");
  person.errors.splice(0); // the page asked its server for the pictures, which it does not have
});
