// Boxes by the thousand in real Chromium under software GL: how long opening takes, and how long from one mouse move of a
// drag to the frame that shows it. Prints one JSON line a figure (see run_bench.py).
import { readFile } from "node:fs/promises";
import { photo_path } from "../e2e/support/pictures.mjs";
import { boats } from "../e2e/support/projects.mjs";
import { open_labeling, print, start_bench } from "./browser.mjs";

const config = `<View><RectangleLabels name="box" toName="img"><Label value="Car"/><Label value="Person"/></RectangleLabels>
<Image name="img" value="$image"/></View>`;

function boxes(count) {
  const columns = Math.ceil(Math.sqrt(count * 4 / 3)), step_x = 100 / columns, step_y = 100 / Math.ceil(count / columns);
  return Array.from({ length: count }, (_, n) => ({
    id: `b${n}`, from_name: "box", to_name: "img", type: "rectanglelabels", original_width: 4000, original_height: 3000, image_rotation: 0,
    value: { x: (n % columns) * step_x, y: Math.floor(n / columns) * step_y, width: step_x * 0.8, height: step_y * 0.8, rotation: 0,
      rectanglelabels: [n % 2 ? "Car" : "Person"] },
  }));
}

/** A photograph of the samples at the size of a camera's, as JPEG. */
async function photograph(width, height) {
  const page = await bench.page();
  const original = (await readFile(photo_path(boats.file))).toString("base64");
  const enlarged = await page.evaluate(async ([bytes, w, h]) => {
    const picture = await createImageBitmap(await (await fetch(`data:image/jpeg;base64,${bytes}`)).blob());
    const canvas = new OffscreenCanvas(w, h);
    canvas.getContext("2d").drawImage(picture, 0, 0, w, h);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
    return new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result.split(",")[1]);
      reader.readAsDataURL(blob);
    });
  }, [original, width, height]);
  await page.context().close();
  return Buffer.from(enlarged, "base64");
}

const bench = await start_bench();
const photo = await photograph(4000, 3000);
for (const count of [1000, 5000, 10000]) {
  const page = await bench.page({ "/bench-photo.jpg": ["image/jpeg", photo] });
  const task = { id: 1, data: { image: "bench-photo.jpg" }, annotations: [{ id: 1, result: boxes(count) }], predictions: [] };
  const opened = await open_labeling(page, config, task);
  print(`browser: open ${count} boxes on 4000x3000`, [opened.shown_ms], count === 10000 ? 500 : 0, { call_ms: Math.round(opened.call_ms) });
  if (count === 10000) {
    const { called, shown } = await page.evaluate(async () => {
      const editor = document.querySelector("tagwright-editor"), called = [], shown = [], { turn } = window.test_probe;
      await editor.run("region:delete-all");
      await turn();
      for (let n = 0; n < 10; ++n) {
        const begun = performance.now();
        await editor.run(n % 2 ? "annotation:redo" : "annotation:undo");
        called.push(performance.now() - begun);
        await turn(), await turn();
        shown.push(performance.now() - begun);
      }
      return { called, shown };
    });
    print(`browser: undo, or redo, of deleting ${count} boxes`, called, 0);
    print(`browser: undo, or redo, of deleting ${count} boxes, until it is seen`, shown, 0);
    await page.context().close();
    continue;
  }

  const editor = () => page.evaluate(() => document.querySelector("tagwright-editor").inspect());
  const [rect] = await page.evaluate(() => document.querySelector("tagwright-editor").locate({ region: "b0" }));
  const at = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
  const settled = () => page.evaluate(async () => {
    for (let quiet = 0; quiet < 2;) {
      await window.test_probe.turn();
      quiet = window.test_probe.frames_wanted() ? 0 : quiet + 1;
    }
  });
  await page.mouse.click(at.x, at.y);
  await settled();
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await settled();
  const times = [];
  for (let n = 1; n <= 40; ++n) {
    const begun = performance.now();
    await page.mouse.move(at.x + n * 3, at.y + n * 2);
    await page.evaluate(() => window.test_probe.turn()); // the frame that the move asked for is behind this one
    times.push(performance.now() - begun);
  }
  await page.mouse.up();
  await settled(); // the release is taken in with the next frame
  const moved = await page.evaluate(() => document.querySelector("tagwright-editor").result().find((r) => r.id === "b0").value.x);
  if (!(moved > 0.1)) throw new Error("the drag moved nothing, so its figures mean nothing");
  const { frames } = await editor();
  print(`browser: mouse move of a drag among ${count} boxes`, times, 50,
    { frame_cpu_p50_ms: frames.cpu_ms_p50?.toFixed(2), frame_cpu_p99_ms: frames.cpu_ms_p99?.toFixed(2) });
  await page.context().close();
}
await bench.close();
