// The edge between page and program: what a browser may lack or take away, by whichever page is at hand.
import assert from "node:assert/strict";
import test from "node:test";
import { site_dir } from "./support/studio.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

test("a browser without WebGL 2 is told in words", async (t) => {
  const person = await tests.window(t, { init: () => { HTMLCanvasElement.prototype.getContext = () => null; } });
  await person.page.goto(person.url);
  await person.page.getByText("WebGL 2").first().waitFor({ timeout: 60_000 });
  person.errors.length = 0; // the page says it there too
});

test("opened as a file, the page says what to do", async (t) => {
  const person = await tests.window(t, { language: "zh-CN" });
  await person.page.goto(`file://${site_dir}/index.html`);
  await person.page.getByText("静态文件服务器").waitFor();
  await person.page.getByText("http.server").waitFor();
  person.errors.length = 0; // the browser reports the module that it may not load
});

test("the skeleton stands before the program does, in the reader's language", async (t) => {
  const person = await tests.window(t, { language: "zh-CN" });
  await person.page.route("**/tagwright.wasm*", () => {}); // never answered
  const start = Date.now();
  await person.page.goto(person.url, { waitUntil: "commit" });
  await person.page.getByText("正在加载").waitFor();
  assert.ok(Date.now() - start < 2000, "the skeleton came late");
  assert.equal(await person.page.evaluate(() => document.documentElement.lang), "zh-CN");
});

test("a lost WebGL context comes back with everything on it", async (t) => {
  const person = await tests.studio(t);
  await person.box("button", person.text("sample.try-photos")); // the projects of this device, none, have been read
  // What was drawn, not what the browser has put together of it: a screenshot may still show the frame before.
  const drawn = () => person.page.evaluate(() => window.tagwright.shadowRoot.querySelector("canvas").toDataURL());
  const before = await drawn();
  await person.page.evaluate(() => new Promise((done) => {
    const canvas = window.tagwright.shadowRoot.querySelector("canvas");
    const lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
    canvas.addEventListener("webglcontextrestored", () => done(), { once: true });
    canvas.addEventListener("webglcontextlost", () => setTimeout(() => lose.restoreContext(), 100), { once: true });
    lose.loseContext();
  }));
  await person.settled();
  assert.ok(before.length > 5000, "there was something on it");
  assert.equal(await drawn(), before, "the page looks as before");
  person.errors.length = 0; // the browser itself reports the loss
});

test("a change of window and pixel ratio is followed", async (t) => {
  const person = await tests.studio(t, { viewport: { width: 900, height: 700 } });
  const size = () => person.page.evaluate(() => {
    const canvas = window.tagwright.shadowRoot.querySelector("canvas");
    return [canvas.width, canvas.height, canvas.clientWidth, canvas.clientHeight];
  });
  assert.deepEqual(await size(), [900, 700, 900, 700]);
  const devtools = await person.context.newCDPSession(person.page);
  await devtools.send("Emulation.setDeviceMetricsOverride", { width: 800, height: 600, deviceScaleFactor: 2, mobile: false });
  await person.page.waitForFunction(() => window.tagwright.shadowRoot.querySelector("canvas").width === 1600);
  assert.deepEqual(await size(), [1600, 1200, 800, 600]);
});
