// Talking to a server: fetch, and one WebSocket. Addresses that begin with "/" are the site's own, wherever a proxy put it;
// cookies go to the page's own origin only. Answers and the socket's events go to the program as all completions do.
addToLibrary({
  $TWNet__deps: ['$TW', '$TWStorage'],
  $TWNet__postset: 'TWNet.aborts = new Set();',
  $TWNet: {
    aborts: null, socket: null,
    address: url => new URL(url.startsWith('/') ? '.' + url : url, document.baseURI),
    seconds(header) {
      if (!header) return 0;
      return Math.max(0, /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000 || 0);
    },
    // A form with a file that was dropped or is kept here; the browser reads it as it sends it.
    form: async ({ 'name': name, 'mime': mime, 'handle': handle, 'hash': hash }, bytes) => {
      const held = TW.files.get(handle) ?? (hash ? TW.pictures.get(hash) ?? await TWStorage.blob(hash) : new Blob([bytes], { type: mime }));
      if (!held) throw { code: 'not-found.file', details: { 'detail': name } };
      const form = new FormData();
      form.append('file', held, name);
      return form;
    },
    // Answers "<status> <retry after, seconds>\n" and the body.
    send: async (request, { 'method': method, 'url': url, 'type': type, 'bearer': bearer, 'timeout': timeout, 'file': file }, bytes) => {
      const abort = new AbortController(), headers = {};
      let late = false;
      const alarm = setTimeout(() => { late = true; abort.abort(); }, timeout);
      TWNet.aborts.add(abort);
      if (bytes.length && !file) headers['Content-Type'] = type;
      if (bearer) headers['Authorization'] = 'Bearer ' + bearer;
      try {
        const body = file ? await TWNet.form(file, bytes) : bytes.length ? bytes : undefined;
        const response = await fetch(TWNet.address(url), {
          method, headers, body, credentials: 'same-origin', cache: 'no-store', signal: abort.signal,
        });
        const head = TW.encoder.encode(`${response.status} ${TWNet.seconds(response.headers.get('Retry-After'))}\n`);
        const text = new Uint8Array(await response.arrayBuffer()), whole = new Uint8Array(head.length + text.length);
        whole.set(head);
        whole.set(text, head.length);
        TW.answer(request, whole);
      } catch (error) {
        TW.refuse(request, error?.details ? error.code : late ? 'timeout' : 'offline', error?.details ?? TW.reason(error));
      } finally {
        clearTimeout(alarm);
        TWNet.aborts.delete(abort);
      }
    },
    // Events: 0 closed, 1 opened, 2 a message. `serial` tells the program which opening they are of.
    open(serial, url) {
      TWNet.close();
      const say = (event, text) => { if (TWNet.socket === socket) TW.send(_tw_socket, serial, event, text); };
      let socket;
      try {
        const address = TWNet.address(url);
        address.protocol = address.protocol.replace('http', 'ws');
        socket = TWNet.socket = new WebSocket(address);
      } catch {
        socket = TWNet.socket = { close() {} }; // an address that no browser opens
        queueMicrotask(() => say(0, ''));
        return;
      }
      socket.onopen = () => say(1, '');
      socket.onmessage = ({ data }) => { if (typeof data === 'string') say(2, data); };
      socket.onclose = () => say(0, '');
    },
    close() {
      const socket = TWNet.socket;
      TWNet.socket = null;
      socket?.close();
    },
    stop() {
      TWNet.close();
      for (const abort of TWNet.aborts) abort.abort();
    },
  },

  twjs_http_send__deps: ['$TW', '$TWNet'],
  twjs_http_send(request, json, jsonSize, body, size) {
    TWNet.send(request, JSON.parse(TW.text(json, jsonSize)), HEAPU8.slice(body, body + size));
  },
  twjs_socket_open__deps: ['$TW', '$TWNet'],
  twjs_socket_open(serial, url, size) { TWNet.open(serial, TW.text(url, size)); },
  twjs_socket_send__deps: ['$TW', '$TWNet'],
  twjs_socket_send(text, size) { if (TWNet.socket?.readyState === 1) TWNet.socket.send(TW.text(text, size)); },
  twjs_socket_close__deps: ['$TWNet'],
  twjs_socket_close() { TWNet.close(); },
});
