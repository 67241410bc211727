// The edge between page and program: what a browser may lack or take away, by whichever page is at hand.
import assert from "node:assert/strict";
import test from "node:test";
import { launch, serve, open_studio, site_dir } from "./support/studio.mjs";

const ready = (page) => page.waitForFunction(() => !document.getElementById("skeleton"), null, { timeout: 60_000 });

test("a browser without WebGL 2 is told in words", async () => {
  const server = await serve();
  const browser = await launch();
  try {
    const page = browser.context.pages()[0];
    await page.addInitScript(() => { HTMLCanvasElement.prototype.getContext = () => null; });
    await page.goto(server.url);
    await page.getByText("WebGL 2").first().waitFor({ timeout: 60_000 });
  } finally {
    await browser.close();
    await server.close();
  }
});

test("opened as a file, the page says what to do", async () => {
  const browser = await launch({ locale: "zh-CN" });
  try {
    const page = browser.context.pages()[0];
    await page.goto(`file://${site_dir}/index.html`);
    await page.getByText("静态文件服务器").waitFor();
    await page.getByText("http.server").waitFor();
  } finally {
    await browser.close();
  }
});

test("the skeleton stands before the program does, in the reader's language", async () => {
  const server = await serve();
  const browser = await launch({ locale: "zh-CN" });
  try {
    const page = browser.context.pages()[0];
    await page.route("**/tagwright.wasm", () => {}); // never answered
    const start = Date.now();
    await page.goto(server.url, { waitUntil: "commit" });
    await page.getByText("正在加载").waitFor();
    assert.ok(Date.now() - start < 2000, "the skeleton came late");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
  } finally {
    await browser.close();
    await server.close();
  }
});

test("a lost WebGL context comes back with everything on it", async () => {
  const studio = await open_studio();
  try {
    await ready(studio.page);
    const settle = () => studio.page.waitForTimeout(800);
    await settle();
    const before = await studio.page.screenshot();
    await studio.page.evaluate(() => new Promise((done) => {
      const canvas = window.tagwright.shadowRoot.querySelector("canvas");
      const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
      canvas.addEventListener("webglcontextrestored", () => done(), { once: true });
      canvas.addEventListener("webglcontextlost", () => setTimeout(() => lose.restoreContext(), 100), { once: true });
      lose.loseContext();
    }));
    await settle();
    assert.ok(before.equals(await studio.page.screenshot()), "the page looks as before");
    studio.errors.length = 0; // the browser itself reports the loss
  } finally {
    await studio.close();
  }
});

test("a change of window and pixel ratio is followed", async () => {
  const studio = await open_studio({ viewport: { width: 900, height: 700 } });
  try {
    await ready(studio.page);
    const size = () => studio.page.evaluate(() => {
      const canvas = window.tagwright.shadowRoot.querySelector("canvas");
      return [canvas.width, canvas.height, canvas.clientWidth, canvas.clientHeight];
    });
    assert.deepEqual(await size(), [900, 700, 900, 700]);
    const devtools = await studio.page.context().newCDPSession(studio.page);
    await devtools.send("Emulation.setDeviceMetricsOverride", { width: 800, height: 600, deviceScaleFactor: 2, mobile: false });
    await studio.page.waitForFunction(() => window.tagwright.shadowRoot.querySelector("canvas").width === 1600);
    assert.deepEqual(await size(), [1600, 1200, 800, 600]);
  } finally {
    await studio.close();
  }
});
