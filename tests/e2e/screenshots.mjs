// Pictures of every page in light and dark, English and Chinese, desktop and phone, to be looked at by people:
//   node tests/e2e/screenshots.mjs [REGEX]    writes build/screenshots/*.png from build/site, and build/tagwright for the pages of a team
//   node tests/e2e/screenshots.mjs --docs     writes docs/images/: what README and the quick start show, and the film strip of a
//                                             first minute on one's own photograph
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Person, write_files } from "./support/page.mjs";
import { boats, box, sample, text_config, write_config } from "./support/projects.mjs";
import { install_probe, skip_tour } from "./support/in_page.mjs";
import { admin, start_server } from "./support/server.mjs";
import { repo_dir, serve, somebodys_page, start_browser } from "./support/studio.mjs";

// What the documents show, by the names of the pictures made here.
const in_docs = {
  "labeling-photo-light-en-desktop": "labeling-light-en.jpg", "data-films-light-en-desktop": "data-light-en.jpg",
  "labeling-poem-dark-zh-CN-desktop": "labeling-dark-zh.jpg", "import-light-en-desktop": "import-light-en.jpg",
};
const docs = process.argv[2] === "--docs";
const wanted = (name) => (docs ? name in in_docs : new RegExp(process.argv[2] ?? "").test(name));
const folder = docs ? join(repo_dir, "docs/images") : join(repo_dir, "build/screenshots");
const photos = await sample("photos"), poems = await sample("poems");

const photo_box = (id, x, y, width, height, label) => ({ ...box(id, x, y, width, height, label), from_name: "objects", to_name: "image",
  original_width: boats.width, original_height: boats.height });
const photo_task = {
  id: 184, data: photos.tasks[0].data, predictions: [], annotations: [{ id: 1, result: [
    photo_box("boat1", 5, 62, 24, 22, "Boat"), photo_box("boat2", 34, 55, 30, 20, "Boat"), photo_box("house", 55, 30, 28, 18, "Building"),
    photo_box("hill", 8, 8, 60, 25, "Mountain"), photo_box("man", 44, 60, 4, 9, "Person"),
  ] }],
};
const poem = poems.tasks[0].data;
const span = (id, piece, label) => ({ id, from_name: "entities", to_name: "text", type: "labels",
  value: { start: poem.text.indexOf(piece), end: poem.text.indexOf(piece) + piece.length, text: piece, labels: [label] } });
const poem_task = { id: 12, data: poem, predictions: [], annotations: [{ id: 1, result: [
  span("s1", "刘禹锡", "人物"), span("s2", "魏宫", "地点"), span("s3", "千秋", "时间"), span("s4", "三足鼎", "景物"),
  { id: "m1", from_name: "mood", to_name: "text", type: "choices", value: { choices: ["怀古"] } },
] }] };

const rows = "id,comment,stars,city\n" + Array.from({ length: 60 }, (_, n) =>
  `${n + 1},"${["Quick, kind and warm", "The room was far too loud", "Would come again any time", "Nobody answered the door"][n % 4]}",${n % 5 + 1},${["Lyon", "北京", "Nagasaki"][n % 3]}`).join("\n") +
  "\n61,one,cell,too,many\n";
/** A project of its own, seen on its Data page. */
const text_project = async (person, more = {}) => {
  await pages.start(person);
  await person.click("button", person.text("start.new"));
  await person.fill(person.text("new.name"), "Guests");
  await write_config(person, text_config);
  await person.drop(await write_files(files, { "one.txt": "A first comment\n" }));
  for (const [key, words] of Object.entries(more)) {
    if (!(await person.has("textbox", person.text(key)))) { // a phone has it further down
      await person.mouse.move(195, 400);
      await person.mouse.wheel(0, 4000);
    }
    await person.fill(person.text(key), words);
  }
  await person.click("button", person.text("new.create"));
  await person.shown("text", { start_utf16: 0, end_utf16: 1 });
};
const labeling = (config, task, object, region) => async (person) => {
  await person.page.goto(person.url + person.somebodys_page);
  await person.page.evaluate(() => customElements.whenDefined("tagwright-editor"));
  await person.call("open", { config, task });
  await person.shown(object, object === "image" ? undefined : { start_utf16: 0, end_utf16: 1 });
  if (region) await person.run("region:select", { ids: [region], mode: "set" });
};
const pages = {
  start: async (person) => {
    await person.page.goto(person.url);
    await person.see("button", person.text("start.new"));
  },
  projects: async (person) => {
    await pages.start(person);
    for (const sample of ["try-photos", "try-mails", "try-films", "try-poems"]) {
      if (sample === "try-photos") await person.click("button", person.text(`sample.${sample}`));
      else {
        await person.click("button", person.text("start.sample"));
        await person.click("option", person.text(`sample.${sample}`));
      }
      await person.until(() => document.querySelector("tagwright-editor").inspect().page === "labeling", null, "a sample to open");
      await person.click("button", person.text("bar.back"));
      await person.see("button", person.text("start.new"));
    }
  },
  new: async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await person.fill(person.text("new.name"), "Street scenes");
    await write_config(person, text_config.replace('name="note"', 'name="mood"'));
    await person.settled();
  },
  "new-words": async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await write_config(person, text_config);
    await person.fill(person.text("new.description"), "Comments of guests, in the language they wrote in, sorted by what they are about. 住客的留言，按其写作语言与内容分类。");
    await person.fill(person.text("new.guidelines"), "Mark every person and every place, also within titles; when in doubt, leave it out.\n\n" +
      "人物与地点都要标注，包括标题中的；不确定时不标。若同一地点出现多次，每次都标。");
  },
  "new-problems": async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await write_config(person, `<View>
  <Labels name="ner" toName="txt"><Label value="A" background="redd"/><Label value="A"/></Labels>
  <Text name="text" value="$text"/>
  <Choices name="mood" toName="text" choise="multiple"><Choice value="思乡" hotkey="1"/><Choice value="送别" hotkey="1"/></Choices>
  <Hologram name="h"/><TextArea name="mood" toName="text" rows="many"/>
</View>`);
    await person.drop(await write_files(files, { "cut.json": '[{"data": {"text": "a"}}, {"data": {"te', "rows.csv": rows }));
    await person.settled();
  },
  gallery: async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await person.see("button", "Object detection with boxes").catch(() => {});
  },
  "dropped-photos": async (person) => {
    await pages.start(person);
    await person.drop([join(repo_dir, "assets/samples/photos", boats.file)]);
    await person.see("img", person.text("new.preview")).catch(() => {});
  },
  ...Object.fromEntries([["data-photos", "photos", true], ["data-films", "films", false]].map(([name, sample, grid]) => [name, async (person) => {
    await pages.start(person);
    await person.click("button", person.text(`sample.try-${sample}`));
    await person.until(() => document.querySelector("tagwright-editor").inspect().page === "labeling", null, "the sample to open");
    await person.click("button", person.text(`sample.${sample}`));
    if (grid) await person.click("button", person.text("data.as-grid"));
    else {
      await person.press("ArrowDown", "x", "ArrowDown", "ArrowDown", "x");
      await person.click("button", person.text("data.filters"));
      await person.click("button", person.text("data.filter-add"));
    }
    await person.settled();
  }])),
  import: async (person) => {
    await text_project(person);
    await person.run("page:project");
    await person.drop(await write_files(files, { "guests.csv": rows }));
    await person.see("button", person.text("import.start", { n: 60 }));
  },
  "import-report": async (person) => {
    await pages.import(person);
    await person.click("button", person.text("import.start", { n: 60 }));
    await person.see("button", person.text("import.close"));
  },
  "data-views": async (person) => {
    await pages.import(person);
    await person.click("button", person.text("import.start", { n: 60 }));
    await person.click("button", person.text("import.close"));
    for (const name of ["1–2 ★", "北京"]) {
      await person.click("button", person.text("data.view-new"));
      await person.fill(person.text("data.view-rename"), name);
      await person.press("Enter");
    }
    await person.click("button", person.text("data.filters"));
    await person.click("button", person.text("data.filter-add"));
    await person.press("Escape");
  },
  "import-bad": async (person) => {
    await text_project(person);
    await person.run("page:project");
    await person.drop(await write_files(files, { "broken.jsonl": '{"text": "one"}\n{"text": \n[1]\n{"text": "two", "annotations": 3, "data": 4}\n{"text": tru}\n' }));
    await person.see("button", person.text("import.report"));
  },
  "data-empty": async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await person.fill(person.text("new.name"), "Guests");
    await write_config(person, text_config);
    await person.click("button", person.text("new.create"));
    await person.see("textbox", person.text("data.search"));
  },
  "data-none": async (person) => {
    await pages["data-films"](person);
    await person.fill(person.text("data.search"), "Rosebud sleighs");
    await person.see("button", person.text("data.clear-filters"));
  },
  "delete-project": async (person) => {
    await pages.projects(person);
    await person.click("button", person.text("start.menu", { title: person.text("sample.poems") }));
    await person.click("option", person.text("start.delete"));
  },
  "card-menu": async (person) => {
    await pages.projects(person);
    await person.click("button", person.text("start.menu", { title: person.text("sample.poems") }));
  },
  "missing-page": async (person) => {
    await person.page.goto(person.url + "#/nowhere");
    await person.see("button", person.text("bar.back"));
  },
  error: async (person) => {
    await person.page.addInitScript(() => {
      const draw = WebGL2RenderingContext.prototype.drawElements;
      WebGL2RenderingContext.prototype.drawElements = function (...given) {
        if (window.break_it) throw new WebAssembly.RuntimeError("unreachable");
        return draw.apply(this, given);
      };
    });
    await pages.start(person);
    await person.page.evaluate(() => { window.break_it = true; });
    await person.keyboard.press("Control+k"); // something to draw
    await person.page.locator("#rescue").waitFor();
    person.broken = true;
  },
  "missing-media": async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await write_config(person, photos.config);
    await person.drop(await write_files(files, { "list.json": ["a/boats.jpg", "b/hills.jpg"].map((image) => ({ image })) }));
    await person.click("button", person.text("new.create"));
    await person.see("button", person.text("bar.export")).catch(() => {});
    await person.run("page:project");
    await person.see("status", /boats\.jpg/);
  },
  guidelines: async (person) => {
    await text_project(person, { "new.guidelines": "# What to mark\n\nMark every **person** and every *place*, also within titles:\n\n- 人物: Ada, 李白\n- 地点: Lyon, `Rue de la Paix`\n  1. streets\n  2. houses\n\n> When in doubt, leave it out.\n\n## More\n\nSee [the handbook](https://example.org/handbook), or ask." });
    await person.see("note", /What to mark/);
  },
  settings: async (person) => {
    await pages.start(person);
    await person.click("button", person.text("sample.try-mails"));
    await person.until(() => document.querySelector("tagwright-editor").inspect().page === "labeling", null, "the sample to open");
    await person.page.evaluate(() => { location.hash = "#/local/projects/1/settings"; });
    await person.see("textbox", person.text("new.guidelines"));
  },
  "studio-settings": async (person) => {
    await person.page.goto(person.url + "#/settings");
    await person.see("button", person.text("settings.layout-reset"));
    await person.see("progressbar");
  },
  hotkeys: async (person) => {
    await person.page.goto(person.url + "#/hotkeys");
    await person.see("group", person.text("settings.hotkeys"));
  },
  about: async (person) => {
    await person.page.goto(person.url + "#/about");
    await person.see("list", person.text("about.parts"));
  },
  flow: async (person) => {
    await pages.start(person);
    await person.click("button", person.text("start.new"));
    await person.fill(person.text("new.name"), "Boats");
    await write_config(person, photos.config);
    const tasks = photos.tasks.map((task, n) => ({ data: task.data, ...(n ? {} : {
      annotations: [{ result: photo_task.annotations[0].result, ground_truth: true }, { ground_truth: false, result: photo_task.annotations[0].result.slice(0, 2) }],
      predictions: [{ model_version: "boats-2", score: 0.91, result: photo_task.annotations[0].result.slice(1, 4) }],
    }) }));
    await person.drop(await write_files(files, { "boats.json": tasks }));
    await person.see("status", person.text("new.count", { n: tasks.length }));
    await person.click("button", person.text("new.create"));
    await person.shown("image");
  },
  "flow-compare": async (person) => {
    await pages.flow(person);
    await person.run("annotation:compare");
  },
  tour: async (person) => pages.flow(person),
  palette: async (person) => {
    await pages.flow(person);
    await person.press("Control+k");
    await person.see("option");
  },
  help: async (person) => {
    await pages.flow(person);
    await person.press("?");
    await person.see("dialog", person.text("help.title"));
  },
  connect: async (person) => {
    await person.page.goto(person.url + "#/sign-in");
    await person.see("form", person.text("connect.title"));
  },
  ...Object.fromEntries(["sign-in", "sign-up", "account", "members", "server"].map((place) => [`team-${place}`, async (person) => {
    const { url } = await (team ??= start_team());
    if (!place.startsWith("sign")) await person.page.context().request.post(`${url}api/tagwright/sign-in`, { data: admin });
    await person.page.goto(`${url}#/${place}${place === "sign-up" ? "?token=abc" : ""}`);
    await person.see(place.startsWith("sign") ? "form" : "group");
  }])),
  "team-projects": async (person) => {
    const { url } = await (team ??= start_team());
    await person.page.context().request.post(`${url}api/tagwright/sign-in`, { data: admin });
    await person.page.goto(url);
    await person.see("img", person.text("sync.of-server"));
  },
  "team-labeling": async (person) => {
    const { url, project, tasks } = await (team ??= start_team());
    await person.page.context().request.post(`${url}api/tagwright/sign-in`, { data: admin });
    await person.page.goto(`${url}#/server/projects/${project}/tasks/${tasks[0]}`);
    await person.shown("text", { start_utf16: 0, end_utf16: 1 });
    const colleague = await somebody_at(url, "grace@example.com", project, tasks[0]);
    closing.push(colleague);
    await person.see("status", person.text("sync.synced"));
    if (person.page.viewportSize().width > 800) await person.see("img", person.text("sync.present-here", { name: "Grace Hopper" }));
  },
  "labeling-photo": labeling(photos.config, photo_task, "image", "boat2"),
  "labeling-poem": labeling(poems.config, poem_task, "text", "s2"),
  "labeling-mails": async (person) => {
    await pages.start(person);
    await person.click("button", person.text("sample.try-mails"));
    await person.shown("text", { start_utf16: 0, end_utf16: 1 });
  },
  "labeling-note": async (person) => {
    await labeling(text_config, { id: 1, data: { text: poem.text }, annotations: [{ id: 1, result: [
      { id: "n1", from_name: "note", to_name: "text", type: "textarea", value: { text: ["怀古之作：蜀先主庙。全诗以庙起兴，写刘备英雄气概，千载之下尚令人肃然起敬；后半感叹后主不肖，故伎来舞，魏宫之前，无限凄凉。"] } }] }] }, "text")(person);
    await person.click("textbox", "note");
    await person.keyboard.insertText("A second note, long enough to be wrapped: the poem turns from the founder of the kingdom to the heir who lost it. 势分三足鼎，业复五铢钱。");
  },
  "labeling-failed": labeling(photos.config, { id: 2, data: { image: "assets/samples/photos/nowhere.jpg" }, predictions: [], annotations: [] }, "image"),
};
/** A server with a few people. */
let team;
const closing = []; // windows of others, for as long as the picture is taken
async function start_team() {
  const started = await start_server({ args: ["--allow-origin", "https://portal.example"] });
  await started.api("PATCH", "/api/users/1/", { first_name: "Ada", last_name: "Lovelace" });
  for (const [username, first_name, last_name, role] of [["grace", "Grace", "Hopper", "manager"], ["xiaoming", "小明", "王", "reviewer"]]) {
    const { id } = await started.api("POST", "/api/users/", { password: "a colleague's own", username, email: `${username}@example.com`, first_name, last_name });
    await started.api("PATCH", `/api/organizations/1/memberships/${id}/`, { role });
  }
  const project = await started.api("POST", "/api/projects", { title: "诗词标注", description: "Poems, marked by the whole team", label_config: poems.config });
  await started.api("POST", `/api/projects/${project.id}/import`, poems.tasks.map((task) => task.data));
  const { tasks } = await started.api("GET", `/api/tasks?project=${project.id}`);
  return Object.assign(started, { project: project.id, tasks: tasks.map((task) => task.id) });
}
/** Somebody else who has a task open. */
async function somebody_at(url, email, project, task) {
  const password = "a colleague's own";
  const context = await browser.newContext();
  await context.request.post(`${url}api/tagwright/sign-in`, { data: { email, password } });
  const page = await context.newPage();
  await page.goto(`${url}#/server/projects/${project}/tasks/${task}`);
  return context;
}
/** From the start page to the first label on one's own photograph, a picture a step. */
async function first_minute() {
  const context = await browser.newContext({ locale: "en", colorScheme: "light", viewport: { width: 880, height: 560 } });
  await context.addInitScript(install_probe);
  await context.addInitScript(skip_tour);
  const page = await context.newPage(), person = Object.assign(new Person(page), { url: server.url });
  let step = 0;
  const take = async (what) => {
    await person.mouse.move(2, 2);
    await person.settled();
    await page.screenshot({ path: join(folder, `first-minute-${++step}-${what}.png`) });
  };
  await pages.start(person);
  await take("start");
  await person.drop([join(repo_dir, "assets/samples/photos", boats.file)]);
  await person.see("button", person.text("new.create"));
  await person.settled();
  await take("proposal");
  await person.click("button", person.text("new.create"));
  await person.shown("image");
  await take("labeling");
  await person.press("1");
  await person.draw("image", [5, 62], [29, 84]);
  await person.saved();
  await take("first-label");
  await context.close();
}
const sizes = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};

const server = await serve();
const browser = await start_browser();
await mkdir(folder, { recursive: true });
const files = await mkdtemp(join(tmpdir(), "tagwright-shots-"));
try {
  for (const [page_name, show] of Object.entries(pages))
    for (const theme of ["light", "dark"])
      for (const language of ["en", "zh-CN"])
        for (const [size_name, size] of Object.entries(sizes)) {
          const name = `${page_name}-${theme}-${language}-${size_name}`;
          if (!wanted(name)) continue;
          const context = await browser.newContext({ locale: language, colorScheme: theme, ...size });
          await context.addInitScript(install_probe);
          if (page_name !== "tour") await context.addInitScript(skip_tour);
          const page = await context.newPage();
          const person = Object.assign(new Person(page, { language }), { url: server.url, files, write_files, somebodys_page: somebodys_page({ lang: language, theme }) });
          try {
            await show(person);
            if (!person.broken) {
              await person.mouse.move(2, 2);
              await person.settled();
            }
          } catch (error) {
            console.error(`${name}: ${error.message}`);
          }
          await page.screenshot(docs ? { path: join(folder, in_docs[name]), type: "jpeg", quality: 82 } : { path: join(folder, `${name}.png`) });
          console.log(name);
          await context.close();
          await Promise.all(closing.splice(0).map((one) => one.close()));
        }
  if (docs) await first_minute();
} finally {
  await browser.close();
  await server.close();
  await (await team)?.close();
  await rm(files, { recursive: true, force: true });
}
