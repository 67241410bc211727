// The first open of the page: what travels (brotli -q 11 of all that is fetched), when the skeleton is there, when the
// first real frame is, with an empty profile and with a used one.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install_probe } from "../e2e/support/in_page.mjs";
import { launch, serve } from "../e2e/support/studio.mjs";
import { print } from "./browser.mjs";

const server = await serve();
const folder = await mkdtemp(join(tmpdir(), "tagwright-bench-"));

/** Opens the start page in a browser that has just been started; times in ms since navigation began. */
async function open(profile, fetched) {
  const browser = await launch({ profile, viewport: { width: 1440, height: 900 } });
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.addInitScript(install_probe);
  const bodies = [];
  if (fetched) page.on("response", (response) => bodies.push(response.body().then((body) => fetched.set(response.url(), body), () => {})));
  // The browser's own start is not the page's: an empty page is drawn first.
  await page.goto("about:blank");
  await page.screenshot();
  await page.goto(server.url, { waitUntil: "commit" });
  const times = await page.evaluate(async () => {
    const mirror = () => {
      const editor = document.querySelector("tagwright-editor");
      return editor && (editor.shadowRoot ?? editor).querySelector('[role="button"]');
    };
    while (!mirror()) await window.test_probe.turn();
    await window.test_probe.turn();
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return { first_frame: performance.now(), skeleton: paint?.startTime ?? NaN };
  });
  await Promise.all(bodies);
  await browser.close();
  return times;
}

try {
  const cold = [], warm = [], skeleton = [], fetched = new Map();
  for (let n = 0; n < 3; ++n) {
    const profile = join(folder, `profile-${n}`);
    const first = await open(profile, n === 0 ? fetched : null);
    cold.push(first.first_frame);
    skeleton.push(first.skeleton);
    if (n === 0) await open(profile); // the browser keeps compiled wasm only after the second visit
    warm.push((await open(profile)).first_frame);
  }
  print("browser: skeleton of the page, cold", skeleton, 500);
  print("browser: first frame, cold", cold, 2500);
  print("browser: first frame, warm", warm, 700);
  let bytes = 0;
  const parts = [];
  for (const [url, body] of fetched) {
    const packed = spawnSync("brotli", ["-q", "11", "-c"], { input: body, maxBuffer: 1 << 28 });
    if (packed.status !== 0) throw new Error("brotli is missing or failed");
    bytes += packed.stdout.length;
    parts.push(`${new URL(url).pathname}:${packed.stdout.length}`);
  }
  console.log(JSON.stringify({ name: "browser: first open, KB brotli in all", median_ms: bytes / 1000, runs: fetched.size, limit_ms: 900, parts: parts.sort().join(",") }));
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
