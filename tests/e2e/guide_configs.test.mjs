// Every labeling config of the guide opens: with a diagnostic for each tag that is not built yet, never a refusal.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { repo_dir } from "./support/studio.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const folder = join(repo_dir, "tests/golden/guide");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".xml")).sort() : [];

/** Something for every variable of a config, by what asks for it. */
function data_for(config) {
  const data = {};
  for (const [, tag, name] of config.matchAll(/<(\w+)[^>]*?value(?:List)?="\$(\w+)/g))
    data[name] = tag === "Image" ? "assets/samples/photos/nagasaki-boats.jpg" : tag === "Text" ? "床前明月光。 The moon is bright." : `some ${name}`;
  return data;
}

test("the guide's configs are here", () => assert.ok(files.length >= 15, `${files.length} files in tests/golden/guide`));

test("each of the guide's configs opens and shows its first choices", async (t) => {
  const person = await tests.labeling(t, { config: "<View><Header value=\"ready\"/></View>", task: { id: 1, data: {} } });
  for (const file of files) {
    const config = readFileSync(join(folder, file), "utf8");
    await t.test(file, async () => {
      await person.call("open", { config, task: { id: 1, data: data_for(config), annotations: [], predictions: [] } });
      const seen = await person.inspect();
      assert.ok(seen.widgets.length > 0, "something is shown");
      assert.deepEqual(await person.result(), []);
      const choice = /<Choice[^>]*value="([^"$]+)"/.exec(config.replace(/<Choices[^>]*(visibleWhen|perRegion)[\s\S]*?<\/Choices>/g, ""))?.[1];
      if (choice) assert.ok(seen.widgets.some((w) => w.name === choice || w.name.startsWith(choice)), `choice ${choice} is shown`);
    });
  }
  person.errors.length = 0; // pictures of the guide that do not exist
});
