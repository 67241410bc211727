// From task to task with the pictures in the cache: from the key until a frame shows the next task with its picture.
// Prints one JSON line (see run_bench.py).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install_probe, skip_tour } from "../e2e/support/in_page.mjs";
import { Person, write_files } from "../e2e/support/page.mjs";
import { grey_png } from "../e2e/support/pictures.mjs";
import { box, new_project } from "../e2e/support/projects.mjs";
import { serve, start_browser } from "../e2e/support/studio.mjs";
import { print } from "./browser.mjs";

const config = `<View><RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Person"/></RectangleLabels>
<Image name="img" value="$image"/></View>`;
const count = 12, folder = await mkdtemp(join(tmpdir(), "tagwright-bench-"));
const server = await serve(), browser = await start_browser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en" });
await context.addInitScript(install_probe);
await context.addInitScript(skip_tour);
const page = await context.newPage();
const photo = grey_png(1600, 1200, (x, y) => (x * 7 + y * 13 + ((x * y) >> 9)) & 255);
await page.route("**/bench-photo-*.png", (route) => route.fulfill({
  contentType: "image/png", headers: { "cache-control": "max-age=600" }, body: photo,
}));
const result = (n) => Array.from({ length: 20 }, (_, i) => box(`b${n}-${i}`, (i % 5) * 18, Math.floor(i / 5) * 22, 12, 16));
const tasks = Array.from({ length: count }, (_, n) => ({ data: { image: `bench-photo-${n}.png` }, annotations: [{ result: result(n) }] }));
const person = new Person(page, { timeout_ms: 30_000 });
await page.goto(server.url);
await person.ready();
const paths = await write_files(folder, { "tasks.json": tasks });
await new_project(person, { title: "Photographs", config, drop: paths, count });
await person.shown("img");

const step = (key) => page.evaluate(async (pressed) => {
  const editor = document.querySelector("tagwright-editor"), root = editor.shadowRoot;
  const place = () => root.querySelector('[data-id="top:place"]')?.getAttribute("aria-label");
  const before = place(), begun = performance.now();
  root.querySelector("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: pressed, code: pressed, ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
  do await window.test_probe.turn();
  while (place() === before || !place() || !editor.locate({ object: "img", x_pct: 50, y_pct: 50 }).length);
  return performance.now() - begun;
}, key);

const times = [];
for (let n = 1; n < count; ++n) {
  times.push(await step("ArrowRight"));
  await person.settled();
}
for (let n = 1; n < count; ++n) {
  times.push(await step("ArrowLeft"));
  await person.settled();
}
print("browser: next task, picture in the cache", times, 100);
await browser.close();
await server.close();
await rm(folder, { recursive: true, force: true });
