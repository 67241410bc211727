// What stands around the work: the palette, hotkeys that a person changes, settings, addresses, and the page that comes
// when the program fails.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { box_config } from "./support/projects.mjs";
import { new_project } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";
import { write_files } from "./support/page.mjs";

const tests = browser_for_tests();
const text_config = `<View><Labels name="l" toName="t"><Label value="Name" hotkey="n"/></Labels><Text name="t" value="$text"/></View>`;

async function with_texts(t, options = {}) {
  const person = await tests.studio(t, options);
  const tasks = ["first text", "second text", "third text"].map((text) => ({ data: { text } }));
  const paths = await write_files(person.folder, { "tasks.json": tasks });
  await new_project(person, { title: "Three texts", config: text_config, drop: paths, count: 3 });
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  return person;
}
const hash = (person) => person.page.evaluate(() => location.hash);

test("what is typed right behind Ctrl+K loses no letter", async (t) => {
  const person = await with_texts(t);
  await person.keyboard.press("Control+k");
  await person.keyboard.type("hotk"); // quicker than the frames that give it the keyboard
  await person.settled();
  const query = (await person.inspect()).widgets.find((w) => w.role !== "dialog" && w.name === person.text("palette.title"));
  assert.equal(query?.value, "hotk");
});

test("Ctrl+K finds actions, pages, labels, projects and tasks, by the keyboard alone", async (t) => {
  const person = await with_texts(t);
  await person.press("Control+k");
  await person.see("dialog", person.text("palette.title"));
  await person.keyboard.insertText("nxt tsk");
  await person.settled();
  await person.see("option", person.text("action.task.next"));
  await person.press("Control+a");
  await person.keyboard.insertText("task next");
  await person.settled();
  await person.see("option", person.text("action.task.next"), { selected: true });
  await person.press("Enter");
  await person.see("status", person.text("bar.task", { n: 2, m: 3 }));

  await person.press("Control+k");
  await person.keyboard.insertText("#3");
  await person.press("Enter");
  await person.see("status", person.text("bar.task", { n: 3, m: 3 }));

  await person.press("Control+k");
  await person.keyboard.insertText("Name");
  await person.settled();
  await person.see("option", "Name");
  await person.press("Enter");
  await person.see("button", "Name", { pressed: true });

  await person.press("Control+k");
  await person.keyboard.insertText("settings");
  await person.press("Enter");
  await person.until(() => location.hash === "#/settings");

  await person.press("Control+k");
  await person.keyboard.insertText("three te");
  await person.press("Enter");
  await person.until(() => location.hash === "#/local/projects/1/data");
  await person.press("Control+k", "ArrowDown", "ArrowDown", "ArrowUp", "Escape");
  await person.see_no("dialog", person.text("palette.title"));
});

test("the palette speaks Chinese and is found by a part of it", async (t) => {
  const person = await tests.studio(t, { language: "zh-CN" });
  await person.press("Control+k");
  await person.keyboard.insertText("快捷键");
  await person.settled();
  await person.see("option", person.text("action.page.hotkeys"));
  await person.press("Control+a");
  await person.keyboard.insertText("设置");
  await person.press("Enter");
  await person.until(() => location.hash === "#/settings");
});

test("a hotkey is recorded, works, says its clash, is there after a reload, and is put back", async (t) => {
  const person = await with_texts(t);
  const submit = person.text("action.annotation.submit"), skip = person.text("action.annotation.skip");
  await person.page.evaluate(() => { location.hash = "#/hotkeys"; });
  await person.click("button", `${submit}: Ctrl+Enter`);
  await person.press("Control+Shift+l");
  await person.see("button", `${submit}: Ctrl+Shift+L`);
  await person.click("button", `${skip}: Ctrl+Space`);
  await person.press("Control+Shift+l");
  await person.see("note", person.text("hotkeys.clash", { actions: submit }));
  await person.click("button", person.text("hotkeys.reset", { action: skip }));
  await person.see("button", `${skip}: Ctrl+Space`);
  await person.page.reload();
  await person.see("button", `${submit}: Ctrl+Shift+L`);
  await person.page.goBack();
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  await person.press("Control+Shift+l");
  await person.see("status", person.text("notice.submitted"));
  await person.press("?");
  await person.see("dialog", person.text("help.title"));
  const told = (await person.inspect()).widgets.find((w) => w.role === "note" && w.name === submit);
  assert.equal(told.value, "Ctrl+Shift+L", "the sheet tells the key of now");
});

test("Esc leaves a hotkey as it was", async (t) => {
  const person = await tests.studio(t, { path: "#/hotkeys" });
  const name = `${person.text("action.page.palette")}: Ctrl+K`;
  await person.fill(person.text("hotkeys.filter"), "find an action");
  await person.click("button", name);
  await person.press("Escape");
  await person.see("button", name);
  await person.press("Control+k");
  await person.see("dialog", person.text("palette.title"));
});

test("settings: theme and language are kept, storage is told, the layout is put back", async (t) => {
  const person = await tests.studio(t, { path: "#/settings" });
  await person.see("radio", person.text("settings.theme-auto"), { checked: true });
  await person.click("radio", person.text("settings.theme-dark"));
  await person.see("radio", person.text("settings.theme-dark"), { checked: true });
  await person.see("progressbar");
  await person.click("button", person.text("settings.layout-reset"));
  await person.see("status", person.text("settings.layout-done"));
  await person.click("radio", person.text("settings.language-zh"));
  await person.see("radio", "深色", { checked: true });
  await person.page.reload();
  await person.see("radio", "深色", { checked: true });
  await person.click("tab", "关于");
  assert.equal(await hash(person), "#/about");
  const parts = (await person.inspect()).widgets.filter((w) => w.role === "listitem").map((w) => w.name);
  assert.ok(parts.some((name) => /^SDL, \d+\.\d+\.\d+, Zlib$/.test(name)), `the parts and their licences: ${parts}`);
});

test("back, forward and reload go where the address says", async (t) => {
  const person = await with_texts(t);
  await person.click("button", person.text("bar.settings"));
  await person.click("tab", person.text("settings.about"));
  await person.page.goBack();
  await person.see("radio", person.text("settings.theme-auto"));
  await person.page.goBack();
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  await person.page.goForward();
  await person.see("radio", person.text("settings.theme-auto"));
  await person.page.reload();
  await person.see("radio", person.text("settings.theme-auto"));
  await person.page.evaluate(() => { location.hash = "#/nowhere"; });
  await person.see("button", person.text("bar.back"));
});

test("when the program fails, everything on the device can be saved as a file", async (t) => {
  const person = await with_texts(t, {
    // The first drawing call after the word fails as a broken program would.
    init: () => {
      const draw = WebGL2RenderingContext.prototype.drawElements;
      WebGL2RenderingContext.prototype.drawElements = function (...given) {
        if (window.break_it) throw new WebAssembly.RuntimeError("unreachable");
        return draw.apply(this, given);
      };
    },
  });
  await person.saved();
  await person.page.evaluate(() => { window.break_it = true; });
  await person.keyboard.press("n");
  await person.page.getByRole("button", { name: "Save everything as a file" }).waitFor({ timeout: person.timeout_ms });
  const download = person.page.waitForEvent("download", { timeout: person.timeout_ms });
  await person.page.getByRole("button", { name: "Save everything as a file" }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.equal(saved.tagwright_rescue, 1);
  assert.match(JSON.stringify(saved.stores), /third text/);
  person.errors.length = 0; // it said what happened; that is the point
});

test("lost graphics that do not come back are said; when they do, work goes on", async (t) => {
  const person = await with_texts(t);
  await person.page.evaluate(() => {
    const canvas = document.querySelector("tagwright-editor").shadowRoot.querySelector("canvas");
    window.lose = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
    window.lose.loseContext();
  });
  await person.page.getByRole("heading", { name: "The graphics of this device were lost" }).waitFor({ timeout: person.timeout_ms });
  await person.page.evaluate(() => window.lose.restoreContext());
  await person.page.locator("#rescue").waitFor({ state: "detached", timeout: person.timeout_ms });
  await person.settled();
  await person.press("n");
  await person.see("button", "Name", { pressed: true });
  person.errors.length = 0; // the browser logs the loss
});
