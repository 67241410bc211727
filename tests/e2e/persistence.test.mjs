// What was done is still there: after a reload, after the browser was killed in the middle of work, in two tabs at once.
// And where nothing can be kept, the page says so and offers the way out.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { start_killable } from "./support/killable.mjs";
import { Person } from "./support/page.mjs";
import { photo_path } from "./support/pictures.mjs";
import { boats, box_config, latest_result, new_project } from "./support/projects.mjs";
import { serve } from "./support/studio.mjs";
import { browser_for_tests, watch_errors } from "./support/suite.mjs";

const tests = browser_for_tests();

/** From the start page to a dropped photograph, open for labeling. */
async function begin(person, folder) {
  await copyFile(photo_path(boats.file), join(folder, boats.file));
  await new_project(person, { title: "Harbour", config: box_config, drop: [join(folder, boats.file)] });
  await person.shown("img");
}

const corners = (n) => [[5 + (n % 9) * 10, 5 + (Math.floor(n / 9) % 9) * 10], [12 + (n % 9) * 10, 12 + (Math.floor(n / 9) % 9) * 10]];

test("a reload finds project, photograph, boxes, choice and text", async (t) => {
  const person = await tests.studio(t);
  await begin(person, person.folder);
  await person.press("1");
  await person.draw("img", ...corners(0));
  await person.press("Escape", "Escape");
  await person.click("radio", "Soft");
  await person.click("textbox", "caption");
  await person.keyboard.insertText("江上的船");
  await person.press("Enter");
  await person.saved();
  const before = await person.result();
  assert.deepEqual(before.map((r) => r.type).sort(), ["choices", "rectanglelabels", "textarea"]);

  await person.page.reload();
  await person.shown("img");
  assert.deepEqual(await person.result(), before);
  await person.see("radio", "Soft", { checked: true });

  await person.page.goto(person.url);
  await person.see("link", "Harbour");
});

test("an edit is on disk within a second without anybody asking", async (t) => {
  const person = await tests.studio(t);
  await begin(person, person.folder);
  await person.press("1");
  const begun = await person.page.evaluate(() => performance.now());
  await person.draw("img", ...corners(3));
  await person.saved();
  const took = await person.page.evaluate((start) => performance.now() - start, begun);
  const stored = await person.page.evaluate(() => new Promise((done, fail) => {
    const open = indexedDB.open("tagwright");
    open.onerror = () => fail(open.error);
    open.onsuccess = () => {
      const all = open.result.transaction("ops").objectStore("ops").count();
      all.onsuccess = () => { open.result.close(); done(all.result); };
    };
  }));
  assert.ok(stored > 0, "operations are in the database");
  assert.ok(took < 3000, `drawing and saving took ${took} ms`); // the drag itself is in it
});

test("two tabs on one task show each other's changes and lose neither's", async (t) => {
  const one = await tests.studio(t);
  await begin(one, one.folder);
  await one.saved();
  const page = await one.context.newPage();
  const two = new Person(page);
  const errors = watch_errors(page);
  await page.goto(one.page.url());
  await two.shown("img");

  await one.page.bringToFront();
  await one.press("1");
  await one.draw("img", ...corners(0));
  await one.saved();
  await page.bringToFront();
  await two.until(() => document.querySelector("tagwright-editor").result().length === 1, null, "the first tab's box in the second");
  await two.click("button", "Person");
  await two.draw("img", ...corners(40));
  await two.saved();
  await one.page.bringToFront();
  await one.until(() => document.querySelector("tagwright-editor").result().length === 2, null, "the second tab's box in the first");
  assert.deepEqual(await one.result(), await two.result());
  assert.deepEqual((await one.result()).map((r) => r.value.rectanglelabels[0]), ["Car", "Person"]);

  // Undo is for one's own edits only.
  await one.press("Escape", "Control+z");
  assert.deepEqual((await one.result()).map((r) => r.value.rectanglelabels[0]), ["Person"]);
  await one.page.reload();
  await one.shown("img");
  assert.equal((await one.result()).length, 1);
  assert.deepEqual(errors, []);
});

test("the browser is killed 20 times in the middle of work: nothing called saved is lost", { timeout: 240_000 }, async (t) => {
  const seed = Number(process.env.TAGWRIGHT_SEED ?? Math.floor(Math.random() * 2 ** 31));
  t.diagnostic(`seed ${seed}`);
  let state = seed;
  const random = (n) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0, (state >>> 8) % n);
  const profile = await mkdtemp(join(tmpdir(), "tagwright-killed-"));
  const server = await serve();
  let browser;
  t.after(async () => {
    await browser?.kill().catch(() => {});
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  let address = server.url, saved = [], rounds_with_edits = 0;
  for (let round = 0; round <= 20; ++round) {
    browser = await start_killable(profile, address);
    const { person } = browser;
    if (round === 0) {
      await begin(person, profile);
      address = person.page.url();
    }
    await person.shown("img");
    // Everything that was called saved is here, by id and to the last digit.
    const found = new Map((await person.result()).map((r) => [r.id, r]));
    for (const [id, result] of saved) assert.deepEqual(found.get(id), result, `seed ${seed}, start ${round}: lost ${id}`);
    if (round === 20) break;

    // From here on the page reports, with each frame, what that frame's top bar calls saved: the document as the frame
    // painted it, which is what the frame before left.
    let reported = null, reports = 0, wake = () => {};
    await person.page.exposeBinding("report", (_, seen) => { ++reports; if (seen) reported = seen; wake(); });
    await person.page.evaluate((saved_text) => {
      const editor = document.querySelector("tagwright-editor");
      let painted = editor.result();
      editor.addEventListener("frame", () => {
        const calm = [...editor.shadowRoot.querySelectorAll('[role="status"]')].some((e) => e.getAttribute("aria-label") === saved_text);
        window.report(calm ? painted.map((r) => [r.id, r]) : null);
        painted = editor.result();
      });
    }, person.text("save.saved"));

    await person.click("button", "Car");
    const kill_after = reports + 3 + random(40);
    const drawing = (async () => {
      for (let n = 0; reports < kill_after; ++n) {
        const [a, b] = corners((round * 7 + n) % 81);
        const from = await person.point("img", ...a), to = await person.point("img", ...b);
        await person.mouse.move(from.x, from.y);
        await person.keyboard.down("Control"); // a new box even where one is
        await person.mouse.down();
        await person.mouse.move(to.x, to.y, { steps: 2 });
        await person.mouse.up();
        await person.keyboard.up("Control");
      }
    })().catch(() => {}); // it ends with the browser
    while (reports < kill_after) await new Promise((done) => { wake = done; });
    await browser.kill();
    await drawing;
    if (reported && reported.length > saved.length) ++rounds_with_edits;
    if (reported) saved = reported;
  }
  t.diagnostic(`${saved.length} boxes called saved, edits saved in ${rounds_with_edits} of 20 rounds`);
  assert.ok(rounds_with_edits >= 10, `only ${rounds_with_edits} rounds saved anything: the test proves too little (seed ${seed})`);
});

test("a disk that the browser before still holds is waited for: the project is found, not called missing", async (t) => {
  const profile = await mkdtemp(join(tmpdir(), "tagwright-held-"));
  const server = await serve();
  let browser, holder;
  t.after(async () => {
    holder?.kill();
    await browser?.kill().catch(() => {});
    await server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  browser = await start_killable(profile, server.url);
  await begin(browser.person, profile);
  const address = browser.person.page.url();
  await browser.kill();

  // The lock of the browser's database, held as a process that is slow to die holds it.
  const locks = (await readdir(profile, { recursive: true })).filter((path) => /IndexedDB.*\/LOCK$/.test(path));
  assert.equal(locks.length, 1, `one database: ${locks}`);
  holder = spawn("python3", ["-c", "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', flush=True); sys.stdin.read()",
    join(profile, locks[0])], { stdio: ["pipe", "pipe", "inherit"] });
  await once(holder.stdout, "data");

  browser = await start_killable(profile, address, { init: () => {
    window.refused_opens = 0;
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function (...rest) {
      const request = open.apply(this, rest);
      request.addEventListener("error", () => ++window.refused_opens);
      return request;
    };
  } });
  const { person } = browser;
  await person.page.waitForFunction(() => window.refused_opens >= 2);
  holder.kill();
  await person.shown("img");
  await person.click("button", "Car");
  await person.draw("img", ...corners(0));
  await person.saved();
});

for (const [name, break_storage] of [
  ["there is no IndexedDB", () => Object.defineProperty(window, "indexedDB", { value: undefined })],
  ["the browser forbids storage", () => {
    IDBFactory.prototype.open = () => { throw new DOMException("The user denied permission to access the database.", "SecurityError"); };
  }],
]) {
  test(`where ${name} the page says so, works on, and offers the export`, async (t) => {
    const person = await tests.studio(t, { init: break_storage });
    await begin(person, person.folder);
    await person.see("alert", person.text("error.storage-blocked"));
    await person.press("1");
    await person.draw("img", ...corners(10));
    assert.equal((await person.result()).length, 1);
    const download = person.page.waitForEvent("download");
    await person.click("button", person.text("error.export"), { state: {} });
    assert.ok(await download);
    assert.equal(await person.has("status", person.text("save.saved")), false, "nothing is called saved");
  });
}

test("when the disk is full the page says so, keeps the edits, and saves them once there is room", async (t) => {
  // The browser looks at its quota only now and then; here its answer comes when the test wants it.
  const person = await tests.studio(t, { init: () => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
      if (mode === "readwrite" && window.test_disk_full) throw new DOMException("The disk is full.", "QuotaExceededError");
      return begin.call(this, stores, mode, ...rest);
    };
  } });
  await begin(person, person.folder);
  await person.saved();
  await person.page.evaluate(() => { window.test_disk_full = true; });
  await person.press("1");
  await person.draw("img", ...corners(0));
  await person.see("alert", person.text("error.storage-full"));
  assert.equal((await person.result()).length, 1, "the edit is still there");
  assert.equal(await person.has("status", person.text("save.saved")), false);
  const download = person.page.waitForEvent("download");
  await person.click("button", person.text("error.export"));
  const exported = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.deepEqual(latest_result(exported[0]), await person.result(), "what could not be saved is in the export");

  await person.page.evaluate(() => { window.test_disk_full = false; });
  await person.click("button", person.text("error.retry"));
  await person.saved();
  await person.see_no("alert", person.text("error.storage-full"));
  await person.page.reload();
  await person.shown("img");
  assert.equal((await person.result()).length, 1, "the edit made while the disk was full is kept");
});
