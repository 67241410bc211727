// Starts what an end-to-end test needs: a static server of its own over build/site and a real Chromium with an empty
// profile. `open_studio()` gives both and closes both; a test that wants several pages, or to kill the browser, takes
// the parts. Nothing here knows a page of the studio.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repo_dir = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const site_dir = process.env.TAGWRIGHT_SITE ?? join(repo_dir, "build/site");

// Software GL, and none of the browser's own traffic.
export const chromium_args = [
  "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
  "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Serves `folder` on a free port: { url, close() }. */
export async function serve(folder = site_dir) {
  const child = spawn("python3", [join(repo_dir, "cmake/serve.py"), folder, "--port", "0"],
    { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((done, fail) => {
    child.stdout.once("data", (data) => done(String(data).split("\n")[0].trim()));
    child.once("exit", (code) => fail(new Error(`the static server ended with status ${code}`)));
  });
  return {
    url,
    async close() {
      if (child.exitCode !== null) return;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill();
      await ended;
    },
  };
}

/** A browser for many windows, each with storage of its own (newContext). */
export function start_browser(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: [...chromium_args, "--headless=new", ...args],
  });
}

/**
 * A browser with a profile folder: { context, profile, close() }. With the `profile` of an earlier one it continues
 * there (as after a crash); close() keeps a profile that was handed in and removes one that was made here.
 */
export async function launch({ profile, viewport = { width: 1440, height: 900 }, ...options } = {}) {
  const made = profile ? null : await mkdtemp(join(tmpdir(), "tagwright-profile-"));
  const context = await chromium.launchPersistentContext(profile ?? made, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...chromium_args, "--headless=new"], headless: true, viewport, ...options,
  });
  return {
    context,
    profile: profile ?? made,
    async close() {
      await context.close();
      if (made) await rm(made, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * The studio's page in a fresh browser: { page, url, errors, close() }. `errors` collects uncaught errors and
 * console.error lines; close() fails the test when there are any that the test did not take out.
 */
export async function open_studio({ path = "", ...options } = {}) {
  const server = await serve();
  const browser = await launch(options);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(server.url + path);
  return {
    page, url: server.url, errors,
    async close() {
      await browser.close();
      await server.close();
      if (errors.length) throw new Error(`the page reported errors:\n${errors.join("\n")}`);
    },
  };
}
