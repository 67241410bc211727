// Two thousand photographs dropped at once on a project: when the first are seen, when all are in, the longest the page did
// not answer, and the most memory the page's process took, also after scrolling through all thumbnails. The photographs are
// the sample ones, re-encoded at several sizes and made unlike each other by a comment in the file.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install_probe, skip_tour } from "../e2e/support/in_page.mjs";
import { Person } from "../e2e/support/page.mjs";
import { photo_path } from "../e2e/support/pictures.mjs";
import { new_project } from "../e2e/support/projects.mjs";
import { serve, start_browser } from "../e2e/support/studio.mjs";
import { print } from "./browser.mjs";

const count = 2000, widths = [640, 1024, 1600, 2400, 3200];
const config = '<View><RectangleLabels name="box" toName="img"><Label value="Boat"/></RectangleLabels><Image name="img" value="$image"/></View>';
const folder = await mkdtemp(join(tmpdir(), "tagwright-bench-"));
const server = await serve(), browser = await start_browser();

/** Each sample photograph at each width, encoded by the browser itself. */
async function variants(page) {
  const names = (await readdir(photo_path(""))).filter((name) => /\.jpe?g$/.test(name));
  const out = [];
  for (const name of names) {
    const base64 = await readFile(photo_path(name), "base64");
    for (const width of widths)
      out.push(Buffer.from(await page.evaluate(async ([data, wide]) => {
        const picture = await createImageBitmap(await (await fetch("data:image/jpeg;base64," + data)).blob());
        const canvas = new OffscreenCanvas(wide, Math.round(picture.height * wide / picture.width));
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 })).arrayBuffer());
        let text = "";
        for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
        return btoa(text);
      }, [base64, width]), "base64"));
  }
  return out;
}

/** Megabytes of memory that the page's process has of its own, and shares by part. */
async function memory_mb(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  let most = 0;
  for (const { type, id } of processInfo) {
    if (type !== "renderer") continue;
    const rollup = await readFile(`/proc/${id}/smaps_rollup`, "utf8").catch(() => "");
    most = Math.max(most, Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024);
  }
  return most;
}

try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en" });
  await context.addInitScript(install_probe);
  await context.addInitScript(skip_tour);
  const page = await context.newPage(), session = await browser.newBrowserCDPSession();
  const person = new Person(page, { timeout_ms: 240_000 });
  await page.goto(server.url);
  await person.ready();
  const pictures = await variants(page);
  const paths = [];
  let bytes = 0;
  for (let n = 0; n < count; ++n) {
    const jpeg = pictures[n % pictures.length], note = Buffer.from(`photo ${n}`);
    const file = Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, note.length + 2]), note, jpeg.subarray(2)]);
    bytes += file.length;
    paths.push(join(folder, `photo-${String(n).padStart(4, "0")}.jpg`));
    await writeFile(paths[n], file);
  }
  await new_project(person, { title: "Photographs", config, drop: [paths[0]] });
  await person.shown("img");
  await person.run("page:project");
  await person.see("listitem", /photo-0000/);

  let most = await memory_mb(session), watching = true;
  const before = most;
  const watched = (async () => {
    while (watching) {
      most = Math.max(most, await memory_mb(session));
      await new Promise((done) => setTimeout(done, 100));
    }
  })();
  await page.evaluate(() => {
    window.bench_tasks = [];
    window.bench_seen = {};
    const count = () => Number(/^([\d,]+) tasks/.exec(document.querySelector("tagwright-editor").inspect().widgets.find((w) => w.id === "data:totals" || /tasks/.test(w.name) && w.role === "status")?.name)?.[1].replace(",", "") ?? 0);
    addEventListener("drop", () => {
      const begun = performance.now(), seen = window.bench_seen;
      seen.begun = begun;
      const look = () => {
        const n = count();
        if (n > 1) seen.first_ms ??= performance.now() - begun;
        if (n >= 2000) seen.all_ms = performance.now() - begun;
        else window.test_probe.turn().then(look);
      };
      setTimeout(() => { seen.event_ms = performance.now() - begun; look(); });
    }, { capture: true, once: true });
    new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) window.bench_tasks.push([startTime, startTime + duration]); }).observe({ type: "longtask" });
  });
  await person.drop(paths.slice(1));
  await person.see("status", new RegExp(person.text("data.total", { m: "2,000" })));
  await person.settled();
  // Of the task that brought the drop, what came before our first listener is Chromium's own: it asks its other process for
  // the type of each file before it tells the page of any.
  const { begun, first_ms, all_ms, event_ms, tasks } = await page.evaluate(() => ({ ...window.bench_seen, tasks: window.bench_tasks }));
  const task_ms = Math.max(0, ...tasks.filter(([, end]) => end > begun).map(([start, end]) => end - Math.max(start, begun)));
  const browser_ms = Math.max(0, ...tasks.filter(([start]) => start < begun).map(([start, end]) => Math.min(end, begun) - start));
  const import_mb = most;
  // All thumbnails, screen by screen.
  await person.click("button", person.text("data.as-grid"));
  const list = await person.box("list", person.text("tasks.title"));
  await page.mouse.move(list.x + 300, list.y + 200);
  for (let n = 0; n < 140; ++n) {
    await page.mouse.wheel(0, 600);
    if (n % 10 === 9) await person.settled();
  }
  await person.settled();
  watching = false;
  await watched;
  const { memory } = await person.inspect();
  const more = { megabytes: Math.round(bytes / 1e6), before_mb: Math.round(before), while_importing_mb: Math.round(import_mb),
    with_thumbnails_mb: Math.round(most), wasm_mb: Math.round(memory?.wasm_mb ?? 0), textures_mb: Math.round(memory?.textures_mb ?? 0) };
  print("browser: 2,000 photographs dropped, the first is seen", [first_ms], 2000);
  print("browser: 2,000 photographs dropped, all are in", [all_ms], 0);
  print("browser: 2,000 photographs dropped, longest task", [task_ms], 50, { drop_event_ms: Math.round(event_ms), chromium_before_it_ms: Math.round(browser_ms) });
  print("browser: 2,000 photographs dropped, most memory (MB)", [most], 500, more);
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
