// Two editors on a page that is not ours, by the public API and the real mouse; and that closing gives everything back.
import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { createServer } from "node:http";
import { launch, serve } from "./support/studio.mjs";

const text_config = `<View><Labels name="label" toName="text"><Label value="Person"/><Label value="Place"/></Labels>
  <Text name="text" value="$text"/></View>`;
const image_config = `<View><RectangleLabels name="box" toName="img"><Label value="Boat"/></RectangleLabels>
  <Image name="img" value="$image"/></View>`;
const text_task = { id: 1, data: { text: "Ada Lovelace lived in London." } };

let site, browser, foreign, page;

// The site on one origin (allowing others), the foreign page on another.
before(async () => {
  site = await serve();
  const base = site.url.replace(/\/$/, "");
  const proxy = createServer(async (request, response) => {
    if (request.url === "/") {
      response.setHeader("content-type", "text/html");
      response.end("<!doctype html><title>foreign</title><style>tagwright-editor{height:440px;margin:8px}</style><body></body>");
      return;
    }
    const answer = await fetch(base + request.url.replace(/^\/static/, ""));
    // On purpose the wrong type for wasm, as many static hosts have it.
    const type = request.url.endsWith(".wasm") ? "application/octet-stream" : answer.headers.get("content-type");
    response.writeHead(answer.status, { "content-type": type });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise((done) => proxy.listen(0, "127.0.0.1", done));
  foreign = { url: `http://127.0.0.1:${proxy.address().port}`, close: () => new Promise((done) => { proxy.closeAllConnections(); proxy.close(done); }) };
  browser = await launch({ viewport: { width: 1200, height: 1000 } });
  page = browser.context.pages()[0];
  await page.goto(foreign.url);
  await page.evaluate(() => import("/static/tagwright-editor.js"));
});
after(async () => {
  await browser.close();
  await foreign.close();
  await site.close();
});

const open = (id, request) => page.evaluate(async ([element_id, what]) => {
  let editor = document.getElementById(element_id);
  if (!editor) {
    editor = document.createElement("tagwright-editor");
    editor.id = element_id;
    document.body.append(editor);
  }
  await editor.open(what);
}, [id, request]);
const ask = (id, method, argument) => page.evaluate(([element_id, name, value]) => document.getElementById(element_id)[name](value), [id, method, argument]);
const remove_all = () => page.evaluate(() => { for (const editor of document.querySelectorAll("tagwright-editor")) editor.remove(); });

async function counted() {
  const devtools = await page.context().newCDPSession(page);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  for (let i = 0; i < 3; ++i) await devtools.send("HeapProfiler.collectGarbage");
  const { nodes, jsEventListeners } = await devtools.send("Memory.getDOMCounters");
  const { usedSize, backingStorageSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return { nodes, jsEventListeners, used_mb: usedSize / 1048576, buffers_mb: (backingStorageSize ?? 0) / 1048576, workers: page.workers().length };
}

test("two editors are opened, used apart, and closed", async () => {
  await open("left", { config: text_config, task: text_task });
  await open("right", { config: image_config, task: { id: 2, data: { image: "/static/assets/samples/photos/nagasaki-boats.jpg" } } });

  // A box in the right one: choose the label by its button, drag over the picture with the real mouse.
  const chip = page.locator("#right").getByRole("button", { name: /Boat/ }).first();
  const chip_box = await chip.boundingBox();
  await page.mouse.click(chip_box.x + chip_box.width / 2, chip_box.y + chip_box.height / 2);
  const [from] = await ask("right", "locate", { object: "img", x_pct: 25, y_pct: 25 });
  const [to] = await ask("right", "locate", { object: "img", x_pct: 60, y_pct: 70 });
  assert.ok(from && to, "both points of the picture are on screen");
  const changed = page.evaluate(() => new Promise((done) => document.getElementById("right").addEventListener("change", () => done(true), { once: true })));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
  await page.mouse.up();
  await changed;
  const [box] = await ask("right", "result");
  assert.equal(box.type, "rectanglelabels");
  assert.deepEqual(box.value.rectanglelabels, ["Boat"]);
  assert.ok(Math.abs(box.value.x - 25) < 1 && Math.abs(box.value.width - 35) < 1, JSON.stringify(box.value));
  assert.deepEqual(await ask("left", "result"), [], "the other editor saw none of it");

  const [place] = await ask("right", "locate", { region: box.id });
  assert.ok(Math.abs(place.x - from.x) < 3 && Math.abs(place.width - (to.x - from.x)) < 4, JSON.stringify({ place, from, to }));
  assert.equal((await ask("right", "inspect")).regions, 1);

  assert.equal(await ask("right", "run", "annotation:undo"), true);
  assert.deepEqual(await ask("right", "result"), []);
  assert.equal(await ask("right", "run", "no:such"), false);
  assert.ok((await ask("left", "actions")).some((action) => action.id === "annotation:submit"));

  await ask("left", "close");
  await assert.rejects(() => ask("left", "result"), /closed/);
  assert.equal((await ask("right", "inspect")).page, "labeling", "the other one goes on");
  await remove_all();
});

test("a broken config is refused with its place", async () => {
  await assert.rejects(() => open("broken", { config: "<View><Text></View>", task: text_task }), (error) => {
    assert.match(error.message, /Text|View|line|tag/i);
    return true;
  });
  const code = await page.evaluate(async () => {
    try { await document.getElementById("broken").open({ config: "<View><Text></View>", task: { data: {} } }); } catch (error) { return [error.code, error.where?.line]; }
    return null;
  });
  assert.ok(code?.[0].startsWith("xml-"), JSON.stringify(code));
  assert.equal(code[1], 1);
  await remove_all();
});

test("the mirror finds by role and name, and assistive technology can click", async () => {
  await open("one", { config: text_config, task: text_task });
  const submit = page.locator("#one").getByRole("button", { name: "Submit" });
  await submit.waitFor({ state: "attached" });
  const [where] = await ask("one", "locate", { widget: "Submit", role: "button" });
  const twin = await submit.boundingBox();
  for (const side of ["x", "y", "width", "height"]) assert.ok(Math.abs(where[side] - twin[side]) <= 1, `${side}: ${where[side]} and ${twin[side]}`);
  // A click with no pointer before it, as a screen reader makes it.
  const submitted = page.evaluate(() => new Promise((done) => document.getElementById("one").addEventListener("submit", (event) => done(event.detail), { once: true })));
  await submit.evaluate((element) => element.click());
  assert.ok(await submitted);
  await remove_all();
});

test("F6 leaves the editor", async () => {
  await open("one", { config: text_config, task: text_task });
  await page.evaluate(() => { const stop = document.createElement("button"); stop.id = "stop"; document.body.append(stop); });
  await page.locator("#one").evaluate((editor) => editor.focus());
  assert.equal(await page.evaluate(() => document.activeElement.id), "one");
  await page.keyboard.press("F6"); // from the canvas to what is around it
  await page.keyboard.press("F6"); // and out
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "stop");
  await page.evaluate(() => document.getElementById("stop").remove());
  await remove_all();
});

test("an idle editor draws nothing", async () => {
  await open("one", { config: text_config, task: text_task });
  await page.mouse.move(2, 990);
  const settled = async () => {
    for (let last = -1;;) {
      const { frames } = await ask("one", "inspect");
      if (frames.drawn === last) return last;
      last = frames.drawn;
      await new Promise((done) => setTimeout(done, 1200));
    }
  };
  const before = await settled();
  await new Promise((done) => setTimeout(done, 5000));
  assert.equal((await ask("one", "inspect")).frames.drawn - before, 0);
  await remove_all();
});

test("closing gives memory, listeners, workers and contexts back", async () => {
  const round = async () => {
    for (let i = 0; i < 3; ++i)
      await open(`e${i}`, i ? { config: text_config, task: text_task }
        : { config: image_config, task: { id: 2, data: { image: "/static/assets/samples/photos/nagasaki-boats.jpg" } } });
    await page.evaluate(() => { for (const editor of document.querySelectorAll("tagwright-editor")) { editor.close(); editor.remove(); } });
  };
  await round(); // fills the browser's own caches
  const before = await counted();
  // More rounds than a browser has WebGL contexts: were they not given back, the first would be lost and warned about.
  const warnings = [];
  page.on("console", (message) => { if (/WebGL contexts/.test(message.text())) warnings.push(message.text()); });
  for (let i = 0; i < 6; ++i) await round();
  const after_rounds = await counted();
  assert.deepEqual(warnings, []);
  assert.equal(after_rounds.workers, 0);
  assert.equal(after_rounds.jsEventListeners, before.jsEventListeners);
  assert.ok(after_rounds.nodes <= before.nodes + 5, JSON.stringify({ before, after_rounds }));
  assert.ok(after_rounds.used_mb - before.used_mb < 3 && after_rounds.buffers_mb - before.buffers_mb < 8, JSON.stringify({ before, after_rounds }));
});
