// The page for those who do not see it, have no mouse, read Chinese, or hold a phone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { write_files } from "./support/page.mjs";
import { box, box_config, box_task, new_project } from "./support/projects.mjs";
import { admin, start_server } from "./support/server.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const one_box = () => box_task([{ id: 7, result: [box("first", 10, 10, 20, 20, "Car")] }]);

test("what is on the labeling page has a role, a name and a state", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: one_box() });
  await person.shown("img");
  for (const key of ["action.annotation.undo", "action.annotation.redo", "action.annotation.skip"]) await person.see("button", person.text(key));
  await person.see("button", "Car");
  await person.see("radio", "Sharp", { checked: false });
  await person.see("textbox", "caption");
  for (const key of ["panel.regions", "panel.history"]) await person.see("tab", person.text(key));
  await person.see("tab", person.text("panel.regions"), { selected: true });
  await person.press("1");
  await person.see("button", "Car", { pressed: true });
  const nameless = (await person.inspect()).widgets.filter((w) => /^(button|checkbox|radio|textbox|tab|option|slider)$/.test(w.role) && !w.name);
  assert.deepEqual(nameless, [], "nothing to press is without a name");
});

test("the mirror lies where things are painted, out of the pointer's way", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: one_box() });
  await person.shown("img");
  const widgets = (await person.inspect()).widgets;
  const submit = widgets.find((w) => w.role === "button" && [person.text("action.annotation.submit"), person.text("action.annotation.update")].includes(w.name));
  const found = await person.box("button", submit.name);
  for (const key of ["x", "y", "width", "height"]) assert.ok(Math.abs(found[key] - submit.rect[key]) <= 1, `${key} of ${submit.name}`);
  const under = await person.page.evaluate(({ x, y }) => {
    let element = document.elementFromPoint(x, y);
    while (element?.shadowRoot) element = element.shadowRoot.elementFromPoint(x, y);
    return element.tagName;
  }, { x: found.x + found.width / 2, y: found.y + found.height / 2 });
  assert.equal(under, "CANVAS");
  assert.ok((await person.page.locator("tagwright-editor [role]").count()) < 400, "the mirror stays small");
});

test("assistive technology presses a button without a pointer", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: one_box() });
  await person.shown("img");
  const radio = await person.see("radio", "Soft");
  await radio.evaluate((element) => element.click());
  await person.settled();
  assert.equal((await person.result()).find((r) => r.type === "choices")?.value.choices[0], "Soft");
});

test("with the keyboard alone: Tab to Submit and press it", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: one_box() });
  await person.shown("img");
  await person.page.evaluate(() => {
    const editor = document.querySelector("tagwright-editor");
    (editor.shadowRoot ?? editor).querySelector("textarea").focus();
  });
  const names = [person.text("action.annotation.submit"), person.text("action.annotation.update")];
  const focused = () => person.page.evaluate(() => {
    const editor = document.querySelector("tagwright-editor"), root = editor.shadowRoot ?? editor;
    const id = root.querySelector("textarea").getAttribute("aria-activedescendant");
    return id ? root.querySelector(`#${id}`)?.getAttribute("aria-label") ?? "" : "";
  });
  await person.press("F6"); // from the canvas, where Tab takes the next tool, to what is around it
  const visited = [];
  for (let n = 0; n < 60 && !names.includes(visited.at(-1)); ++n) {
    await person.press("Tab");
    visited.push(await focused());
  }
  assert.ok(names.includes(visited.at(-1)), `Tab went over ${JSON.stringify(visited)}`);
  await person.press("Enter");
  await person.until(() => window.test_probe.events.some((e) => e.type === "submit" || e.type === "update"), null, "the submit event");
});

test("a Chinese browser is greeted in Chinese", async (t) => {
  const person = await tests.studio(t, { language: "zh-CN" });
  await person.see("button", person.text("start.new"));
  await person.click("button", person.text("start.new"));
  await person.see("textbox", person.text("new.name"));
  await person.see("button", person.text("new.create"));
});

test("the labeling page is Chinese where the element's lang says so", async (t) => {
  const person = await tests.labeling(t, { config: box_config, task: one_box(), language: "zh-CN" });
  await person.shown("img");
  for (const key of ["action.annotation.undo", "action.annotation.skip"]) await person.see("button", person.text(key));
  await person.see("tab", person.text("panel.regions"));
});

test("on a phone: tap a label, drag a box with a finger, pinch to zoom", async (t) => {
  const person = await tests.labeling(t, {
    config: box_config, task: box_task(), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2,
  });
  await person.shown("img");
  const devtools = await person.context.newCDPSession(person.page);
  const touch = (type, ...points) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
  const tap = async (x, y) => {
    await touch("touchStart", [x, y]);
    await touch("touchEnd");
    await person.settled();
  };
  const label = await person.box("button", "Car");
  await tap(label.x + label.width / 2, label.y + label.height / 2);
  await person.see("button", "Car", { pressed: true });

  const from = await person.point("img", 20, 20), to = await person.point("img", 60, 60);
  await touch("touchStart", [from.x, from.y]);
  for (const part of [0.3, 0.6, 1]) await touch("touchMove", [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part]);
  await person.settled();
  await touch("touchEnd");
  await person.settled();
  const [drawn] = await person.result();
  assert.ok(drawn, "a box was drawn");
  assert.ok(Math.abs(drawn.value.x - 20) < 1 && Math.abs(drawn.value.width - 40) < 1.5, JSON.stringify(drawn.value));

  const before = (await person.inspect()).zoom;
  const middle = await person.point("img", 50, 50);
  await touch("touchStart", [middle.x - 30, middle.y], [middle.x + 30, middle.y]);
  for (const half of [40, 55, 70]) await touch("touchMove", [middle.x - half, middle.y], [middle.x + half, middle.y]);
  await person.settled();
  await touch("touchEnd");
  await person.settled();
  const zoomed = (await person.inspect()).zoom / before;
  assert.ok(zoomed > 1.6 && zoomed < 3, `two fingers from 60 to 140 px apart zoomed by ${zoomed}`);
  assert.equal((await person.result()).length, 1, "the pinch drew nothing");

  const width = await person.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 390, "nothing is wider than the phone");
});

// axe-core over the mirror: what it calls serious is a person who cannot use the page.
const axe_source = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
async function serious_findings(person) {
  await person.settled();
  await person.page.evaluate(axe_source);
  const found = await person.page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.filter((v) => ["serious", "critical"].includes(v.impact))
    .map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 4).map((n) => n.html).join("\n  ")}`);
}
const no_findings = async (person, where) => {
  const found = await serious_findings(person);
  assert.deepEqual(found, [], `${where}:\n${found.join("\n")}`);
};

test("axe finds nothing serious on any page", async (t) => {
  const person = await tests.studio(t);
  await no_findings(person, "start");
  const tasks = ["one", "two"].map((text) => ({ data: { text }, annotations: [{ result: [] }, { result: [] }], predictions: [{ model_version: "m", score: 0.5, result: [] }] }));
  const config = `<View><Labels name="l" toName="t"><Label value="Name"/></Labels><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="Yes"/><Choice value="No"/></Choices><TextArea name="n" toName="t"/></View>`;
  await new_project(person, { title: "Texts", config, drop: await write_files(person.folder, { "tasks.json": tasks }), count: 2 });
  await person.shown("t", { start_utf16: 0, end_utf16: 1 });
  await no_findings(person, "labeling");
  await person.press("Control+k");
  await person.see("option");
  await no_findings(person, "palette");
  await person.press("Escape");
  await person.press("?");
  await person.see("dialog", person.text("help.title"));
  await no_findings(person, "help");
  await person.press("Escape");
  for (const place of ["#/local/projects/1/data", "#/local", "#/local/new", "#/settings", "#/hotkeys", "#/about", "#/sign-in", "#/nowhere"]) {
    await person.page.evaluate((address) => { location.hash = address; }, place);
    await no_findings(person, place);
  }
});

test("axe finds nothing serious on the pages of accounts", async (t) => {
  const server = await start_server({ t });
  const person = await tests.studio(t, { url: server.url, path: "#/sign-in" });
  await no_findings(person, "sign-in");
  await person.page.evaluate(() => { location.hash = "#/sign-up?token=x"; });
  await person.see("form", person.text("sign.up"));
  await person.press("Enter");
  await person.see("alert");
  await no_findings(person, "sign-up");
  await person.page.evaluate((body) => fetch("/api/tagwright/sign-in", { method: "POST", headers: { "Content-Type": "application/json" }, body }),
    JSON.stringify(admin));
  await person.page.goto(`${server.url}#/account`);
  await person.page.reload();
  for (const [place, role, key] of [["account", "group", "account.tokens"], ["members", "list", "members.title"], ["server", "note", "report.version"]]) {
    await person.page.evaluate((hash) => { location.hash = hash; }, `#/${place}`);
    await person.see(role, person.text(key));
    await no_findings(person, place);
  }
  await person.click("button", person.text("bar.account", { name: admin.email }));
  await person.see("option");
  await no_findings(person, "menu");
});

test("axe finds nothing serious on a phone", async (t) => {
  const person = await tests.labeling(t, {
    config: box_config, task: one_box(), viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
  });
  await person.shown("img");
  await no_findings(person, "labeling");
  await person.click("button", person.text("sheet.regions"));
  await no_findings(person, "sheet");
});
