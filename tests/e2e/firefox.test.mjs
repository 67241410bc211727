// The way through the labeling in Firefox: a drop, a label, a reload, an export. Headed on a display of its own (Xvfb),
// because headless Firefox draws no WebGL. One test: everything else is tried in Chromium.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, watch } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import puppeteer from "puppeteer-core";
import { install_probe, skip_tour } from "./support/in_page.mjs";
import { strings_of } from "./support/page.mjs";
import { photo_path } from "./support/pictures.mjs";
import { boats } from "./support/projects.mjs";
import { serve } from "./support/studio.mjs";

const firefox = process.env.FIREFOX ?? "/usr/bin/firefox-esr", xvfb = "/usr/bin/Xvfb";
const missing = [firefox, xvfb].filter((path) => !existsSync(path));
const strings = strings_of("en");

/** A screen nobody sees: its number, and the process. */
async function start_display() {
  const child = spawn(xvfb, ["-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((done, fail) => {
    child.stdio[3].once("data", (data) => done(String(data).trim()));
    child.once("exit", (code) => fail(new Error(`Xvfb ended with ${code}`)));
  });
  return { child, name: `:${number}` };
}

/** The text of the first whole file that comes into a folder. */
function first_download(folder) {
  return new Promise((done, fail) => {
    const watcher = watch(folder, async (_, name) => {
      if (!name?.endsWith(".json")) return;
      const text = await readFile(join(folder, name), "utf8").catch(() => "");
      if (!text.trim().endsWith("]")) return; // not all of it yet
      watcher.close();
      done(text);
    });
    watcher.on("error", fail);
  });
}

test("Firefox: drop, label, reload, export", { skip: missing.length ? `${missing} is not installed` : false, timeout: 120_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-firefox-"));
  const server = await serve(), display = await start_display();
  const browser = await puppeteer.launch({
    browser: "firefox", executablePath: firefox, headless: false, env: { ...process.env, DISPLAY: display.name, MOZ_DISABLE_CONTENT_SANDBOX: "1" },
    defaultViewport: { width: 1200, height: 760 },
    extraPrefsFirefox: {
      "webgl.force-enabled": true, "intl.accept_languages": "en", "browser.download.folderList": 2, "browser.download.dir": folder,
      "browser.download.alwaysOpenPanel": false, "browser.helperApps.neverAsk.saveToDisk": "application/json",
    },
  });
  t.after(async () => {
    await browser.close();
    display.child.kill();
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.evaluateOnNewDocument(install_probe);
  await page.evaluateOnNewDocument(skip_tour);
  const until = (condition, ...given) => page.waitForFunction(condition, { timeout: 60_000, polling: "raf" }, ...given);
  const here = (role, name) => until(([role, name]) => {
    try {
      return document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.role === role && w.name === name && !w.disabled);
    } catch { return false; }
  }, [role, name]);
  const click = async (role, name) => {
    await here(role, name);
    const rect = await page.evaluate(([role, name]) =>
      document.querySelector("tagwright-editor").inspect().widgets.find((w) => w.role === role && w.name === name).rect, [role, name]);
    await page.mouse.click(rect.x + rect.width / 2, rect.y + rect.height / 2);
  };
  const picture = () => until(() => document.querySelector("tagwright-editor").locate({ object: "image", x_pct: 50, y_pct: 50 }).length > 0);
  const at = (x_pct, y_pct) => page.evaluate(([x_pct, y_pct]) =>
    document.querySelector("tagwright-editor").locate({ object: "image", x_pct, y_pct })[0], [x_pct, y_pct]);
  const regions = () => page.evaluate(() => document.querySelector("tagwright-editor").result().filter((one) => one.type === "rectanglelabels"));

  await page.goto(server.url);
  await here("button", strings["start.new"]);
  const photo = await readFile(photo_path(boats.file), "base64");
  await page.evaluate(([name, base64]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type: "image/jpeg" }));
    const root = document.querySelector("tagwright-editor").shadowRoot.querySelector(".root");
    root.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true, composed: true }));
  }, [boats.file, photo]);
  await click("button", strings["new.create"]);
  await until(() => { try { return document.querySelector("tagwright-editor").inspect().page === "labeling"; } catch { return false; } });
  await picture();
  await page.keyboard.press("1");
  const from = await at(20, 30), to = await at(60, 70);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
  await until(() => document.querySelector("tagwright-editor").result().length === 1);
  const [drawn] = await regions();
  assert.ok(Math.abs(drawn.value.x - 20) < 0.5 && Math.abs(drawn.value.width - 40) < 0.5, JSON.stringify(drawn.value));
  await here("status", strings["save.saved"]);

  await page.reload();
  await until(() => { try { return document.querySelector("tagwright-editor").result().length === 1; } catch { return false; } });
  await picture();
  assert.deepEqual(await regions(), [drawn]);

  const download = first_download(folder);
  await click("button", strings["bar.export"]);
  const [task] = JSON.parse(await download);
  assert.deepEqual(task.drafts[0].result, [drawn]);
  assert.deepEqual(errors, []);
});
