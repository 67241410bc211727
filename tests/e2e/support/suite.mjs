// One server and one browser for a test file, and a clean window (storage, cache, downloads of its own) for each test.
// A test that leaves an uncaught error or a console error behind fails, unless it takes it out of `person.errors`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { host_page, install_probe, skip_tour } from "./in_page.mjs";
import { Person } from "./page.mjs";
import { serve, start_browser } from "./studio.mjs";

/** Watches a page for errors: the array fills by itself. */
export function watch_errors(page) {
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return errors;
}

/** Call at the top of a test file; the answer opens windows for its tests. */
export function browser_for_tests({ args = [] } = {}) {
  const shared = {};
  before(async () => {
    shared.server = await serve();
    shared.browser = await start_browser(args);
  });
  after(async () => {
    await shared.browser?.close();
    await shared.server?.close();
  });

  async function window_for(t, { language = "en", viewport = { width: 1440, height: 900 }, init, init_argument, tour = false, ...options }) {
    const context = await shared.browser.newContext({ viewport, locale: language, ...options });
    const folder = await mkdtemp(join(tmpdir(), "tagwright-files-"));
    await context.addInitScript(install_probe);
    if (!tour) await context.addInitScript(skip_tour);
    if (init) await context.addInitScript(init, init_argument);
    const page = await context.newPage();
    const person = new Person(page, { language });
    Object.assign(person, { context, folder, url: shared.server.url, errors: watch_errors(page) });
    t.after(async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
      if (person.errors.length) throw new Error(`the page reported errors:\n${person.errors.join("\n")}`);
    });
    return person;
  }

  return {
    shared,
    /** The studio's own page in a window of its own, ready for a person. */
    async studio(t, { path = "", ...options } = {}) {
      const person = await window_for(t, options);
      await person.page.goto(shared.server.url + path);
      await person.until(() => document.querySelector("tagwright-editor [role]") ||
        document.querySelector("tagwright-editor")?.shadowRoot?.querySelector("[role]"), null, "the studio to show something");
      await person.settled();
      return person;
    },
    /** Another site's page with an editor that shows `task` by `config`, opened through the element's API. */
    async labeling(t, { config, task, attributes = {}, open = {}, ...options }) {
      const person = await window_for(t, options);
      await person.page.route("**/somebodys-page.html", (route) => route.fulfill({
        contentType: "text/html", body: host_page({ lang: options.language ?? "en", theme: "light", ...attributes }),
      }));
      await person.page.goto(shared.server.url + "somebodys-page.html");
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
