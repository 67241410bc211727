// The second instance of the program, in a Web Worker: long work on files goes on there while the page draws. Both ends are
// here, that of the page and that of the worker (shell/tagwright-worker.js loads the program there); they exchange JSON and
// files. Where a page can have no worker, or this device keeps nothing, the page works by itself.
addToLibrary({
  $TWWorker__deps: ['$TW'],
  $TWWorker: { worker: null },

  twjs_in_worker() { return Module['tw']['worker'] ? 1 : 0; },
  twjs_worker_listen__deps: ['$TW'],
  twjs_worker_listen() {
    const host = TW.host = Module['tw'];
    host['api'] = {
      'message': (text, files) => {
        for (const [handle, file] of files) TW.files.set(handle, file);
        TW.send(_tw_worker_message, text);
      },
    };
  },
  twjs_worker_post__deps: ['$TW'],
  twjs_worker_post(json, size) { TW.host['post'](TW.text(json, size)); },

  twjs_worker_open__deps: ['$TW', '$TWWorker', '$TWStorage'],
  twjs_worker_open() {
    TWWorker.worker?.terminate();
    TWWorker.worker = null;
    if (TWStorage.memory) return 0; // what this tab keeps in its memory no worker can see
    let mine;
    const said = text => { if (TWWorker.worker === mine) TW.send(_tw_worker_said, text); };
    mine = TWWorker.worker = TW.host['startWorker']?.(said, () => said('{"failed":true}')) ?? null;
    return mine ? 1 : 0;
  },
  twjs_worker_tell__deps: ['$TW', '$TWWorker'],
  twjs_worker_tell(json, size, handles, count) {
    const files = [...HEAPU32.subarray(handles >> 2, (handles >> 2) + count)].map(handle => [handle, TW.files.get(handle)]);
    TWWorker.worker?.postMessage({ 'text': TW.text(json, size), 'files': files });
  },
  twjs_worker_close__deps: ['$TWWorker'],
  twjs_worker_close() {
    TWWorker.worker?.terminate();
    TWWorker.worker = null;
  },
});
