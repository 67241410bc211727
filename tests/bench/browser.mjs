// What the browser benchmarks share: a browser of their own, a page with an opened editor, and the line each figure is.
import { install_probe } from "../e2e/support/in_page.mjs";
import { serve, somebodys_page, start_browser } from "../e2e/support/studio.mjs";

export function print(name, times, limit_ms, more = {}) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  console.log(JSON.stringify({ name, median_ms: at(0.5), p95_ms: at(0.95), runs: times.length, limit_ms, ...more }));
}

export async function start_bench() {
  const server = await serve();
  const browser = await start_browser();
  return {
    /** A page that hosts an editor; `files` are answered beside the site: {path: [type, bytes]}. */
    async page(files = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en" });
      await context.addInitScript(install_probe);
      const page = await context.newPage();
      for (const [path, [contentType, body]] of Object.entries(files)) await page.route(`**${path}`, (route) => route.fulfill({ contentType, body }));
      await page.goto(server.url + somebodys_page({ lang: "en", theme: "light" }));
      await page.evaluate(() => customElements.whenDefined("tagwright-editor"));
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Opens a small task first, so that the program is running, then `task`; times of the second. */
export async function open_labeling(page, config, task) {
  await page.evaluate(([given]) => document.querySelector("tagwright-editor").open({ config: given, task: { id: 0, data: { image: "" }, annotations: [], predictions: [] } }), [config]);
  return page.evaluate(async ([given, shown]) => {
    const begun = performance.now();
    const opening = document.querySelector("tagwright-editor").open({ config: given, task: shown });
    const called = performance.now();
    await opening; // answered behind the frame that shows it
    return { call_ms: called - begun, shown_ms: performance.now() - begun };
  }, [config, task]);
}
