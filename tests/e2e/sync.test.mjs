// People at a real server: what one does reaches the others, what is done without a network is sent when it is back, a
// server that dies loses nothing, and a project of this device becomes one of the server's.
import assert from "node:assert/strict";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { write_files } from "./support/page.mjs";
import { photo_path } from "./support/pictures.mjs";
import { boats, box_config, new_project } from "./support/projects.mjs";
import { admin, start_server } from "./support/server.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const config = `<View><Text name="t" value="$text"/><Choices name="c" toName="t">
  <Choice value="Good" hotkey="g"/><Choice value="Bad" hotkey="b"/></Choices></View>`;

/** A server that ends after the pages that talk to it: without it they would say so, as they should. */
async function server_for(t) {
  const server = await start_server();
  server.people = [];
  t.after(async () => {
    await Promise.all(server.people.map((person) => person.page.close()));
    await server.close();
  });
  return server;
}
async function server_with_project(t, { tasks = 3 } = {}) {
  const server = await server_for(t);
  const project = await server.api("POST", "/api/projects", { title: "Reviews", label_config: config });
  await server.api("POST", `/api/projects/${project.id}/import`,
    Array.from({ length: tasks }, (_, n) => ({ text: `Review number ${n + 1}` })));
  const list = await server.api("GET", `/api/tasks?project=${project.id}`);
  return { server, project: project.id, tasks: list.tasks.map((task) => task.id).sort((a, b) => a - b) };
}

/** Signed in at a device of their own. */
async function person_at(t, server, { email = admin.email, password = admin.password, path = "", ...options } = {}) {
  const person = await tests.studio(t, { url: server.url, ...options });
  server.people.push(person);
  const status = await person.page.evaluate(async (body) => (await fetch("api/tagwright/sign-in", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  })).status, { email, password, persist_session: true });
  assert.equal(status, 200);
  await person.page.reload(); // the page asks who it is when it starts
  await person.ready();
  if (path) await person.page.goto(server.url + path);
  return person;
}
async function colleague(server, email, name) {
  await server.api("POST", "/api/users/", { email, password: "colleague's own", first_name: name, username: email });
  return { email, password: "colleague's own" };
}
const synced = (person) => person.see("status", person.text("sync.synced"));
const annotations = (server, task) => server.api("GET", `/api/tasks/${task}/annotations/`);
const place = (project, task) => `#/server/projects/${project}${task ? `/tasks/${task}` : ""}`;
const chosen = (results) => results.map((result) => result.value.choices[0]);

test("a server's project is opened, labeled and submitted; the server has it, and so has a colleague", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const ann = await person_at(t, server);
  await ann.click("link", "Reviews");
  await ann.until(() => document.querySelector("tagwright-editor").inspect().page === "tasks", null, "the list of tasks");
  await ann.page.goto(server.url + place(project, tasks[0]));
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await synced(ann);
  await ann.press("g");
  await synced(ann);
  assert.deepEqual(await annotations(server, tasks[0]), [], "a draft is no annotation");
  const drafts = await server.api("GET", `/api/tasks/${tasks[0]}/drafts`);
  assert.deepEqual(chosen(drafts[0].result), ["Good"]);
  await ann.click("button", ann.text("action.annotation.submit"));
  await synced(ann);
  const [made] = await annotations(server, tasks[0]);
  assert.deepEqual(chosen(made.result), ["Good"]);
  assert.equal((await server.api("GET", `/api/tasks/${tasks[0]}`)).is_labeled, true);

  const bob = await person_at(t, server, { ...(await colleague(server, "bob@example.com", "Bob")), path: place(project, tasks[0]) });
  await bob.shown("t", { start_utf16: 0, end_utf16: 3 });
  const shown = (await bob.inspect()).widgets.filter((w) => w.role === "tab").map((w) => w.name);
  assert.ok(shown.length >= 1, `tabs: ${shown}`);
});

test("no frame calls an edit synced before the server has it", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const ann = await person_at(t, server, { path: place(project, tasks[0]) });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await synced(ann);
  let let_through;
  const held = new Promise((resolve) => { let_through = resolve; });
  await ann.context.route(/\/ops$/, async (route) => { await held; await route.continue(); });
  await ann.page.evaluate(() => {
    const states = window.states_seen = [];
    void (async () => {
      for (; window.states_seen; await window.test_probe.turn()) {
        const state = document.querySelector("tagwright-editor").inspect().widgets.filter((w) => w.role === "status").map((w) => w.name).join();
        if (state !== states.at(-1)) states.push(state);
      }
    })();
  });
  await ann.press("g");
  await ann.see("status", ann.text("sync.sending", { n: 1 }));
  const states = await ann.page.evaluate(() => {
    const seen = window.states_seen;
    delete window.states_seen;
    return seen;
  });
  assert.deepEqual(states.slice(1).filter((state) => state.includes(ann.text("sync.synced"))), [], `in turn: ${states.join(" | ")}`);
  let_through();
  await synced(ann);
  const drafts = await server.api("GET", `/api/tasks/${tasks[0]}/drafts`);
  assert.deepEqual(chosen(drafts[0].result), ["Good"]);
});

test("two people see that they are at one task, and an edit by REST comes to who has it open", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const bobs = await colleague(server, "bob@example.com", "Bob");
  const ann = await person_at(t, server, { path: place(project, tasks[1]) });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  const bob = await person_at(t, server, { ...bobs, path: place(project, tasks[1]) });
  await bob.shown("t", { start_utf16: 0, end_utf16: 3 });
  await ann.see("img", ann.text("sync.present-here", { name: "Bob" }));
  await ann.press("g");
  await ann.run("task:stay");
  await ann.click("button", ann.text("action.annotation.submit"));
  await synced(ann);
  const [made] = await annotations(server, tasks[1]);
  await ann.page.goto(server.url + place(project, tasks[1]));
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  const [result] = made.result;
  await server.api("PATCH", `/api/annotations/${made.id}/`, { result: [{ ...result, value: { choices: ["Bad"] } }] });
  await ann.until(() => JSON.stringify(document.querySelector("tagwright-editor").result()).includes("Bad"), null, "the edit by REST");
});

test("without a network one goes on, and it is sent when the network is back", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const ann = await person_at(t, server, { path: place(project, tasks[0]) });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await synced(ann);
  await ann.context.setOffline(true);
  await ann.press("b");
  await ann.click("button", ann.text("action.annotation.submit"));
  await ann.until(() => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.role === "status" && /Offline, \d+ to send/.test(w.name)),
    null, "the top bar to count what is to be sent");
  assert.deepEqual(await annotations(server, tasks[0]), []);
  await ann.context.setOffline(false);
  await ann.run("page:sync-now");
  await synced(ann);
  const [made] = await annotations(server, tasks[0]);
  assert.deepEqual(chosen(made.result), ["Bad"]);
  ann.errors.length = 0; // the browser logs requests that found no network
});

test("a server that is killed loses nothing that it acknowledged, and the page goes on when it is back", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const ann = await person_at(t, server, { path: place(project, tasks[0]) });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await ann.press("g");
  await synced(ann);
  await server.kill();
  await ann.press("b");
  await ann.until(() => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.role === "status" && /Offline/.test(w.name)),
    null, "the top bar to say that the server is away");
  await server.restart();
  await ann.run("page:sync-now");
  await synced(ann);
  const drafts = await server.api("GET", `/api/tasks/${tasks[0]}/drafts`);
  assert.deepEqual(chosen(drafts[0].result), ["Bad"]);
  ann.errors.length = 0;
});

test("a project of this device becomes one of the server's, files and all", async (t) => {
  const server = await server_for(t);
  const ann = await person_at(t, server);
  await copyFile(photo_path(boats.file), join(ann.folder, boats.file));
  await new_project(ann, { title: "Harbour", config: box_config, drop: [join(ann.folder, boats.file)] });
  await ann.shown("img");
  await ann.press("1");
  await ann.draw("img", [20, 30], [50, 70]);
  await ann.click("button", ann.text("action.annotation.submit"));
  await ann.saved();
  await ann.run("page:projects");
  await ann.click("button", ann.text("start.menu", { title: "Harbour" }));
  await ann.click("option", ann.text("sync.push-up"));
  await ann.see("img", ann.text("sync.of-server"));
  const [project] = (await server.api("GET", "/api/projects?include=id,title")).results;
  const [task] = (await server.api("GET", `/api/tasks?project=${project.id}&fields=all`)).tasks;
  assert.equal(task.annotations.length, 1);
  assert.match(Object.values(task.data)[0], /^\/data\/upload\//);
  await ann.page.goto(server.url + place(project.id, task.id));
  await ann.shown("img");
  assert.equal((await ann.result()).length, 1);
});

test("tasks of a server's project are exported whole, deleted only when that is confirmed, and take no files that nobody else would see", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  await server.api("POST", `/api/tasks/${tasks[1]}/annotations/`, { result: [
    { id: "r1", from_name: "c", to_name: "t", type: "choices", value: { choices: ["Bad"] } }] });
  const ann = await person_at(t, server, { path: place(project) });
  await ann.click("button", ann.text("data.select", { n: 2 }));
  const download = ann.page.waitForEvent("download");
  await ann.click("button", ann.text("data.actions"));
  await ann.click("option", ann.text("data.export-selected"));
  const [exported] = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.deepEqual(chosen(exported.annotations[0].result), ["Bad"], "though this device had never opened it");

  await ann.click("button", ann.text("data.actions"));
  await ann.click("option", ann.text("data.delete"));
  await ann.see("status", ann.text("sync.delete-ask", { n: 1 }));
  assert.equal((await server.api("GET", `/api/tasks?project=${project}`)).total, 3, "nothing goes before it is confirmed");
  await ann.click("button", ann.text("data.delete"));
  await ann.see_no("listitem", "Review number 2");
  assert.equal((await server.api("GET", `/api/tasks?project=${project}`)).total, 2);
});

test("files dropped on a server's project become tasks there, once it is confirmed; one that is none is named", async (t) => {
  const { server, project } = await server_with_project(t, { tasks: 1 });
  const ann = await person_at(t, server, { path: place(project) });
  await ann.see("listitem", "Review number 1");
  await copyFile(photo_path(boats.file), join(ann.folder, "boat.jpg"));
  const rows = await write_files(ann.folder, { "more.csv": "text,stars\nReview number 2,5\nReview number 3,1\n", "broken.json": "[{\"text\": " });
  await ann.drop([...rows, join(ann.folder, "boat.jpg")]);
  await ann.see("status", ann.text("send.ask", { n: 3, name: "Reviews" }));
  assert.equal((await server.api("GET", `/api/tasks?project=${project}`)).total, 1, "nothing goes before it is confirmed");
  await ann.click("button", ann.text("send.send"));
  await ann.see("status", /^3 tasks added\. .*broken\.json/);
  await ann.see("listitem", "Review number 3");
  const { tasks } = await server.api("GET", `/api/tasks?project=${project}&fields=all`);
  assert.deepEqual(tasks.map((task) => task.data.stars ?? null).filter(Boolean).map(String).sort(), ["1", "5"]);
  const photo = tasks.find((task) => JSON.stringify(task.data).includes("boat.jpg"));
  const [address] = Object.values(photo.data);
  const sent = Buffer.from(await (await fetch(server.url + address.replace(/^\//, ""), { headers: { Authorization: `Token ${admin.token}` } })).arrayBuffer());
  assert.ok(sent.equals(await readFile(photo_path(boats.file))), "byte for byte");
  ann.errors.length = 0; // the browser logs the file that was refused
});

test("two people who label what comes next are given different tasks", async (t) => {
  const { server, project, tasks } = await server_with_project(t, { tasks: 4 });
  const bobs = await colleague(server, "bob@example.com", "Bob");
  const at = (person, id) => person.until((wanted) => location.hash.endsWith(`/tasks/${wanted}`), id, `task ${id}`);
  const ann = await person_at(t, server, { path: place(project) });
  await ann.see("listitem", "Review number 1");
  await ann.click("button", ann.text("tasks.label"));
  await at(ann, tasks[0]);
  const bob = await person_at(t, server, { ...bobs, path: place(project) });
  await bob.see("listitem", "Review number 1");
  await bob.click("button", bob.text("tasks.label"));
  await at(bob, tasks[1]); // the first is with Ann
  await bob.shown("t", { start_utf16: 0, end_utf16: 3 });
  await bob.press("b");
  await bob.click("button", bob.text("action.annotation.submit"));
  await at(bob, tasks[2]);
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await ann.press("g");
  await ann.click("button", ann.text("action.annotation.submit"));
  await at(ann, tasks[3]); // the second is done, the third is with Bob
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await ann.press("g");
  await ann.click("button", ann.text("action.annotation.submit"));
  await ann.see("status", ann.text("notice.server-done"));
  for (const [n, task] of tasks.entries())
    assert.equal((await annotations(server, task)).length, n === 2 ? 0 : 1, `task ${n + 1}`);
  ann.errors.length = 0; // the browser logs the 404 that says so
});

test("an edit that the server does not accept is said, with the reason, and stays until it is put away", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const ann = await person_at(t, server, { path: place(project, tasks[0]) });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await synced(ann);
  await ann.context.setOffline(true);
  await ann.press("g");
  await ann.until(() => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.role === "status" && /Offline, \d+ to send/.test(w.name)),
    null, "the edit to wait");
  await server.api("DELETE", `/api/tasks/${tasks[0]}`);
  await ann.context.setOffline(false);
  await ann.run("page:sync-now");
  await ann.see("status", ann.text("sync.refused"));
  await ann.page.goto(server.url + place(project));
  await ann.see("status", ann.text("sync.refused"));
  assert.equal(await ann.run("page:forget-refused"), true);
  await synced(ann);
  ann.errors.length = 0; // the browser logs requests that found no network
});

test("a project that is kept offline shows its pictures without a network, also those never looked at", async (t) => {
  const server = await server_for(t);
  const { id: project } = await server.api("POST", "/api/projects", { title: "Boats", label_config: box_config });
  const ann = await person_at(t, server, { path: place(project) });
  await ann.until(() => document.querySelector("tagwright-editor").inspect().page === "tasks", null, "the list of tasks");
  for (const name of ["one.jpg", "two.jpg"]) await copyFile(photo_path(boats.file), join(ann.folder, name));
  await ann.drop([join(ann.folder, "one.jpg"), join(ann.folder, "two.jpg")]);
  await ann.click("button", ann.text("send.send"));
  await ann.see("status", ann.text("notice.imported", { n: 2 }));
  await ann.see("listitem", /two\.jpg/);
  await ann.run("page:keep-offline");
  await ann.see("status", ann.text("sync.kept-offline"));
  const { tasks } = await server.api("GET", `/api/tasks?project=${project}&fields=all`);
  await ann.page.goto("about:blank"); // nothing of a picture is in memory any more
  const asked = [];
  await ann.context.route(/\/data\//, (route) => (asked.push(route.request().url()), route.abort()));
  for (const task of tasks) {
    await ann.page.goto(server.url + place(project, task.id));
    await ann.shown("img");
  }
  assert.deepEqual(asked, [], "nothing of them was fetched");
  const away = await ann.page.evaluate(() => fetch("/data/upload/1/x.jpg").catch((error) => error.name));
  assert.deepEqual([away, asked.length], ["TypeError", 1], "though nothing could have been");
  ann.errors.length = 0; // the browser logs that request
});

test("a device whose clock is an hour fast works like any other", async (t) => {
  const { server, project, tasks } = await server_with_project(t);
  const fast = () => {
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
  };
  const ann = await person_at(t, server, { path: place(project, tasks[0]), init: fast });
  await ann.shown("t", { start_utf16: 0, end_utf16: 3 });
  await synced(ann);
  await ann.press("g");
  await ann.click("button", ann.text("action.annotation.submit"));
  await ann.until((id) => location.hash.endsWith(`/tasks/${id}`), tasks[1], "the next task");
  await synced(ann);
  const [made] = await annotations(server, tasks[0]);
  assert.deepEqual(chosen(made.result), ["Good"]);
});
