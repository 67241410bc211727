// A person at the studio, for tests: finds what is on screen by role and name through the DOM mirror, puts the real mouse
// there, presses real keys, drops real files. Waits only for signals of the page itself: its mirror, inspect(), frames
// that stopped coming. Nothing here sleeps or tries again. Names come from assets/strings by key, so that one test
// speaks every language. What the API can do for a person (open, run) is offered apart, for set-up only.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { repo_dir } from "./studio.mjs";

const strings = {};
export function strings_of(language) {
  return (strings[language] ??= JSON.parse(readFileSync(join(repo_dir, `assets/strings/${language}.json`), "utf8")));
}

export class Person {
  constructor(page, { language = "en", timeout_ms = 15_000 } = {}) {
    this.page = page;
    this.mouse = page.mouse;
    this.keyboard = page.keyboard;
    this.strings = strings_of(language);
    this.timeout_ms = timeout_ms;
  }

  /** A string of the interface by key; {braces} are filled from `values`. */
  text(key, values = {}) {
    assert.ok(key in this.strings, `there is no string '${key}'`);
    const one = String(values.m ?? values.n) === "1" && this.strings[`${key}.one`];
    return (one || this.strings[key]).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`);
  }

  // --- what the element answers ---
  call(method, ...values) {
    return this.page.evaluate(([name, given]) => document.querySelector("tagwright-editor")[name](...given), [method, values]);
  }
  inspect() { return this.call("inspect"); }
  result() { return this.call("result"); }
  run(action, argument) { return this.call("run", action, argument); }
  /** Rectangles in CSS pixels of the page; see embedding.md. */
  locate(what) { return this.call("locate", what); }

  // --- waiting ---
  /** Until `condition` (run in the page, with `argument`) holds. */
  async until(condition, argument, what = String(condition)) {
    try {
      return await this.page.waitForFunction(condition, argument, { timeout: this.timeout_ms });
    } catch (error) {
      throw new Error(`no ${what} within ${this.timeout_ms} ms; on screen:\n${await this.describe()}`, { cause: error });
    }
  }
  /** Until the program runs and answers. */
  async ready() {
    await this.until(() => {
      try {
        return document.querySelector("tagwright-editor").inspect().page !== undefined;
      } catch {
        return false; // still loading
      }
    }, null, "the program to answer");
  }
  /** Until the last input has been drawn: the page wants no frame, and none after a task of its own. */
  settled() {
    return this.page.evaluate(async () => {
      const { frames_wanted, turn, task } = window.test_probe;
      do {
        while (frames_wanted()) await turn();
        await task();
      } while (frames_wanted());
    });
  }
  /** What is on screen, for a failure's message. */
  async describe() {
    const seen = await this.inspect().catch((error) => ({ error: String(error) }));
    return (seen.widgets ?? [seen]).map((w) => `  ${w.role} ${JSON.stringify(w.name)}${w.value ? ` = ${JSON.stringify(w.value)}` : ""}` +
      `${w.disabled ? " [disabled]" : ""}`).slice(0, 120).join("\n");
  }

  // --- finding ---
  find(role, name, options = {}) {
    return this.page.getByRole(role, { ...(name === undefined ? {} : { name, exact: typeof name === "string" }), ...options });
  }
  async see(role, name, options) {
    const found = this.find(role, name, options).first();
    await found.waitFor({ state: "attached", timeout: this.timeout_ms }).catch(async (error) => {
      throw new Error(`no ${role} named ${name}; on screen:\n${await this.describe()}`, { cause: error });
    });
    return found;
  }
  async see_no(role, name, options) {
    await this.find(role, name, options).first().waitFor({ state: "detached", timeout: this.timeout_ms });
  }
  has(role, name) { return this.find(role, name).count().then((n) => n > 0); }
  /** The box of something on screen once nothing moves any more. */
  async box(role, name, options) {
    const found = await this.see(role, name, options);
    await this.settled();
    const box = await found.boundingBox();
    assert.ok(box && box.width > 0 && box.height > 0, `${role} '${name}' has no box`);
    return box;
  }
  button(key, values) { return this.text(key, values); }

  // --- doing ---
  async click_at(x, y, { modifiers = [], count = 1, button = "left" } = {}) {
    for (const key of modifiers) await this.keyboard.down(key);
    await this.mouse.move(x, y);
    await this.settled();
    for (let n = 1; n <= count; ++n) {
      await this.mouse.down({ clickCount: n, button });
      await this.mouse.up({ clickCount: n, button });
      if (n < count) await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
    for (const key of modifiers) await this.keyboard.up(key);
    await this.settled();
  }
  async click(role, name, { state, ...options } = {}) {
    const box = await this.box(role, name, state);
    await this.click_at(box.x + box.width / 2, box.y + box.height / 2, options);
  }
  /** Presses the mouse at one point, moves in steps, lets go at the other. */
  async drag(from, to, { modifiers = [], steps = 4, button = "left" } = {}) {
    await this.mouse.move(from.x, from.y);
    await this.settled();
    for (const key of modifiers) await this.keyboard.down(key);
    await this.mouse.down({ button });
    await this.mouse.move(to.x, to.y, { steps });
    await this.settled();
    await this.mouse.up({ button });
    for (const key of modifiers) await this.keyboard.up(key);
    await this.settled();
  }
  async press(...keys) {
    for (const key of keys) {
      await this.keyboard.press(key);
      await this.settled();
    }
  }
  /** Replaces what a text field holds, as a person who selects all and types would. */
  async fill(name, text) {
    await this.click("textbox", name);
    await this.press("Control+a");
    await this.keyboard.insertText(text);
    await this.settled();
  }
  /** Real files dragged from the desktop onto the page. `paths` are files on disk. */
  async drop(paths, at) {
    const size = this.page.viewportSize();
    const { x, y } = at ?? { x: Math.round(size.width / 2), y: Math.round(size.height / 2) };
    const devtools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files: paths, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) await devtools.send("Input.dispatchDragEvent", { type, x, y, data });
    await devtools.detach();
    await this.settled();
  }

  // --- the object being labeled ---
  /** The point of the page over a point of an object: {x_pct, y_pct} of a picture. */
  async point(object, x_pct, y_pct) {
    const [rect] = await this.locate({ object, x_pct, y_pct });
    assert.ok(rect, `${object} at ${x_pct} %, ${y_pct} % is not on screen`);
    return { x: Math.round(rect.x), y: Math.round(rect.y) };
  }
  /** Waits until an object's picture or text is there to be worked on. */
  async shown(object, what = { x_pct: 50, y_pct: 50 }) {
    await this.ready();
    await this.until(([name, given]) => document.querySelector("tagwright-editor").locate({ object: name, ...given }).length > 0,
      [object, what], `object ${object} to be on screen`);
    await this.settled();
  }
  /** Draws from one corner to the other, in percent of the picture; answers the points used. */
  async draw(object, [x0, y0], [x1, y1], options) {
    const from = await this.point(object, x0, y0), to = await this.point(object, x1, y1);
    await this.drag(from, to, options);
    return { from, to };
  }
  /** Where the text [start, end) is: the middle of its first left edge and of its last right edge. */
  async text_ends(object, start_utf16, end_utf16) {
    const rects = await this.locate({ object, start_utf16, end_utf16 });
    assert.ok(rects.length, `${object} [${start_utf16}, ${end_utf16}) is not on screen`);
    const first = rects[0], last = rects[rects.length - 1];
    return {
      from: { x: first.x + 1, y: first.y + first.height / 2 },
      to: { x: last.x + last.width - 1, y: last.y + last.height / 2 },
    };
  }
  /** Drags over a piece of text. */
  async mark(object, start_utf16, end_utf16) {
    const { from, to } = await this.text_ends(object, start_utf16, end_utf16);
    await this.drag(from, to);
  }
  async region_box(id) {
    const [rect] = await this.locate({ region: id });
    assert.ok(rect, `region ${id} is not on screen`);
    return rect;
  }
  async click_region(id, options) {
    const rect = await this.region_box(id);
    await this.click_at(rect.x + rect.width / 2, rect.y + rect.height / 2, options);
  }
  async selected() { return (await this.inspect()).selected; }

  // --- pages ---
  /** Until the top bar says that every edit is on this device. */
  async saved() {
    await this.see("status", this.text("save.saved"));
  }
  /** Presses Export and answers the downloaded tasks. */
  async export_tasks() {
    const download = this.page.waitForEvent("download", { timeout: this.timeout_ms });
    await this.click("button", this.text("bar.export"));
    return JSON.parse(await readFile(await (await download).path(), "utf8"));
  }
}

/** Writes fixture files into a folder that the test owns; answers their paths in order. */
export async function write_files(folder, files) {
  const paths = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeFile(path, typeof content === "object" && !Buffer.isBuffer(content) ? JSON.stringify(content) : content);
    paths.push(path);
  }
  return paths;
}
