// The configs and tasks that several tests label, and the walk from the start page to an open task.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { repo_dir } from "./studio.mjs";

export const boats = { file: "nagasaki-boats.jpg", width: 1024, height: 819 };

export const box_config = `<View>
  <RectangleLabels name="box" toName="img">
    <Label value="Car" background="#d9480f"/>
    <Label value="Person" background="#2f6fed"/>
    <Label value="Tree" background="#2b8a3e" hotkey="t"/>
  </RectangleLabels>
  <Image name="img" value="$image"/>
  <Choices name="quality" toName="img" choice="single" showInline="true">
    <Choice value="Sharp"/>
    <Choice value="Soft"/>
  </Choices>
  <TextArea name="caption" toName="img" placeholder="Describe the picture" maxSubmissions="3"/>
</View>`;

export const box_task = (annotations = []) => ({
  id: 1, data: { image: "assets/samples/photos/nagasaki-boats.jpg" }, annotations, predictions: [],
});

export const box = (id, x, y, width, height, label = "Car", more = {}) => ({
  id, from_name: "box", to_name: "img", type: "rectanglelabels", origin: "manual",
  original_width: boats.width, original_height: boats.height, image_rotation: 0,
  value: { x, y, width, height, rotation: 0, rectanglelabels: [label] }, ...more,
});

export const text_config = `<View>
  <Labels name="ner" toName="text">
    <Label value="人物" background="#d9480f"/>
    <Label value="地点" background="#2f6fed"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" choice="multiple" showInline="true">
    <Choice value="思乡"/>
    <Choice value="送别"/>
  </Choices>
  <TextArea name="note" toName="text" placeholder="写下批注" rows="2"/>
</View>`;

export async function sample(name) {
  const folder = join(repo_dir, "assets/samples", name);
  return {
    config: await readFile(join(folder, "config.xml"), "utf8"),
    tasks: JSON.parse(await readFile(join(folder, "tasks.json"), "utf8")),
  };
}

/** Replaces the config of a project's form, which stands on a tab of its own. */
export async function write_config(person, config) {
  await person.click("tab", person.text("new.tab-config"));
  await person.fill(person.text("new.config"), config);
}

/** From the start page to the first task of a new project. `drop` are paths of files on disk. */
export async function new_project(person, { title, config, drop = [], count }) {
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), title);
  await write_config(person, config);
  if (drop.length) {
    await person.drop(drop);
    await person.see("status", person.text("new.count", { n: count ?? drop.length }));
  }
  await person.click("button", person.text("new.create"));
}

/** What a task of an export says now: the draft that is ahead of what was submitted, or what was submitted. */
export const latest_result = (task) => task.drafts?.[0]?.result ?? task.annotations[0].result;
