// Accounts at a real server: the first administrator, signing in and out, tokens, an invited colleague, roles, passwords.
// Every person sits at a device of their own.
import assert from "node:assert/strict";
import test from "node:test";
import { box_config, new_project } from "./support/projects.mjs";
import { admin, start_server } from "./support/server.mjs";
import { browser_for_tests } from "./support/suite.mjs";
import { photo_path } from "./support/pictures.mjs";

const tests = browser_for_tests();
const account_of = (person, name) => person.text("bar.account", { name });
/** Answers of 4xx that a person provoked are logged by the browser; nothing else may be. */
const only_refusals = (person) => {
  assert.ok(person.errors.every((error) => /status of 4\d\d/.test(error)), person.errors.join("\n"));
  person.errors.length = 0;
};
const value_of = async (person, name) => (await person.inspect()).widgets.find((w) => w.name === name && w.role !== "group")?.value;
const whoami = (person) => person.page.evaluate(async () => (await fetch("/api/current-user/whoami")).json());

async function menu(person, name, action) {
  await person.click("button", account_of(person, name));
  await person.click("option", person.text(`action.page.${action}`));
}
async function sign_in(person, { email = admin.email, password = admin.password, name = email } = {}) {
  await person.click("button", person.text("sign.in"));
  await person.fill(person.text("sign.email"), email);
  await person.fill(person.text("sign.password"), password);
  await person.press("Enter");
  await person.see("button", account_of(person, name));
}

test("the first person makes the administrator's account, signs out, and in again after a mistake", async (t) => {
  const server = await start_server({ t, first_admin: false });
  const person = await tests.studio(t, { url: server.url });
  await person.click("button", person.text("sign.in"));
  await person.see("form", person.text("sign.first"));
  await person.fill(person.text("sign.first-name"), "Ada");
  await person.fill(person.text("sign.last-name"), "Lovelace");
  await person.fill(person.text("sign.email"), "ada");
  await person.fill(person.text("sign.password"), "long enough");
  await person.press("Enter");
  await person.see("alert", person.text("sign.bad-email"));
  await person.fill(person.text("sign.email"), "ada@example.com");
  await person.click("button", person.text("sign.first-send"));
  await person.see("button", account_of(person, "Ada Lovelace"));
  assert.equal((await whoami(person)).role, "admin");

  await menu(person, "Ada Lovelace", "sign-out");
  await person.see("status", person.text("server.signed-out"));
  await person.click("button", person.text("sign.in"));
  await person.fill(person.text("sign.email"), "ada@example.com");
  await person.fill(person.text("sign.password"), "not my secret");
  const composing_as_dots = () => document.querySelector("tagwright-editor").shadowRoot.querySelector("textarea").classList.contains("secret");
  assert.equal(await person.page.evaluate(composing_as_dots), true);
  const seen = JSON.stringify(await person.inspect()) + await person.page.evaluate(() =>
    document.querySelector("tagwright-editor").shadowRoot.querySelector(".root").innerHTML);
  assert.ok(!seen.includes("not my secret"), "a password is dots for everybody");
  await person.press("Enter");
  await person.see("alert", person.text("sign.wrong"));
  await person.fill(person.text("sign.password"), "long enough");
  await person.click("button", person.text("server.password-show"));
  assert.equal(await value_of(person, person.text("sign.password")), "long enough", "unless its owner wants to see it");
  await person.click("textbox", person.text("sign.password"));
  await person.press("Enter");
  await person.see("button", account_of(person, "Ada Lovelace"));
  await person.page.reload();
  await person.see("button", account_of(person, "Ada Lovelace"));
  assert.ok(!server.log().includes("long enough"), "nor is it in the log");
  only_refusals(person);
});

/** Down to where what comes next stands. */
async function scroll_down(person) {
  await person.mouse.move(720, 600);
  await person.mouse.wheel(0, 2000);
  await person.settled();
}

test("tokens made on the account page open the API, until they are revoked or replaced", async (t) => {
  const server = await start_server({ t });
  const person = await tests.studio(t, { url: server.url });
  await sign_in(person);
  await menu(person, admin.email, "account");
  await person.see("group", person.text("account.legacy"));
  await scroll_down(person);
  await person.click("button", person.text("account.token-create"));
  await person.see("note", person.text("account.token-new"));
  const refresh = await value_of(person, person.text("account.token-new"));
  const access = () => server.api("POST", "/api/token/refresh/", { refresh }, { token: "", any_status: true });
  const { json } = await access();
  const me = await (await fetch(`${server.url}api/current-user/whoami`, { headers: { Authorization: `Bearer ${json.access}` } })).json();
  assert.equal(me.email, admin.email);
  await scroll_down(person);
  await person.click("button", person.text("account.token-revoke"));
  await person.see("status", person.text("account.token-revoked"));
  assert.equal((await access()).status, 401);
  await person.see("button", person.text("account.token-create"));

  assert.equal(await value_of(person, person.text("account.legacy")), undefined, "hidden until it is asked for");
  await person.click("button", person.text("account.legacy-show"));
  assert.equal(await value_of(person, person.text("account.legacy")), admin.token);
  await person.click("button", person.text("account.legacy-reset"));
  await person.see("status", person.text("account.legacy-done"));
  assert.equal((await server.api("GET", "/api/current-user/whoami", undefined, { any_status: true })).status, 401);
  const token = await value_of(person, person.text("account.legacy"));
  assert.equal((await server.api("GET", "/api/current-user/whoami", undefined, { token })).email, admin.email);
});

test("an invited colleague signs up by the link, is given a role, and is removed", async (t) => {
  const server = await start_server({ t, args: ["--signup-needs-link"] });
  const ada = await tests.studio(t, { url: server.url });
  await sign_in(ada);
  await menu(ada, admin.email, "members");
  await ada.until((name) => document.querySelector("tagwright-editor").inspect().widgets.some((w) => w.name === name && w.value),
    ada.text("members.invite-link"), "the link to have come from the server");
  const link = await value_of(ada, ada.text("members.invite-link"));
  assert.ok(link.startsWith(`${server.url}#/sign-up?token=`), link);

  const bob = await tests.studio(t, { url: server.url, path: "#/sign-up" });
  await bob.see("note", bob.text("sign.up")); // nobody comes in without a link
  await bob.page.goto(link);
  await bob.see("form", bob.text("sign.up"));
  await bob.fill(bob.text("sign.first-name"), "Bob");
  await bob.fill(bob.text("sign.email"), "bob@example.com");
  await bob.fill(bob.text("sign.password"), "bob's secret");
  await bob.press("Enter");
  await bob.see("button", account_of(bob, "Bob"));
  assert.equal((await whoami(bob)).role, "annotator");
  await menu(bob, "Bob", "members");
  await bob.see("listitem", /Bob, bob@example.com/);
  assert.equal(await bob.has("button", bob.text("members.invite-reset")), false, "an annotator invites nobody");

  await menu(ada, admin.email, "members");
  await ada.click("combobox", ada.text("members.role-of", { name: "Bob" }));
  await ada.click("option", ada.text("role.manager"));
  await ada.see("status", ada.text("members.role-changed", { name: "Bob", role: ada.text("role.manager") }));
  assert.equal((await whoami(bob)).role, "manager");
  await ada.click("combobox", ada.text("members.role-of", { name: admin.email }));
  await ada.click("option", ada.text("role.annotator"));
  await ada.see("status", ada.text("members.last-admin"));

  await ada.click("button", ada.text("members.remove-name", { name: "Bob" }));
  await ada.click("button", ada.text("members.remove"));
  await ada.see("status", ada.text("members.removed", { name: "Bob" }));
  await ada.see_no("listitem", /Bob, bob@example.com/);
  only_refusals(ada);
  only_refusals(bob);
});

test("a changed password signs out every other device", async (t) => {
  const server = await start_server({ t });
  const here = await tests.studio(t, { url: server.url }), there = await tests.studio(t, { url: server.url });
  for (const person of [here, there]) await sign_in(person);
  await menu(here, admin.email, "account");
  await here.fill(here.text("account.password-old"), "wrong");
  await here.fill(here.text("account.password-new"), "another password");
  await here.press("Enter");
  await here.see("alert", here.text("account.password-wrong"));
  await here.fill(here.text("account.password-old"), admin.password);
  await here.click("button", here.text("account.password-change"));
  await here.see("status", here.text("account.password-changed"));
  await menu(there, admin.email, "members");
  await there.see("form", there.text("sign.in"));
  await there.fill(there.text("sign.email"), admin.email);
  await there.fill(there.text("sign.password"), "another password");
  await there.press("Enter");
  await there.see("list", there.text("members.title")); // where they wanted to go
  await menu(here, admin.email, "members");
  await here.see("list", here.text("members.title"));
  only_refusals(here);
  only_refusals(there);
});

test("without an account one labels as ever; who is signed in stays known while the server is away", async (t) => {
  const server = await start_server({ t });
  const person = await tests.studio(t, { url: server.url });
  await new_project(person, { title: "Mine", config: box_config, drop: [photo_path("nagasaki-boats.jpg")] });
  await person.shown("img");
  await person.press("1");
  await person.draw("img", [20, 20], [40, 40]);
  await person.saved();
  await sign_in(person);
  await person.see("link", "Mine");
  await person.click("button", account_of(person, admin.email));
  await person.see("option", person.text("action.page.server"));
  await person.click("option", person.text("action.page.server"));
  await person.see("note", person.text("report.address"));
  await person.click("checkbox", person.text("report.legacy"));
  await person.see("checkbox", person.text("report.legacy"), { checked: false });
  assert.equal((await server.api("GET", "/api/current-user/whoami", undefined, { any_status: true })).status, 401);

  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  await server.kill();
  await person.page.goto("about:blank");
  await person.page.goto(server.url);
  await person.see("link", "Mine");
  await person.click("button", account_of(person, admin.email));
  await person.see("note", admin.email);
  assert.match(await value_of(person, admin.email), new RegExp(person.text("bar.account-offline")));
  person.errors.length = 0; // failed requests are logged by the browser
});
