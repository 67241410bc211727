import assert from "node:assert/strict";
import test from "node:test";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();

test("the page starts and draws without an error", async (t) => {
  const person = await tests.studio(t);
  assert.match(await person.page.title(), /^Tagwright/);
  assert.ok((await person.inspect()).frames.drawn > 0);
});
