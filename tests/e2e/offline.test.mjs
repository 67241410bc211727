// With no network: the page opens from what the first visit kept, wholly of one version.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { browser_for_tests } from "./support/suite.mjs";
import { serve, site_dir } from "./support/studio.mjs";

const tests = browser_for_tests();
const kept = () => navigator.serviceWorker.ready.then(() => caches.keys());

test("after one visit the studio opens without a network", async (t) => {
  const person = await tests.studio(t);
  const names = await person.page.evaluate(kept);
  assert.equal(names.length, 1, `one version is kept: ${names}`);
  await person.context.setOffline(true);
  await person.page.reload();
  await person.see("button", person.text("start.new"));
  await person.page.evaluate(() => { location.hash = "#/about"; });
  await person.see("note", /Tagwright \d/);
  await person.context.setOffline(false);
  person.errors.length = 0; // failed requests are logged by the browser
});

test("a version that is deployed by half is not kept", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-site-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(site_dir, folder, { recursive: true });
  const server = await serve(folder);
  t.after(() => server.close());
  const person = await tests.studio(t);
  await person.page.goto(server.url);
  await person.see("button", person.text("start.new"));
  const [first] = await person.page.evaluate(kept);
  // The worker is new; the files it names are still those of the old version, one of them changed.
  const replace = async (name, change) => writeFile(join(folder, name), change(await readFile(join(folder, name), "utf8")));
  await replace("service-worker.js", (text) => text.replaceAll(first.slice("tagwright-".length), "0123456789abcdef"));
  await replace("studio.js", (text) => text + "\n// changed\n");
  const outcome = await person.page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (worker) await new Promise((done) => worker.addEventListener("statechange", () => ["redundant", "activated"].includes(worker.state) && done()));
    return caches.keys();
  });
  assert.deepEqual(outcome, [first], "the old version stays until a new one is whole");
  person.errors.length = 0;
});
