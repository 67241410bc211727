// Our server for an end-to-end test: a process of its own that serves build/site and keeps a data folder of its own, with
// an administrator whose token is known, or on request with nobody. It says itself where it listens, and /health when it
// can be asked; nothing here waits for a time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { repo_dir, site_dir } from "./studio.mjs";

export const admin = {
  email: "admin@example.com", password: "end to end tests", token: "0123456789abcdef0123456789abcdef01234567",
};

/**
 * { url, token, stop(), kill(), restart(), api(method, path, body, token), log() }. `first_admin: false`: nobody has an
 * account yet. stop() ends it as a supervisor does, kill() as a power cut; restart() begins it again on its port and data.
 * With `t` (a test's context) it ends with the test; otherwise call close().
 */
export async function start_server({ t, first_admin = true, args = [], env = {} } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "tagwright-server-"));
  const inherited = Object.fromEntries(Object.entries(process.env)
    .filter(([name]) => !/^(LABEL_STUDIO|HEARTEX|TAGWRIGHT)_/.test(name) && !/proxy/i.test(name)));
  const first = first_admin
    ? { LABEL_STUDIO_USERNAME: admin.email, LABEL_STUDIO_PASSWORD: admin.password, LABEL_STUDIO_USER_TOKEN: admin.token } : {};
  const server = { url: "", token: admin.token };
  let child, said = "", port = "0";

  async function begin() {
    const program = process.env.TAGWRIGHT_PROGRAM ?? join(repo_dir, "build/tagwright");
    if (!existsSync(program)) throw new Error(`there is no ${program}: ./dev build native makes it`);
    child = spawn(program, ["serve", "--port", port, "--data", folder, "--site", site_dir, ...args],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...inherited, ...first, ...env } });
    child.stderr.on("data", (data) => { said += data; });
    const lines = createInterface({ input: child.stdout });
    const [first_line] = await Promise.race([
      once(lines, "line"), once(child, "error").then(([error]) => { throw error; }),
      once(child, "exit").then(([status]) => { throw new Error(`the server ended with ${status}:\n${said}`); }),
    ]);
    server.url = first_line.trim().replace(/\/*$/, "/");
    port = new URL(server.url).port;
    // Once it has said its address it takes connections: it answers as soon as it can.
    const health = await (await fetch(server.url + "health")).json();
    if (health.status !== "UP") throw new Error(`the server is not well: ${JSON.stringify(health)}\n${said}`);
  }
  async function end(signal) {
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  Object.assign(server, {
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    async restart() {
      await end("SIGTERM");
      await begin();
    },
    /** The answer's JSON, null when it has none; an error for any status that is not 2xx, unless `any_status`. */
    async api(method, path, body, { token = admin.token, any_status = false } = {}) {
      const response = await fetch(server.url + path.replace(/^\//, ""), {
        method, headers: { ...(token ? { Authorization: `Token ${token}` } : {}), ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      const json = /json/.test(response.headers.get("content-type") ?? "") && text ? JSON.parse(text) : null;
      if (any_status) return { status: response.status, json };
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return json;
    },
    log: () => said,
    async close() {
      await end("SIGTERM");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  });
  try {
    await begin();
  } catch (error) {
    await server.close();
    throw error;
  }
  t?.after(() => server.close());
  return server;
}
