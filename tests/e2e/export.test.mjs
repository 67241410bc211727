// Projects leave as archives: with their files beside the tasks, or whole, as one file that comes back equal.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { write_files } from "./support/page.mjs";
import { grey_png } from "./support/pictures.mjs";
import { box_config, new_project, text_config, write_config } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

async function download(person, action) {
  const coming = person.page.waitForEvent("download", { timeout: 60_000 });
  await person.run(action);
  const file = await coming, path = join(person.folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}
/** What Python's zipfile, which is not ours, finds in an archive. */
function unzip(path, folder) {
  const ran = spawnSync("python3", ["-c", "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2]); print('\\n'.join(z.namelist()))", path, folder], { encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trim().split("\n");
}
/** Exported tasks, or one, without what is given anew by a device. */
function without_ids(tasks) {
  const drop = new Set(["id", "inner_id", "task", "project", "annotation"]);
  return JSON.parse(JSON.stringify(tasks, (key, value) => (drop.has(key) ? undefined : value)));
}

async function labeled_photos(t) {
  const person = await tests.studio(t);
  const photos = await write_files(person.folder, { "one.png": grey_png(320, 240), "两.png": grey_png(200, 100) });
  await new_project(person, { title: "Photos", config: box_config, drop: photos });
  await person.shown("img");
  await person.press("1");
  await person.draw("img", [10, 10], [40, 40]);
  await person.click("button", person.text("action.annotation.submit"));
  await person.saved();
  await person.run("page:project");
  return { person, photos };
}

test("exports are made in a worker, and of two that are asked for at once both come", async (t) => {
  const { person } = await labeled_photos(t);
  const workers = [], files = [];
  person.page.on("worker", (worker) => workers.push(new URL(worker.url()).pathname.split("/").at(-1)));
  person.page.on("download", (file) => files.push(file.suggestedFilename()));
  await person.page.evaluate(() => {
    for (const action of ["page:export-project", "page:export-media", "page:export"]) document.querySelector("tagwright-editor").run(action);
  });
  while (files.length < 3) await person.page.waitForEvent("download");
  assert.deepEqual(files, ["Photos.tagwright", "Photos.zip", "Photos.json"]);
  assert.deepEqual(workers, Array(3).fill("tagwright-worker.js"));
});

test("JSON with its files is a zip whose paths lead to them", async (t) => {
  const { person, photos } = await labeled_photos(t);
  const path = await download(person, "page:export-media");
  assert.match(path, /Photos\.zip$/);
  assert.deepEqual(unzip(path, person.folder).sort(), ["media/one.png", "media/两.png", "tasks.json"].sort());
  const tasks = JSON.parse(await readFile(join(person.folder, "tasks.json"), "utf8"));
  assert.deepEqual(tasks.map((task) => task.data.image), ["media/one.png", "media/两.png"]);
  assert.equal(tasks[0].annotations.length, 1);
  assert.deepEqual(await readFile(join(person.folder, "media/one.png")), await readFile(photos[0]));
});

test("a whole project goes into one file, and on another device comes back equal", async (t) => {
  const { person } = await labeled_photos(t);
  const before = await person.export_tasks();
  const path = await download(person, "page:export-project");
  assert.match(path, /Photos\.tagwright$/);

  const other = await tests.studio(t);
  await other.drop([path]);
  await other.until(() => document.querySelector("tagwright-editor").inspect().page === "tasks", null, "the project to open");
  assert.deepEqual(without_ids(await other.export_tasks()), without_ids(before));
  await other.click("button", other.text("tasks.label"));
  await other.shown("img");
});

/** Each task in a project's file as text without ids, and how many there are; `look` sees the task itself. */
async function digest_of(path, folder, look) {
  unzip(path, folder);
  const digest = createHash("sha256");
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(join(folder, "tasks.jsonl")) })) {
    const task = JSON.parse(line);
    look(task, count++);
    digest.update(JSON.stringify(without_ids(task)) + "\n");
  }
  return { count, digest: digest.digest("hex") };
}

test("a project of 100,000 tasks as one file and back", async (t) => {
  const person = await tests.studio(t);
  person.timeout_ms = 90_000;
  const all_there = new RegExp(`^${person.text("data.total", { m: "100,000" })} +·`); // the foot of the table, no form's count
  const text = (n) => `row ${n}, ${"words and more ".repeat(8)}`;
  const rows = Array.from({ length: 100_000 }, (_, n) => `${n},"${text(n)}"`);
  const [csv] = await write_files(person.folder, { "large.csv": "n,text\n" + rows.join("\n") + "\n" });
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), "Large");
  await write_config(person, text_config);
  await person.drop([csv]);
  await person.click("button", person.text("new.create"));
  await person.click("button", person.text("import.start", { n: "100,000" }));
  await person.see("status", all_there);
  const path = await download(person, "page:export-project");
  const other = await tests.studio(t);
  other.timeout_ms = 90_000;
  await other.drop([path]);
  await other.see("status", all_there);
  const again = await download(other, "page:export-project");

  const is_row = (task, n) => assert.deepEqual(task.data, { n, text: text(n) });
  const before = await digest_of(path, person.folder, is_row), after = await digest_of(again, other.folder, is_row);
  assert.equal(before.count, 100_000);
  assert.deepEqual(after, before);
});

test("a file that only calls itself a project is refused in words", async (t) => {
  const person = await tests.studio(t);
  const [path] = await write_files(person.folder, { "no.tagwright": "not an archive" });
  await person.drop([path]);
  await person.see("status", /no\.tagwright/);
});
