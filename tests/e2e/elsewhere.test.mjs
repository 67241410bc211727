// A studio on a plain web host and a server at another address: signing in through that server's own window, working with
// its projects, files and socket by a token, and what is said where it does not come to that.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { photo_path } from "./support/pictures.mjs";
import { boats, box_config } from "./support/projects.mjs";
import { admin, start_server } from "./support/server.mjs";
import { browser_for_tests } from "./support/suite.mjs";

const tests = browser_for_tests();
const account = (person) => person.find("button", person.text("bar.account", { name: admin.email })).first();

/** The studio of a plain host, and a server that lets it in; the server ends after the page that talks to it. */
async function host_and_server(t, { allowed = true } = {}) {
  const person = await tests.studio(t, { permissions: [] });
  const server = await start_server({ args: allowed ? ["--allow-origin", new URL(person.url).origin] : [] });
  t.after(async () => {
    await person.page.close();
    await server.close();
  });
  return { person, server };
}

/** From the settings to the window in which the server asks. */
async function ask(person, address) {
  await person.click("button", person.text("bar.settings"));
  await person.see("group", person.text("settings.storage"));
  await person.mouse.move(500, 400);
  await person.mouse.wheel(0, 2000); // it is the last card
  await person.click("button", person.text("settings.server-in"));
  await person.fill(person.text("connect.address"), address);
  const opened = person.page.waitForEvent("popup");
  await person.click("button", person.text("connect.send"));
  return opened;
}

async function sign_in_there(person, server) {
  const popup = await ask(person, new URL(server.url).host);
  await popup.fill("input[name=email]", admin.email);
  await popup.fill("input[name=password]", admin.password);
  await popup.press("input[name=password]", "Enter");
  const closed = popup.waitForEvent("close");
  await popup.getByRole("button", { name: admin.email }).click(); // yes, this page may work in my name
  await closed;
  await account(person).waitFor({ state: "attached" });
}

async function project_with_photo(server) {
  const project = await server.api("POST", "/api/projects", { title: "Harbour", label_config: box_config });
  const form = new FormData();
  form.append("file", new Blob([await readFile(photo_path(boats.file))], { type: "image/jpeg" }), boats.file);
  const response = await fetch(`${server.url}api/projects/${project.id}/import`,
    { method: "POST", headers: { Authorization: `Token ${admin.token}` }, body: form });
  assert.equal(response.status, 201);
  const { tasks: [task] } = await server.api("GET", `/api/tasks?project=${project.id}`);
  return { project: project.id, task: task.id };
}

test("a studio of a plain host works with a server elsewhere: its projects, pictures and socket, also after a reload", async (t) => {
  const { person, server } = await host_and_server(t);
  const { project, task } = await project_with_photo(server);
  await sign_in_there(person, server);

  const sockets = [];
  person.page.on("websocket", (socket) => sockets.push(socket.url()));
  const place = `${person.url}#/server/projects/${project}`;
  await person.page.goto(`${place}/tasks/${task}`);
  await person.shown("img", { x_pct: 50, y_pct: 50 });
  await person.see("status", person.text("sync.synced"));
  await person.press("1");
  await person.drag(await person.point("img", 20, 20), await person.point("img", 40, 45));
  await person.run("task:stay");
  await person.click("button", person.text("action.annotation.submit"));
  await person.see("status", person.text("sync.synced"));
  const [made] = await server.api("GET", `/api/tasks/${task}/annotations/`);
  assert.deepEqual(made.result.map((result) => result.value.rectanglelabels), [["Car"]]);
  assert.ok(sockets.length > 0 && sockets.every((url) => /\/api\/tagwright\/live\?ticket=/.test(url)), `sockets: ${sockets}`);

  await person.page.reload();
  await person.shown("img", { x_pct: 50, y_pct: 50 });
  await person.see("status", person.text("sync.synced"));
  assert.ok(await account(person).count(), "the window still has its token");
  const renewed = server.log(); // what is asked there never names the token
  const token = await person.page.evaluate(() => Object.values({ ...sessionStorage }).find((value) => value.startsWith("ey")));
  assert.ok(token && !renewed.includes(token), "no token in the log");

  await person.click("button", person.text("bar.account", { name: admin.email }));
  await person.click("option", person.text("action.page.sign-out"));
  await person.see("status", person.text("server.signed-out"));
  assert.equal(await person.page.evaluate(() => Object.keys({ ...sessionStorage }).filter((key) => /token/.test(key)).length), 0);
});

test("a server that does not allow the page, a closed window and a wrong address are said; nothing is signed in", async (t) => {
  const { person, server } = await host_and_server(t, { allowed: false });
  const popup = await ask(person, server.url);
  await popup.getByText("--allow-origin").waitFor();
  await popup.close();
  await person.see("alert", person.text("connect.closed"));
  await person.fill(person.text("connect.address"), "ftp://label.example");
  await person.click("button", person.text("connect.send"));
  await person.see("alert", person.text("connect.bad-address"));
  await person.click("button", person.text("sign.local"));
  assert.equal(await account(person).count(), 0);
});
