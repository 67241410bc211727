// The promises of an op log (tests/conformance), asked of IndexedDB in a real browser.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { launch, repo_dir, serve } from "./support/studio.mjs";

test("IndexedDB keeps the promises of an op log", async () => {
  const server = await serve(join(repo_dir, "build/wasm/op_log_page"));
  const browser = await launch();
  try {
    const page = browser.context.pages()[0];
    page.on("pageerror", (error) => console.error(error));
    await page.goto(server.url);
    await page.waitForFunction(() => document.title === "done");
    const { failed, text } = await page.evaluate(() => report);
    assert.equal(failed, 0, text);
    const [, cases, checks] = /test cases: *(\d+)[^]*assertions: *(\d+)/.exec(text);
    assert.equal(Number(cases), 2, text);
    assert.ok(Number(checks) > 60, text); // the suite's promises were all asked
  } finally {
    await browser.close();
    await server.close();
  }
});
