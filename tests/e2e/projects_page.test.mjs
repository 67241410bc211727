// The page of projects: cards, their menus, samples, search. Everything is done by role and name.
import assert from "node:assert/strict";
import test from "node:test";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

/** A project made of a sample, seen from the page of projects again. */
async function sample_project(person, sample, first) {
  if (first) {
    await person.click("button", person.text(`sample.try-${sample}`));
  } else {
    await person.click("button", person.text("start.sample"));
    await person.click("option", person.text(`sample.try-${sample}`));
  }
  await person.until(() => document.querySelector("tagwright-editor").inspect().page === "labeling", null, "the sample to open");
  await person.click("button", person.text("bar.back"));
  await person.see("link", person.text(`sample.${sample}`));
}

async function from_menu(person, title, key) {
  await person.click("button", person.text("start.menu", { title }));
  await person.click("option", person.text(key));
}

test("an empty device offers files and samples; one click makes a project that is labeled at once", async (t) => {
  const person = await tests.studio(t);
  await person.see("button", person.text("start.pick-files"));
  await sample_project(person, "films", true);
  await person.see("progressbar", person.text("start.tasks", { done: 0, m: 300 }));
});

test("a sample's photographs are kept on the device", async (t) => {
  const person = await tests.studio(t);
  await person.click("button", person.text("sample.try-photos"));
  await person.shown("image");
  const [task] = await person.export_tasks();
  assert.match(task.data.image, /^tagwright-blob:[0-9a-f]{64}\/nagasaki-boats\.jpg$/);
});

test("a sample that cannot be fetched says so and can be tried again", async (t) => {
  const person = await tests.studio(t, { serviceWorkers: "block" }); // which would have the sample by now
  await person.context.setOffline(true);
  await person.click("button", person.text("sample.try-poems"));
  await person.see("alert", person.text("sample.failed"));
  person.errors.length = 0; // the browser itself reports the fetch that failed
  await person.context.setOffline(false);
  await person.click("button", person.text("sample.try-poems"));
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
});

test("a card is renamed, coloured and deleted, and a reload keeps it", async (t) => {
  const person = await tests.studio(t);
  await sample_project(person, "poems", true);
  await from_menu(person, person.text("sample.poems"), "start.rename");
  await person.press("Control+a");
  await person.keyboard.insertText("唐诗三百首");
  await person.press("Enter");
  await person.see("link", "唐诗三百首");
  await from_menu(person, "唐诗三百首", "start.color");
  await person.click("button", person.text("color.name-4"));
  await person.see_no("dialog", person.text("start.color"));
  await person.page.reload();
  await person.see("link", "唐诗三百首");
  await from_menu(person, "唐诗三百首", "start.color");
  await person.see("button", person.text("color.name-4"), { pressed: true });
  await person.press("Escape");
  await from_menu(person, "唐诗三百首", "start.delete");
  await person.fill(person.text("start.delete-name"), "唐诗三百首");
  await person.click("button", person.text("start.delete"));
  await person.see("button", person.text("sample.try-poems"));
});

test("a handful of projects is searched by title", async (t) => {
  const person = await tests.studio(t);
  await sample_project(person, "poems", true);
  for (let n = 2; n <= 7; ++n) await sample_project(person, n === 4 ? "films" : "poems", false);
  await person.fill(person.text("start.search"), "FILMS");
  await person.see_no("link", person.text("sample.poems"));
  await person.see("link", person.text("sample.films"));
  await person.fill(person.text("start.search"), "nothing is called so");
  await person.settled();
  assert.equal(await person.has("link", person.text("sample.films")), false);
});
