// <tagwright-editor>: the studio in one element. Loads the program once for all elements of a page, gives each its own
// instance, canvas, text area and mirror in a shadow tree, and turns the program's answers into promises and events.
// tagwright.d.ts types it; docs/embedding.md shows it.

const base = new URL('.', import.meta.url);
// The version of the site, when the page that loads this names one: its files are asked for with it.
const versioned = path => new URL(path + new URL(import.meta.url).search, base);
const styles = `
:host { display: block; position: relative; overflow: hidden; min-width: 0; min-height: 0; contain: strict; background: Canvas; }
.root, .mirror { position: absolute; inset: 0; }
canvas { display: block; touch-action: none; outline: none; }
textarea { position: absolute; left: 0; top: 0; width: 1px; height: 16px; padding: 0; border: 0; margin: 0; outline: none;
  resize: none; overflow: hidden; white-space: pre; opacity: 0; pointer-events: none; background: Canvas; color: CanvasText;
  font-family: system-ui, sans-serif; }
textarea.secret { -webkit-text-security: disc; }
textarea.composing { opacity: 1; width: auto; field-sizing: content; min-width: 2em; max-width: 100%; text-decoration: underline; }
.mirror, .mirror * { pointer-events: none; color: transparent; background: none; user-select: none; }
.mirror { overflow: hidden; opacity: 0; }
.mirror div { position: absolute; overflow: hidden; margin: 0; padding: 0; }
.exit { position: absolute; width: 0; height: 0; outline: none; }
.message { position: absolute; inset: 0; display: grid; place-content: center; padding: 24px; text-align: center;
  font: 15px/1.5 system-ui, sans-serif; color: CanvasText; }
`;

// What every studio reads at its start, fetched while the program is still on its way.
const assetPaths = ['strings/en.json', 'strings/zh-CN.json', 'theme/light.json', 'theme/dark.json', 'licenses.json'];
let program, common;

async function compile() {
  const url = versioned('tagwright.wasm'), response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  // The response itself, not a copy or a counted stream: only then does the browser keep the compiled code for next time.
  if (WebAssembly.compileStreaming && /^application\/wasm\b/.test(response.headers.get('content-type') ?? ''))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
function loadProgram() {
  return program ??= Promise.all([import(versioned('tagwright.js').href).then(found => found.default), compile()])
    .then(([factory, module]) => ({ factory, module }), error => { program = undefined; throw error; });
}
const loadText = async path => {
  const response = await fetch(versioned('assets/' + path)).catch(() => null);
  return [path, response?.ok ? await response.text() : ''];
};
async function loadAssets() {
  common ??= Promise.all(assetPaths.map(loadText));
  return Object.fromEntries(await common);
}

const percentile = (sorted, p) => sorted.length ? sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] : 0;

export class TagwrightEditor extends HTMLElement {
  static observedAttributes = ['lang', 'theme', 'readonly', 'panels', 'server'];
  #api = null;
  #module = null;
  #starting = null;
  #closed = false;
  #opening = new Map();
  #frameMs = [];
  #frames = 0;
  #frameListeners = 0;
  #memorySettings = new Map();

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
  }
  connectedCallback() {
    if (!this.#closed) this.#starting ??= this.#start();
    this.#starting?.catch(error => this.#say(error));
  }
  disconnectedCallback() {
    // Moving an element disconnects it for a moment; only one that stays away is closed.
    queueMicrotask(() => { if (!this.isConnected) this.close(); });
  }
  attributeChangedCallback(name, before, now) {
    if (before !== now) this.#api?.setOption(name, this.#attribute(name));
  }
  #attribute(name) {
    const value = this.getAttribute(name);
    return name === 'readonly' ? (value === null || value === 'false' ? 'false' : 'true') : value ?? '';
  }
  #make(tag, name) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    return element;
  }

  async #start() {
    const root = this.#make('div', 'root'), canvas = this.#make('canvas'), textarea = this.#make('textarea');
    const mirror = this.#make('div', 'mirror'), style = this.#make('style');
    const [before, after] = ['exit', 'exit'].map(name => { const e = this.#make('span', name); e.tabIndex = -1; return e; });
    style.textContent = styles;
    for (const [name, value] of Object.entries({ autocomplete: 'off', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', 'aria-label': 'Tagwright', rows: '1' }))
      textarea.setAttribute(name, value);
    canvas.setAttribute('aria-hidden', 'true');
    root.append(canvas, mirror, textarea);
    this.shadowRoot.replaceChildren(style, before, root, after);

    let loaded = 0;
    const counted = async step => {
      const done = await step;
      this.dispatchEvent(new CustomEvent('progress', { detail: { loaded: ++loaded, total: 3 } }));
      return done;
    };
    const [{ factory, module }, loadedAssets] = await Promise.all([counted(loadProgram()), counted(loadAssets())]);
    if (this.#closed) throw this.#error('closed', 'The editor was closed while it was loading.');

    const keeps = this.getAttribute('storage') === 'local';
    const host = {
      root, textarea, mirror, before, after, assets: loadedAssets,
      options: {
        embedded: !this.hasAttribute('studio'), readonly: this.#attribute('readonly') === 'true', language: this.lang,
        theme: this.getAttribute('theme') ?? 'auto', panels: (this.getAttribute('panels') ?? '').split(/[\s,]+/).filter(Boolean),
        address: this.hasAttribute('studio') ? location.hash : '', server: this.getAttribute('server') ?? '', storage: keeps ? 'local' : 'none',
      },
      emit: (type, detail) => this.#emit(type, detail),
      // The program once more, without a page; null where a page can have no worker (an element of another origin's site).
      startWorker: (said, failed) => {
        try {
          const worker = new Worker(versioned('tagwright-worker.js'), { type: 'module' });
          worker.onmessage = ({ data }) => said(data);
          worker.onerror = failed;
          worker.postMessage({ module, database: host.database });
          return worker;
        } catch { return null; }
      },
      onFrame: frame => this.#onFrame(frame), crashed: detail => this.#crashed(detail),
      setAddress: (address, replace) => this.dispatchEvent(new CustomEvent('address', { detail: { address, replace } })),
      setting: key => {
        if (!keeps) return this.#memorySettings.get(key);
        try { return localStorage.getItem('tagwright:' + key); } catch { return this.#memorySettings.get(key); }
      },
      setSetting: (key, value) => {
        this.#memorySettings.set(key, value);
        if (keeps) try { localStorage.setItem('tagwright:' + key, value); } catch { /* kept for this visit */ }
      },
    };
    const instance = await factory({
      canvas, tw: host, onAbort: why => this.#crashed({ details: String(why) }),
      instantiateWasm: (imports, done) => { WebAssembly.instantiate(module, imports).then(made => done(made, module)); return {}; },
    });
    if (!host.api) throw this.#error('no-webgl2', 'This browser cannot draw the editor: it needs WebGL 2. Turn on hardware acceleration, or use a current browser.');
    this.#module = instance;
    this.#api = host.api;
    await counted();
    if (this.#closed) { this.#shut(); throw this.#error('closed', 'The editor was closed while it was loading.'); }
    await new Promise(resolve => { this.#firstFrame = resolve; this.#api.requestFrame(); });
    this.dispatchEvent(new CustomEvent('ready', { detail: {}, bubbles: true, composed: true }));
  }
  /** The program has failed, or its picture is lost and does not come back: said once, to the page. */
  #crashed(detail) {
    if (this.#closed) return;
    this.dispatchEvent(new CustomEvent(detail.recovered ? 'recovered' : 'crash', { detail, bubbles: true, composed: true }));
    if (!detail.recovered) this.#emit('error', { code: detail.lost ? 'graphics-lost' : 'crashed', message: detail.details ?? '' });
  }
  #firstFrame = null;
  #emit(type, detail) {
    if (this.#closed) return;
    // Said by the element itself, when the first frame has been presented and when a frame was drawn.
    if (type === 'ready' || type === 'frame') return;
    if (type === 'opened') {
      const waiting = this.#opening.get(detail.n);
      this.#opening.delete(detail.n);
      if (!waiting) return;
      if (detail.ok === false) waiting.reject(this.#error(detail.error?.code ?? 'open-failed', detail.error?.message ?? '', detail.error?.where));
      // Emitted in the frame that drew it; the next animation frame starts after that one was presented.
      else requestAnimationFrame(() => waiting.resolve());
      return;
    }
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
  #onFrame({ cpu_ms }) {
    ++this.#frames;
    this.#frameMs.push(cpu_ms);
    if (this.#frameMs.length > 600) this.#frameMs.splice(0, 300);
    if (this.#firstFrame) { const first = this.#firstFrame; this.#firstFrame = null; requestAnimationFrame(first); }
    if (this.#frameListeners > 0) queueMicrotask(() => this.dispatchEvent(new CustomEvent('frame', { detail: { n: this.#frames, cpu_ms } })));
  }
  addEventListener(type, ...rest) {
    if (type === 'frame') ++this.#frameListeners;
    super.addEventListener(type, ...rest);
  }
  removeEventListener(type, ...rest) {
    if (type === 'frame') --this.#frameListeners;
    super.removeEventListener(type, ...rest);
  }
  #error(code, message, where) { return Object.assign(new Error(message), { code, where }); }
  #say(error) {
    if (this.#closed) return;
    const message = this.#make('div', 'message');
    message.setAttribute('role', 'alert');
    message.textContent = error.message;
    this.shadowRoot.append(message);
    this.#emit('error', { code: error.code ?? 'start-failed', message: error.message });
  }
  #ask(method, argument) {
    if (!this.#api) throw this.#error(this.#closed ? 'closed' : 'not-ready', this.#closed ? 'The editor is closed.' : 'The editor is still loading: wait for its "ready" event or for open().');
    const answer = this.#api.call(method, argument);
    if (answer?.error?.code) throw this.#error(answer.error.code, answer.error.message, answer.error.where);
    return answer;
  }
  // From CSS pixels of the element to those of the page.
  #inPage(rect) {
    const box = this.getBoundingClientRect();
    return { ...rect, x: rect.x + box.left + scrollX, y: rect.y + box.top + scrollY };
  }

  async open(task) {
    await (this.#starting ??= this.#start());
    // Its pictures are on their way while the program reads the rest, which may be long.
    if (task?.task?.data) this.#ask('expect', { config: task.config, data: task.task.data });
    const answer = this.#ask('open', task);
    if (answer?.pending) await new Promise((resolve, reject) => this.#opening.set(answer.pending, { resolve, reject }));
  }
  result() { return this.#ask('result'); }
  annotations() { return this.#ask('annotations'); }
  async run(action, argument) {
    await this.#starting;
    const answer = this.#ask('run', argument === undefined ? { action } : { action, argument });
    return answer === true || answer?.ran === true;
  }
  actions() { return this.#ask('actions'); }
  locate(what) { return (this.#ask('locate', what) ?? []).map(rect => this.#inPage(rect)); }
  inspect() {
    const seen = this.#ask('inspect') ?? {}, sorted = [...this.#frameMs].sort((a, b) => a - b);
    for (const widget of seen.widgets ?? []) widget.rect = this.#inPage(widget.rect);
    return { ...seen, frames: { ...seen.frames, drawn: this.#frames, cpu_ms_p50: percentile(sorted, 0.5), cpu_ms_p99: percentile(sorted, 0.99) } };
  }
  close() {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject } of this.#opening.values()) reject(this.#error('closed', 'The editor was closed.'));
    this.#opening.clear();
    this.#shut();
    this.shadowRoot.replaceChildren();
  }
  #shut() {
    this.#api?.close();
    // The only way to give a WASM heap back is to forget it.
    this.#api = this.#module = this.#starting = null;
  }

  focus(options) { this.shadowRoot.querySelector('textarea')?.focus(options); }

  // For the page that is the studio.
  navigate(address) { this.#api?.navigate(address); }
  dropFiles(files) { this.#api?.dropFiles([...files]); }
  flush() { this.#api?.flush(); }
}

customElements.define('tagwright-editor', TagwrightEditor);
