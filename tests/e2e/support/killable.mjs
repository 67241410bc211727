// A Chromium that a test can kill as a power cut would: started by us, driven over its debugging port, and ended by
// SIGKILL of the whole process tree. The profile stays, so that the next start continues there.
import { spawn } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { install_probe, skip_tour } from "./in_page.mjs";
import { Person } from "./page.mjs";
import { chromium_args, chromium_path, usual_viewport } from "./studio.mjs";
import { watch_errors } from "./suite.mjs";

/** Every process below `root`, itself included, by /proc. */
async function tree_of(root) {
  const children = new Map();
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const found = [root];
  for (let at = 0; at < found.length; ++at) found.push(...(children.get(found[at]) ?? []));
  return found;
}

/** { person, kill() }: the page at `url` in a browser on `profile`. */
export async function start_killable(profile, url, { language = "en", init } = {}) {
  await rm(join(profile, "DevToolsActivePort"), { force: true });
  const child = spawn(chromium_path, [
    ...chromium_args, "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, `--lang=${language}`,
    "--disable-gpu-compositing", `--window-size=${usual_viewport.width},${usual_viewport.height}`, "--no-default-browser-check", "--hide-crash-restore-bubble", "about:blank",
  ], { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const ended = new Promise((done) => child.once("exit", done));
  const endpoint = await new Promise((done, fail) => {
    let said = "";
    child.stderr.on("data", (data) => {
      said += data;
      const match = /DevTools listening on (ws:\S+)/.exec(said);
      if (match) done(match[1]);
    });
    child.once("exit", (code) => fail(new Error(`chromium ended with ${code}:\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  await context.addInitScript(install_probe);
  await context.addInitScript(skip_tour);
  if (init) await context.addInitScript(init);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize(usual_viewport);
  const person = new Person(page, { language });
  person.errors = watch_errors(page);
  await page.goto(url);
  return {
    person,
    async kill() {
      for (const pid of await tree_of(child.pid)) {
        try { process.kill(pid, "SIGKILL"); } catch { /* it went by itself */ }
      }
      await ended;
      await browser.close().catch(() => {});
    },
  };
}
