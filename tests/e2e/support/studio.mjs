// Starts what an end-to-end test needs: a static server over build/site and a real Chromium. Nothing here knows a page of
// the studio.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const repo_dir = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
export const site_dir = process.env.TAGWRIGHT_SITE ?? join(repo_dir, "build/site");

/** Chromium without its own windows, which are half of what a short test takes. */
export const chromium_path = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
// Software GL, and none of the browser's own traffic.
export const chromium_args = [
  "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
  "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Another site's page, beside the studio's own files: an editor with the attributes that the address gives it. */
export const somebodys_page = (attributes) => `somebodys-page.html?${new URLSearchParams(attributes)}`;

/** A small window of a desktop: what is painted is a large part of what a test takes. */
export const usual_viewport = { width: 1100, height: 700 };

/** Serves `folder` and the pages of somebody else: { url, close() }. Of the site there is one server for a whole run. */
export async function serve(folder = site_dir) {
  if (folder === site_dir && process.env.TAGWRIGHT_SERVER) return { url: process.env.TAGWRIGHT_SERVER, async close() {} };
  const child = spawn("python3", [join(repo_dir, "cmake/serve.py"), folder, join(repo_dir, "tests/e2e/pages"), "--port", "0"],
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
    executablePath: chromium_path, headless: true, args: [...chromium_args, ...args],
  });
}

/**
 * A browser with a profile folder: { context, profile, close() }. With the `profile` of an earlier one it continues
 * there (as after a crash); close() keeps a profile that was handed in and removes one that was made here.
 */
export async function launch({ profile, viewport = usual_viewport, args = [], ...options } = {}) {
  const made = profile ? null : await mkdtemp(join(tmpdir(), "tagwright-profile-"));
  const context = await chromium.launchPersistentContext(profile ?? made, {
    executablePath: chromium_path,
    args: [...chromium_args, ...args], headless: true, viewport, ...options,
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
