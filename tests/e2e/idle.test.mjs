// A page that nobody touches must cost nothing: no frame, no timer, for five seconds.
import assert from "node:assert/strict";
import test from "node:test";
import { box, box_config, box_task } from "./support/projects.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** What the page's clocks ran during `ms`, measured from outside so that measuring wakes nothing. */
async function ran_in(person, ms) {
  const before = await person.page.evaluate(() => window.test_probe.ran());
  await new Promise((done) => setTimeout(done, ms)); // the five seconds are what is tested
  const after = await person.page.evaluate(() => window.test_probe.ran());
  return { frames: after.frames - before.frames, timers: after.timers - before.timers };
}

test("the labeling page is idle when nobody does anything", async (t) => {
  const result = Array.from({ length: 50 }, (_, n) => box(`b${n}`, (n % 10) * 10, Math.floor(n / 10) * 20, 8, 15));
  const person = await tests.labeling(t, { config: box_config, task: box_task([{ id: 1, result }]) });
  await person.shown("img");
  await person.click_region("b12");
  await person.click("textbox", "caption"); // a caret that blinks would cost frames
  await person.mouse.move(3, 3);
  await person.settled();
  await ran_in(person, 1500); // an autosave or a tooltip may still come, once
  const drawn = (await person.inspect()).frames.drawn;
  assert.deepEqual(await ran_in(person, 5000), { frames: 0, timers: 0 });
  assert.ok((await person.inspect()).frames.drawn - drawn <= 1, "frames.drawn agrees");
});

test("the start page is idle when nobody does anything", async (t) => {
  const person = await tests.studio(t);
  await ran_in(person, 1500);
  assert.deepEqual(await ran_in(person, 5000), { frames: 0, timers: 0 });
});
