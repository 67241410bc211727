// One server and one browser for a test file. Each test begins with storage that is empty and, but for what the browser
// compiled, a browser that knows nothing of it; compiling the program anew would be most of what a test takes.
// A test that leaves an uncaught error or a console error behind fails, unless it takes it out of `person.errors`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { install_probe, skip_tour } from "./in_page.mjs";
import { Person } from "./page.mjs";
import { launch, serve, somebodys_page, usual_viewport } from "./studio.mjs";

/** Watches a page for errors: the array fills by itself. */
export function watch_errors(page) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

/** A window in the browser's own profile, which lasts and so knows the compiled program; given back, it leaves nothing. */
class LastingProfile {
  async start(origin) {
    // Without a GPU the browser puts its page together faster by itself than through software GL, a fifth of a test's time;
    // what the studio paints goes through GL all the same.
    this.browser = await launch({ profile: process.env.TAGWRIGHT_PROFILE, locale: "en", args: ["--disable-gpu-compositing"] });
    this.context = this.browser.context;
    this.origin = origin;
    this.taken = false;
    await this.context.addInitScript(install_probe);
    this.keeper = this.context.pages()[0]; // a browser without a page would end
    this.devtools = await this.context.newCDPSession(this.keeper);
    await this.clear();
  }
  async clear() {
    await this.devtools.send("Storage.clearDataForOrigin",
      { origin: this.origin, storageTypes: "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage" });
  }
  async take() {
    this.taken = true;
    return { context: this.context, give_back: () => this.give_back() };
  }
  async give_back() {
    await Promise.all(this.context.pages().filter((page) => page !== this.keeper).map((page) => page.close()));
    await this.context.setOffline(false);
    await this.context.clearPermissions();
    await this.clear();
    this.taken = false;
  }
  /** A device of its own: for what a window cannot change later, and for a second device in one test. */
  async other_device(options) {
    const context = await this.context.browser().newContext(options);
    await context.addInitScript(install_probe);
    return { context, give_back: () => context.close() };
  }
}

/** Call at the top of a test file; the answer opens windows for its tests. Nothing starts before the first of them. */
export function browser_for_tests() {
  const profile = new LastingProfile();
  let server, starting;
  const start = async () => {
    server = await serve();
    await profile.start(new URL(server.url).origin);
  };
  after(async () => {
    await profile.browser?.close();
    await server?.close();
  });

  /**
   * An empty window; `init` runs in its page before anything else, `url` is that of a server of the test's own (cookies of one
   * machine know no ports, so it is a device of its own), the rest are a device's properties.
   */
  async function window_for(t, { language = "en", init, init_argument, tour = false, url, ...device } = {}) {
    await (starting ??= start());
    const usual = language === "en" && !url && Object.keys(device).length === 0;
    const { context, give_back } = usual && !profile.taken ? await profile.take()
      : await profile.other_device({ viewport: usual_viewport, locale: language, ...device });
    const folder = await mkdtemp(join(tmpdir(), "tagwright-files-"));
    const page = await context.newPage();
    if (!tour) await page.addInitScript(skip_tour);
    if (init) await page.addInitScript(init, init_argument);
    const person = new Person(page, { language });
    Object.assign(person, { context, folder, url: url ?? server.url, errors: watch_errors(page) });
    t.after(async () => {
      await give_back();
      await rm(folder, { recursive: true, force: true });
      if (person.errors.length) throw new Error(`the page reported errors:\n${person.errors.join("\n")}`);
    });
    return person;
  }

  return {
    window: window_for,
    /** The studio's own page in a window of its own, ready for a person. */
    async studio(t, { path = "", ...options } = {}) {
      const person = await window_for(t, options);
      await person.page.goto(person.url + path);
      await person.until(() => document.querySelector("tagwright-editor [role]") ||
        document.querySelector("tagwright-editor")?.shadowRoot?.querySelector("[role]"), null, "the studio to show something");
      await person.settled();
      return person;
    },
    /** Another site's page with an editor that shows `task` by `config`, opened through the element's API. */
    async labeling(t, { config, task, attributes = {}, open = {}, ...options }) {
      const person = await window_for(t, options);
      await person.page.goto(server.url + somebodys_page({ lang: options.language ?? "en", theme: "light", ...attributes }));
      await person.page.evaluate(async () => {
        await customElements.whenDefined("tagwright-editor");
        const editor = document.querySelector("tagwright-editor");
        for (const type of ["ready", "change", "draft", "submit", "update", "skip", "unskip", "select", "error"])
          editor.addEventListener(type, (event) => window.test_probe.events.push({ type, detail: event.detail }));
      });
      await person.call("open", { config, task, ...open });
      await person.page.evaluate(() => document.querySelector("tagwright-editor").focus()); // as its page would, or a click
      await person.settled();
      return person;
    },
  };
}
