// The studio's own page: a host of <tagwright-editor> like any other, which also gives it the address bar and the whole
// window. Knows nothing of what is drawn.
const skeleton = document.getElementById('skeleton'), text = document.getElementById('words'), bar = document.getElementById('bar');
const fail = error => {
  bar?.remove();
  // What has a code says what to do itself; the rest is most often the network.
  text.textContent = error.code === 'no-webgl2' ? window.words.codes[error.code] ?? error.message
    : `${window.words.failed}${error.message ?? error} ${window.words.again}`;
};

if (location.protocol !== 'file:') {
  try {
    await import('./tagwright-editor.js' + new URL(import.meta.url).search);
    const editor = document.createElement('tagwright-editor');
    editor.setAttribute('studio', '');
    editor.setAttribute('storage', 'local');
    editor.addEventListener('progress', ({ detail }) => { bar.value = detail.loaded / detail.total; });
    editor.addEventListener('ready', () => { skeleton.remove(); editor.focus(); }, { once: true });
    editor.addEventListener('error', ({ detail }) => { if (skeleton.isConnected) fail(detail); });
    editor.addEventListener('address', ({ detail: { address, replace } }) => {
      if (address === location.hash) return;
      history[replace ? 'replaceState' : 'pushState'](null, '', address || location.pathname + location.search);
    });
    const navigate = () => editor.navigate(location.hash);
    addEventListener('popstate', navigate);
    addEventListener('hashchange', navigate);
    // Edits are on disk within a second anyway; this starts whatever is still waiting.
    addEventListener('beforeunload', () => editor.flush());
    addEventListener('pagehide', () => editor.flush());
    // A file that misses the canvas must not replace the page.
    for (const type of ['dragover', 'drop']) addEventListener(type, event => event.preventDefault());
    document.body.prepend(editor);
    window.tagwright = editor;
    const rescue = () => import('./rescue.js' + new URL(import.meta.url).search);
    editor.addEventListener('ready', rescue, { once: true }); // there when it is needed, whatever the network does then
    editor.addEventListener('crash', async ({ detail }) => (await rescue()).show(detail));
    editor.addEventListener('recovered', async () => (await rescue()).hide());
    // It only opens the page where there is no network; where it cannot be, nothing is missed.
    if (navigator.serviceWorker && !new URLSearchParams(location.search).has('no-worker'))
      editor.addEventListener('ready', () => navigator.serviceWorker.register('service-worker.js').catch(() => {}), { once: true });
  } catch (error) {
    fail(error);
  }
}
