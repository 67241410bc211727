// A CSV of 100,000 rows (some 20 MB) comes into a project, and the project opens again: how long, and the longest the
// page did not answer meanwhile (gaps between animation frames, long tasks). Also a text filter over all of it, by its
// query alone when the page offers none.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install_probe } from "../e2e/support/in_page.mjs";
import { Person } from "../e2e/support/page.mjs";
import { new_project, text_config } from "../e2e/support/projects.mjs";
import { launch, serve } from "../e2e/support/studio.mjs";
import { print } from "./browser.mjs";

const folder = await mkdtemp(join(tmpdir(), "tagwright-bench-"));
const server = await serve();
const browser = await launch({ locale: "en", viewport: { width: 1440, height: 900 } });
try {
  const words = "the quick brown fox jumps over a lazy dog while rain falls on green hills and nobody counts sheep".split(" ");
  const rows = ["id,category,text,score"];
  for (let n = 0; n < 100_000; ++n)
    rows.push(`${n},kind ${n % 17},"${Array.from({ length: 30 }, (_, k) => words[(n * 7 + k * k) % words.length]).join(" ")}, ${n}",${(n % 1000) / 8}`);
  const large = join(folder, "large.csv"), small = join(folder, "small.txt");
  await writeFile(large, rows.join("\n") + "\n");
  await writeFile(small, "one\n");

  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.addInitScript(install_probe);
  const person = new Person(page, { timeout_ms: 60_000 });
  await page.goto(server.url);
  await person.ready();
  await new_project(person, { title: "Large", config: text_config, drop: [small] });
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  await person.run("page:project");

  // The longest gap between two frames and the longest task, until stop() is called.
  const watch = () => page.evaluate(() => {
    const seen = window.bench_seen = { gap: 0, task: 0, stop: false };
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) seen.task = Math.max(seen.task, entry.duration); }).observe({ type: "longtask" });
    let last = performance.now();
    const turn = () => window.test_probe.turn().then(() => {
      const now = performance.now();
      seen.gap = Math.max(seen.gap, now - last);
      last = now;
      if (!seen.stop) turn();
    });
    turn();
  });
  const stop = () => page.evaluate(() => { window.bench_seen.stop = true; return window.bench_seen; });

  await watch();
  let begun = performance.now();
  await person.drop([large]);
  await person.see("button", person.text("import.start", { n: "100,000" }));
  const scan_ms = performance.now() - begun;
  const scanned = await stop();
  const box = await person.box("button", person.text("import.start", { n: "100,000" }));
  await watch();
  begun = performance.now();
  await page.mouse.click(box.x + 20, box.y + box.height / 2);
  await person.see_no("button", person.text("import.start", { n: "100,000" }));
  await person.see("status", /100000 tasks added|100,000 tasks added/);
  const import_ms = performance.now() - begun;
  const imported = await stop();
  print("browser: CSV of 100,000 rows, looked at", [scan_ms], 0, { longest_task_ms: Math.round(scanned.task), longest_gap_ms: Math.round(scanned.gap) });
  print("browser: CSV of 100,000 rows, imported", [import_ms], 6000, { longest_task_ms: Math.round(imported.task), longest_gap_ms: Math.round(imported.gap) });
  print("browser: longest block while importing 100,000 rows", [Math.max(scanned.task, imported.task)], 50);

  const url = page.url(), open = [];
  for (let n = 0; n < 3; ++n) {
    await page.goto("about:blank");
    await page.goto(url, { waitUntil: "commit" });
    open.push(await page.evaluate(async () => {
      const list = () => document.querySelector("tagwright-editor")?.shadowRoot?.querySelector('[role="listitem"], [role="row"]') ?? document.querySelector('tagwright-editor [role="listitem"], tagwright-editor [role="row"]');
      while (!list()) await window.test_probe.turn();
      return performance.now();
    }));
  }
  print("browser: project of 100,000 tasks opens, page and all, warm", open, 1000, { heap_mb: Math.round((await person.inspect()).memory?.wasm_mb ?? 0) });
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
