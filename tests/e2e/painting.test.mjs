// The renderer alone in a real browser: partly painted frames are the same pixels as whole ones, and a lost context comes
// back with everything it had.
import assert from "node:assert/strict";
import test from "node:test";
import { join } from "node:path";
import { launch, repo_dir, serve } from "./support/studio.mjs";

async function with_page(work) {
  const server = await serve(join(repo_dir, "build/wasm/paint_page"));
  const browser = await launch();
  try {
    const page = browser.context.pages()[0];
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/ReadPixels|readPixels|favicon|404/.test(message.text()) && errors.push(message.text()));
    await page.goto(server.url);
    await page.waitForFunction(() => document.title === "ready");
    await work(page);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
    await server.close();
  }
}

test("what is painted in part looks as if painted whole", () => with_page(async (page) => {
  for (const scale of [1, 2]) {
    await page.evaluate((s) => set_size(700, 480, s), scale);
    const steps = await page.evaluate(() => Array.from({ length: 30 }, (_, i) => paint._paint_difference(0, i)));
    assert.deepEqual(steps, steps.map(() => 0), `differing pixels at ${scale} device pixels a pixel`);
  }
  await page.evaluate(() => { set_size(1000, 700, 1); paint._paint_boxes(1000, 0.3); });
  const drag = await page.evaluate(() => Array.from({ length: 20 }, (_, i) => paint._paint_difference(1, i)));
  assert.deepEqual(drag, drag.map(() => 0));
  const dirty = await page.evaluate(() => { paint._paint_drag(20, 0); paint._paint_drag(21, 0); return paint._paint_dirty(); });
  assert.ok(dirty > 0 && dirty < 0.1, `a drag of one box repaints ${dirty} of the page`);
  const still = await page.evaluate(() => { paint._paint_drag(21, 0); return paint._paint_draw_calls(); });
  assert.equal(still, 0, "a frame in which nothing changed makes no GL call");
}));

test("a lost context comes back with atlas and pictures", () => with_page(async (page) => {
  await page.evaluate(() => { set_size(700, 480, 1); for (let i = 0; i < 3; ++i) paint._paint_difference(0, 5); });
  const before = await page.evaluate(() => paint._paint_checksum());
  await page.evaluate(() => { globalThis.loser = canvas.getContext("webgl2").getExtension("WEBGL_lose_context"); loser.loseContext(); });
  await page.waitForFunction(() => globalThis.lost);
  await page.evaluate(() => paint._paint_drag(0, 0)); // draws nowhere, breaks nothing
  await page.evaluate(() => loser.restoreContext());
  await page.waitForFunction(() => globalThis.restored);
  const after = await page.evaluate(() => { paint._paint_difference(0, 5); return paint._paint_checksum(); });
  assert.equal(after, before);
}));
