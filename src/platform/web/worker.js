// The second instance of the program, in a Web Worker: long work on files goes on there while the page draws. Both ends are
// here, that of the page and that of the worker (shell/tagwright-worker.js loads the program there); they exchange JSON and
// files. Where a page can have no worker, or this device keeps nothing, the page works by itself.
addToLibrary({
  $TWWorker__deps: ['$TW'],
  $TWWorker__postset: 'TWWorker.workers = new Map();',
  $TWWorker: { workers: null, last: 0 },

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
  twjs_worker_post(json, size) { TW.host['post'](TW.text(json, size)); }, // what it saves goes the same way (TW.save)

  twjs_worker_open__deps: ['$TW', '$TWWorker', '$TWStorage'],
  twjs_worker_open() {
    if (TWStorage.memory) return 0; // what this tab keeps in its memory no worker can see
    const id = ++TWWorker.last;
    const said = told => {
      if (!TWWorker.workers.has(id)) return;
      if (typeof told === 'string') TW.send(_tw_worker_said, id, told);
      else TW.save(told['blob'], told['name']);
    };
    const worker = TW.host['startWorker']?.(said, () => said('{"failed":true}'));
    if (!worker) return 0;
    TWWorker.workers.set(id, worker);
    return id;
  },
  twjs_worker_tell__deps: ['$TW', '$TWWorker'],
  twjs_worker_tell(id, json, size, handles, count) {
    const files = [...HEAPU32.subarray(handles >> 2, (handles >> 2) + count)].map(handle => [handle, TW.files.get(handle)]);
    TWWorker.workers.get(id)?.postMessage({ 'text': TW.text(json, size), 'files': files });
  },
  twjs_worker_close__deps: ['$TWWorker'],
  twjs_worker_close(id) {
    TWWorker.workers.get(id)?.terminate();
    TWWorker.workers.delete(id);
  },
});
