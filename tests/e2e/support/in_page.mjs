// What tests and benchmarks put into a page before it runs: the probe of its clocks, and that the tour was seen.

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
    task: () => new Promise((done) => set(done, 0)),
    ran: () => ({ ...ran }),
    events: [],
  };
}

/** The tour is shown once; for all but its own test it was shown before. */
export function skip_tour() {
  try { localStorage.setItem("tagwright:tour", "seen"); } catch { /* storage is forbidden: there is no tour */ }
}
