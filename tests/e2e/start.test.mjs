import test from "node:test";
import { open_studio } from "./support/studio.mjs";

test("the page starts and draws without an error", async () => {
  const studio = await open_studio();
  try {
    await studio.page.waitForFunction(() => document.querySelector("canvas, tagwright-editor"), null, { timeout: 30_000 });
    await studio.page.waitForFunction(() => document.title.startsWith("Tagwright"), null, { timeout: 30_000 });
  } finally {
    await studio.close();
  }
});
