// What tests and benchmarks put into a page: the probe of its clocks, and a page of somebody else that hosts an editor.

// Runs in the page before anything else: counts what the page asks of the browser's clocks, so that a test can know that
// nothing more is coming, or that an idle page is idle. Installed by itself, it asks for nothing.
export function install_probe() {
  const request = window.requestAnimationFrame.bind(window), cancel = window.cancelAnimationFrame.bind(window);
  const set = window.setTimeout.bind(window), repeat = window.setInterval.bind(window);
  const wanted = new Set(), ran = { frames: 0, timers: 0 };
  window.requestAnimationFrame = (call) => {
    const id = request((time) => { wanted.delete(id); ++ran.frames; call(time); });
    wanted.add(id);
    return id;
  };
  window.cancelAnimationFrame = (id) => { wanted.delete(id); cancel(id); };
  window.setTimeout = (call, ms, ...given) => set((...got) => { ++ran.timers; if (typeof call === "function") call(...got); }, ms, ...given);
  window.setInterval = (call, ms, ...given) => repeat((...got) => { ++ran.timers; call(...got); }, ms, ...given);
  window.test_probe = {
    frames_wanted: () => wanted.size,
    turn: () => new Promise((done) => request(done)),
    ran: () => ({ ...ran }),
    events: [],
  };
}

/** The tour is shown once; for all but its own test it was shown before. */
export function skip_tour() {
  try { localStorage.setItem("tagwright:tour", "seen"); } catch { /* storage is forbidden: there is no tour */ }
}

/** A page with one editor that fills it; `attributes` are those of the element. */
export const host_page = (attributes) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Somebody's page</title>
<style>html, body { margin: 0; height: 100% } tagwright-editor { display: block; width: 100%; height: 100% }</style>
<tagwright-editor ${Object.entries(attributes).map(([name, value]) => `${name}="${value}"`).join(" ")}></tagwright-editor>
<script type="module" src="./tagwright-editor.js"></script></html>`;
