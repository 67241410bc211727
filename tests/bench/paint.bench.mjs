// What one mouse move of a drag costs in a browser under software GL, the photograph and all boxes on screen: time between
// frames, main thread of the renderer, build of the frame.
import { join } from "node:path";
import { launch, repo_dir, serve } from "../e2e/support/studio.mjs";

const limits = { 1000: 50 };
const server = await serve(join(repo_dir, "build/wasm/paint_page"));
const browser = await launch({ viewport: { width: 1440, height: 900 } });
const print = (name, times, extra = {}) => {
  times.sort((a, b) => a - b);
  const at = (q) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * q))] * 100) / 100;
  console.log(JSON.stringify({ name, median_ms: at(0.5), p95_ms: at(0.95), runs: times.length, ...extra }));
};
try {
  const page = browser.context.pages()[0];
  await page.goto(server.url);
  await page.waitForFunction(() => document.title === "ready");
  await page.evaluate(() => set_size(1440, 900, 1));
  for (const [count, scale] of [[1000, 0.28], [5000, 0.28], [10000, 0.28], [10000, 4]]) {
    const result = await page.evaluate(async ([boxes, zoom]) => {
      paint._paint_boxes(boxes, zoom);
      const frames = [], main = [], build = [];
      let last = 0, dirty = 0;
      for (let step = 0; step < 70; ++step) {
        const now = await new Promise(requestAnimationFrame);
        const main_ms = paint._paint_drag(step, 0);
        if (step > 10) frames.push(now - last), main.push(main_ms), build.push(paint._paint_build_ms());
        last = now;
        dirty = paint._paint_dirty();
      }
      return { frames, main, build, dirty };
    }, [count, scale]);
    const where = `${count} boxes, one dragged, zoom ${scale}`;
    print(`browser: ${where}: frame to frame`, result.frames, { limit_ms: limits[count] ?? 0, dirty: Math.round(result.dirty * 1000) / 1000 });
    print(`browser: ${where}: renderer, main thread`, result.main, { limit_ms: count <= 5000 ? 2 : 0 });
    print(`browser: ${where}: build`, result.build, { limit_ms: 4 });
  }
} finally {
  await browser.close();
  await server.close();
}
