// The page as the program sees it: frames, time, events, files, settings, assets. Also `TW`, the state of this one
// instance that the other libraries share, and `host.api`, all that the element may ask of the program.
addToLibrary({
  // Objects of this file are written out as text when the program is linked: what a literal cannot say comes in postset,
  // and methods that are async are properties.
  $TW__deps: ['malloc', 'free'],
  $TW__postset: 'TW.files = new Map(); TW.pictures = new Map(); TW.reading = new Map(); TW.decoder = new TextDecoder(); TW.encoder = new TextEncoder();',
  $TW: {
    host: null,        // what the element gave: canvas, textarea, mirror, options, assets, emit, ...
    animation: 0, hidden: 0, alarm: 0, alarmAt: 0, glAlarm: 0, closed: false,
    turns: null, turning: false, // in a worker
    undo: [],          // how to take back every listener and observer, run by stop
    decoder: null, encoder: null,

    text(pointer, size) { return TW.decoder.decode(HEAPU8.subarray(pointer, pointer + size)); },
    give(bytes) {
      const pointer = _malloc(bytes.length || 1);
      HEAPU8.set(bytes, pointer);
      return pointer;
    },
    string(text) {
      const bytes = TW.encoder.encode(text), pointer = _malloc(bytes.length + 1);
      HEAPU8.set(bytes, pointer);
      HEAPU8[pointer + bytes.length] = 0;
      return pointer;
    },
    // Calls a function of the program with texts or bytes as (pointer, size) pairs, numbers as they are.
    send(call, ...values) {
      if (TW.closed) return 0;
      const given = [], flat = [];
      for (const value of values) {
        if (typeof value === 'number') { flat.push(value); continue; }
        const bytes = typeof value === 'string' ? TW.encoder.encode(value) : value;
        const pointer = TW.give(bytes);
        given.push(pointer);
        flat.push(pointer, bytes.length);
      }
      const answer = call(...flat);
      for (const pointer of given) _free(pointer);
      return answer;
    },
    answer(request, data) {
      TW.send(_tw_done, request, '', '', typeof data === 'string' || data instanceof Uint8Array ? data : JSON.stringify(data));
    },
    // The words of a refusal are "problem.<code>" of assets/strings, with these arguments.
    refuse(request, code, details) { TW.send(_tw_done, request, code, JSON.stringify(details ?? {}), ''); },
    server: null, // the one elsewhere that is used: {address, token}; else the page's own origin
    // An address that begins with "/" is the server's, wherever a proxy put it.
    address: url => new URL(url.startsWith('/') ? '.' + url : url, TW.server?.address ?? document.baseURI),
    // One in a task: the files that a server keeps are asked of it, all others of the page's own origin.
    fileAddress: url => /^\/data\/(upload|local-files)\//.test(url) ? TW.address(url) : new URL(url, document.baseURI),
    authorization: address => TW.server?.token && address.href.startsWith(TW.server.address)
      ? { 'Authorization': 'Bearer ' + TW.server.token } : {},
    reason: error => ({ 'detail': error?.message ?? String(error) }),
    listen(target, type, handler, options) {
      target.addEventListener(type, handler, options);
      TW.undo.push(() => target.removeEventListener(type, handler, options));
    },

    requestFrame() {
      if (TW.closed) return;
      if (TW.host['worker']) {
        // A turn as soon as what runs now is over; a timer would wait for four milliseconds each time.
        if (!TW.turns) {
          TW.turns = new MessageChannel();
          TW.turns.port1.onmessage = () => { TW.turning = false; TW.frame(); };
        }
        if (!TW.turning) TW.turns.port2.postMessage(0);
        TW.turning = true;
      } else if (document.hidden) {
        // No animation frames in a hidden tab, but completions (a save, a decode) must go on.
        TW.hidden ||= setTimeout(() => { TW.hidden = 0; TW.frame(); }, 20);
      } else {
        TW.animation ||= requestAnimationFrame(() => { TW.animation = 0; TW.frame(); });
      }
    },
    frame() {
      if (TW.closed) return;
      const start = performance.now();
      try {
        _tw_frame();
      } catch (error) {
        // The program's memory can no longer be trusted: no frame, no answer, no edit after this one.
        TW.closed = true;
        TW.host['crashed']?.({ 'details': String(error?.stack ?? error) });
        throw error;
      }
      TW.host['onFrame']?.({ 'cpu_ms': performance.now() - start });
    },
    requestFrameIn(delayMs) {
      const at = performance.now() + delayMs;
      if (TW.closed || (TW.alarm && TW.alarmAt <= at)) return;
      clearTimeout(TW.alarm);
      TW.alarmAt = at;
      TW.alarm = setTimeout(() => { TW.alarm = 0; TW.requestFrame(); }, delayMs);
    },

    save(blob, name) {
      if (TW.host['worker']) { TW.host['post']({ 'blob': blob, 'name': name }); return; }
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    },

    resize() {
      const canvas = Module['canvas'], box = TW.host['root'].getBoundingClientRect();
      const width = Math.floor(box.width), height = Math.floor(box.height);
      canvas.style.width = width + 'px';
      canvas.style.height = height + 'px';
      _tw_resize(width, height);
    },
    watchPixelRatio() {
      const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      const changed = () => { TW.resize(); TW.watchPixelRatio(); };
      query.addEventListener('change', changed, { once: true });
      TW.unwatchPixelRatio = () => query.removeEventListener('change', changed);
    },

    files: null,    // by handle: files of rows, read piece by piece
    pictures: null, // by hash: pictures that are not on the disk yet
    reading: null,  // by handle: { decoder, last }, the pieces under way
    lastFile: 0,
    random: null, randomUsed: 0,

    // What nearly everybody's text is in. UTF-8 is certain; of the others the one whose pairs of bytes are the common
    // ones. `whole`: nothing is cut off at the end.
    encodingOf(bytes, whole) {
      const fits = encoding => { try { new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !whole }); return true; } catch { return false; } };
      if (bytes[0] === 0xff && bytes[1] === 0xfe) return ['utf-16le', true];
      if (bytes[0] === 0xfe && bytes[1] === 0xff) return ['utf-16be', true];
      let even = 0, odd = 0, high = 0, chinese = 0, kana = 0;
      for (let i = 0; i < bytes.length; ++i) {
        const byte = bytes[i], next = bytes[i + 1] ?? 0;
        if (byte === 0) { if (i & 1) ++odd; else ++even; }
        if (byte > 0x7f) ++high;
        if (byte > 0xa0 && (next > 0xa0 || bytes[i - 1] > 0xa0)) ++chinese;
        if ((byte === 0x82 || byte === 0x83) && next >= 0x40 && next !== 0x7f) kana += 2;
      }
      if (odd > bytes.length / 8 && even < odd / 4) return ['utf-16le', true];
      if (even > bytes.length / 8 && odd < even / 4) return ['utf-16be', true];
      if (fits('utf-8')) return ['utf-8', true];
      if (kana > high * 0.3 && fits('shift_jis')) return ['shift_jis', false];
      if (chinese > high * 0.8 && fits('gb18030')) return ['gb18030', true];
      return ['windows-1252', false];
    },
    // Small files go to the program as UTF-8, as long as it is certain what they are.
    fromChinese(bytes, whole) {
      return TW.encodingOf(bytes, whole)[0] === 'gb18030' ? TW.encoder.encode(new TextDecoder('gb18030').decode(bytes, { 'stream': !whole })) : bytes;
    },
    sha256: async bytes => {
      if (globalThis.crypto?.subtle) {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
        return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
      }
      const given = TW.give(bytes), out = _malloc(64);
      _tw_sha256(given, bytes.length, out);
      const hex = TW.text(out, 64);
      _free(given);
      _free(out);
      return hex;
    },
    // What the program is told of a file: a picture stays here, the program gets its first bytes and its hash; of a large
    // file of rows it gets the first bytes and a handle to read by: a frame has no time to read more.
    tellOf: async ({ file, path }) => {
      try {
        const rows = /\.(txt|json|jsonl|ndjson|csv|tsv|tab)$/i.test(path);
        if (!rows && (file.type.startsWith('image/') || /\.(jpe?g|png|gif|webp|bmp|avif|svg)$/i.test(path))) {
          const bytes = new Uint8Array(await file.arrayBuffer()), hash = bytes.length ? await TW.sha256(bytes) : '';
          if (hash) TW.pictures.set(hash, file);
          return [path, file.type, bytes.slice(0, 4096), hash, 0, file.size];
        }
        const project = /\.tagwright$/i.test(path), handle = rows || project ? ++TW.lastFile : 0;
        if (handle) TW.files.set(handle, file);
        if (project) return [path, file.type, '', '', handle, file.size];
        if (rows && file.size > 300000) {
          const head = new Uint8Array(await file.slice(0, 100000).arrayBuffer());
          return [path, file.type, TW.fromChinese(head, false), '', handle, file.size];
        }
        const bytes = new Uint8Array(await file.arrayBuffer());
        return [path, file.type, rows || /\.xml$/i.test(path) || file.type.startsWith('text/') ? TW.fromChinese(bytes, true) : bytes, '', handle, file.size];
      } catch { return null; }
    },
    // Files of a drop or a picker; request 0 is a drop. Order is kept; many are handed on as they are read.
    deliverFiles: async (request, files) => {
      let asked = request;
      for (let at = 0; at < files.length || at === 0; at += 24) {
        const told = await Promise.all(files.slice(at, at + 24).map(TW.tellOf));
        if (TW.closed) return;
        for (const one of told) if (one) TW.send(_tw_file, ...one);
        _tw_files(asked);
        asked = 0;
      }
    },
    filesOf: async transfer => {
      // Entries must be taken before the first await; a drop's items are gone afterwards. Taking one makes the browser look at
      // the disk, which two thousand photographs would feel: what has a type is a file and no folder.
      const entries = [...transfer.items].filter(item => item.kind === 'file')
        .map(item => (item.type ? item.getAsFile() : item.webkitGetAsEntry?.() ?? item.getAsFile())).filter(Boolean);
      const files = [];
      const walk = async (entry, folder) => {
        if (entry instanceof File) { files.push({ file: entry, path: folder + entry.name }); return; }
        if (entry.isFile) {
          const file = await new Promise((resolve, reject) => entry.file(resolve, reject)).catch(() => null);
          if (file) files.push({ file, path: folder + entry.name });
          return;
        }
        const reader = entry.createReader();
        for (;;) {
          const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => []);
          if (!some.length) break;
          for (const child of some) await walk(child, folder + entry.name + '/');
        }
      };
      for (const entry of entries) await walk(entry, '');
      return files;
    },
  },

  twjs_start__deps: ['$TW', '$TWInput', '$TWMirror', '$TWStorage', '$TWImages', '$specialHTMLTargets'],
  twjs_start() {
    const host = TW.host = Module['tw'];
    // SDL knows its elements by fixed names; these make the names mean this instance's own.
    specialHTMLTargets['#canvas'] = Module['canvas'];
    specialHTMLTargets['#keys'] = host['textarea'];
    const answerText = pointer => UTF8ToString(pointer);
    host['api'] = {
      'call': (method, argument) =>
        JSON.parse(answerText(TW.send(_tw_call, method, JSON.stringify(argument ?? null))) || 'null'),
      'navigate': address => TW.send(_tw_navigate, address),
      'setOption': (name, value) => TW.send(_tw_set_option, name, value),
      'dropFiles': files => TW.deliverFiles(0, files.map(file => ({ file, path: file.webkitRelativePath || file.name }))),
      'dropTransfer': async transfer => TW.deliverFiles(0, await TW.filesOf(transfer)),
      'flush': () => { if (!TW.closed) _tw_flush(); },
      'requestFrame': () => TW.requestFrame(),
      'close': () => { if (!TW.closed) _tw_close(); },
    };
  },
  // Listeners come after SDL made its window, except those that must run before SDL's own (input.js).
  twjs_stop__deps: ['$TW', '$TWWorker', '$TWNet'],
  twjs_stop() {
    TW.closed = true;
    cancelAnimationFrame(TW.animation);
    clearTimeout(TW.hidden);
    clearTimeout(TW.alarm);
    clearTimeout(TW.glAlarm);
    TW.unwatchPixelRatio?.();
    for (const undo of TW.undo.splice(0)) undo();
    TWImages.stop();
    for (const worker of TWWorker.workers.values()) worker.terminate();
    TWStorage.stop();
    TWNet.stop();
    TWMirror.stop();
    GLctx?.getExtension('WEBGL_lose_context')?.loseContext();
    delete specialHTMLTargets['#canvas'];
    delete specialHTMLTargets['#keys'];
    TW.host['api'] = null; // the element takes this for "refused" while it starts
    TW.host = null;
  },
  twjs_listen__deps: ['$TW', '$TWInput'],
  twjs_listen() {
    const observer = new ResizeObserver(() => TW.resize());
    observer.observe(TW.host['root']);
    TW.undo.push(() => observer.disconnect());
    TW.watchPixelRatio();
    TW.listen(document, 'visibilitychange', () => {
      cancelAnimationFrame(TW.animation);
      clearTimeout(TW.hidden);
      TW.animation = TW.hidden = 0;
      _tw_visibility(document.hidden ? 0 : 1);
      TW.requestFrame();
    });
    TW.listen(window, 'pagehide', () => _tw_flush());
    const dark = matchMedia('(prefers-color-scheme: dark)');
    TW.listen(dark, 'change', () => TW.requestFrame());
    TW.listen(Module['canvas'], 'webglcontextlost', event => {
      event.preventDefault();
      _tw_gl_lost();
      // Most often it is back within a moment; what takes longer is said.
      TW.glAlarm = setTimeout(() => TW.host?.['crashed']?.({ 'lost': true }), 4000);
    });
    TW.listen(Module['canvas'], 'webglcontextrestored', () => {
      clearTimeout(TW.glAlarm);
      _tw_gl_restored();
      TW.host['crashed']?.({ 'recovered': true });
    });
    const root = TW.host['root'];
    TW.listen(root, 'dragover', event => {
      if ([...event.dataTransfer.types].includes('Files')) { event.preventDefault(); event.dataTransfer.dropEffect = 'copy'; }
    });
    TW.listen(root, 'drop', event => {
      if (![...event.dataTransfer.types].includes('Files')) return;
      event.preventDefault();
      TW.host['api']['dropTransfer'](event.dataTransfer);
    });
    TW.resize();
  },

  twjs_request_frame__deps: ['$TW'],
  twjs_request_frame() { TW.requestFrame(); },
  twjs_request_frame_in__deps: ['$TW'],
  twjs_request_frame_in(delayMs) { TW.requestFrameIn(delayMs); },
  twjs_now_utc_ms() { return Date.now(); },
  twjs_now_ms() { return performance.now(); },
  // Asked for by the hundred thousand when tasks come in: a block at a time.
  twjs_random_u32__deps: ['$TW'],
  twjs_random_u32() {
    if (!TW.random || TW.randomUsed === TW.random.length) { TW.random = crypto.getRandomValues(new Uint32Array(4096)); TW.randomUsed = 0; }
    return TW.random[TW.randomUsed++];
  },
  twjs_emit__deps: ['$TW'],
  twjs_emit(type, typeSize, json, jsonSize) {
    const name = TW.text(type, typeSize);
    if (name === 'frame') return; // the page counts frames itself, onFrame
    const detail = JSON.parse(TW.text(json, jsonSize));
    // Never inside a frame: a listener may call back into the program.
    const host = TW.host;
    queueMicrotask(() => host['emit'](name, detail));
  },
  twjs_download__deps: ['$TW'],
  twjs_download(name, nameSize, mime, mimeSize, bytes, size) {
    TW.save(new Blob([HEAPU8.slice(bytes, bytes + size)], { type: TW.text(mime, mimeSize) }), TW.text(name, nameSize));
  },
  // Pieces of a long text go into the browser's hands as they come.
  twjs_text_open__deps: ['$TW'],
  twjs_text_open() {
    TW.texts ??= new Map();
    TW.texts.set(++TW.lastFile, []);
    return TW.lastFile;
  },
  twjs_text_add__deps: ['$TW'],
  twjs_text_add(id, bytes, size) { TW.texts.get(id)?.push(new Blob([HEAPU8.slice(bytes, bytes + size)])); },
  twjs_text_close__deps: ['$TW'],
  twjs_text_close(id, name, nameSize, mime, mimeSize) {
    if (nameSize) TW.save(new Blob(TW.texts.get(id), { type: TW.text(mime, mimeSize) }), TW.text(name, nameSize));
    TW.texts.delete(id);
  },
  twjs_file_head__deps: ['$TW'],
  twjs_file_head(request, handle, encoding, size) {
    const file = TW.files.get(handle), asked = TW.text(encoding, size);
    const read = async () => {
      const bytes = new Uint8Array(await file.slice(0, 65536).arrayBuffer());
      const [found, sure] = asked ? [asked, true] : TW.encodingOf(bytes, file.size <= 65536);
      return JSON.stringify({ 'encoding': found, 'sure': sure, 'text': new TextDecoder(found).decode(bytes, { 'stream': true }) });
    };
    read().then(json => TW.answer(request, json), error => TW.refuse(request, 'file-read', TW.reason(error)));
  },
  twjs_file_text__deps: ['$TW'],
  twjs_file_text(request, handle, encoding, encodingSize, offset, size) {
    const file = TW.files.get(handle), name = TW.text(encoding, encodingSize);
    if (offset === 0) TW.reading.set(handle, { decoder: new TextDecoder(name), last: Promise.resolve() });
    const reading = TW.reading.get(handle);
    const piece = file ? file.slice(offset, offset + size).arrayBuffer() : Promise.reject(new Error('The file is gone.'));
    piece.catch(() => {}); // said below, when its turn comes
    reading.last = reading.last.then(async () => {
      const bytes = await piece;
      TW.answer(request, TW.encoder.encode(reading.decoder.decode(bytes, { 'stream': bytes.byteLength > 0 })));
    }).catch(error => TW.refuse(request, 'file-read', TW.reason(error)));
  },
  twjs_pick_files__deps: ['$TW'],
  twjs_pick_files(request, folder) {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = true;
    if (folder) input.webkitdirectory = true;
    input.style.display = 'none';
    // Some browsers only answer for an element that is in the page.
    TW.host['root'].append(input);
    const done = files => {
      input.remove();
      TW.deliverFiles(request, files.map(file => ({ file, path: file.webkitRelativePath || file.name })));
    };
    input.addEventListener('change', () => done([...input.files]), { once: true });
    input.addEventListener('cancel', () => done([]), { once: true });
    input.click();
  },
  twjs_set_address__deps: ['$TW'],
  twjs_set_address(hash, size, replace) { TW.host['setAddress']?.(TW.text(hash, size), !!replace); },
  twjs_open_link__deps: ['$TW'],
  twjs_open_link(url, size) { window.open(TW.text(url, size), '_blank', 'noopener'); },
  twjs_set_setting__deps: ['$TW'],
  twjs_set_setting(key, keySize, value, valueSize) { TW.host['setSetting']?.(TW.text(key, keySize), TW.text(value, valueSize)); },
  twjs_setting__deps: ['$TW'],
  twjs_setting(key, size) { return TW.string(TW.host['setting']?.(TW.text(key, size)) ?? ''); },
  twjs_asset__deps: ['$TW'],
  twjs_asset(path, size) { return TW.string(TW.host['assets'][TW.text(path, size)] ?? ''); },
  twjs_fetch_asset__deps: ['$TW'],
  twjs_fetch_asset(request, path, size) {
    const name = TW.text(path, size);
    const missing = why => TW.refuse(request, 'asset-fetch', { 'detail': name + ': ' + why });
    fetch(new URL('assets/' + name, document.baseURI))
      .then(async answer => answer.ok ? TW.answer(request, new Uint8Array(await answer.arrayBuffer())) : missing(answer.status))
      .catch(error => missing(error.message));
  },
  twjs_options__deps: ['$TW'],
  twjs_options() { return TW.string(JSON.stringify(TW.host['options'] ?? {})); },
  twjs_languages__deps: ['$TW'],
  twjs_languages() { return TW.string(JSON.stringify(navigator.languages ?? [navigator.language])); },
  twjs_prefers_dark() { return matchMedia('(prefers-color-scheme: dark)').matches ? 1 : 0; },
  twjs_is_mac() { return /Mac|iPhone|iPad/.test(navigator.platform) ? 1 : 0; },
});
