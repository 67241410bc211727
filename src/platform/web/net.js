// Talking to a server: fetch, and one WebSocket. Addresses that begin with "/" are the site's own, wherever a proxy put it,
// or those of a server elsewhere; cookies go to the page's own origin only, a token to the server that gave it only. It
// lives as long as this window, through reloads. Answers and the socket's events go to the program as all completions do.
addToLibrary({
  $TWNet__deps: ['$TW', '$TWStorage'],
  $TWNet__postset: 'TWNet.aborts = new Set();',
  $TWNet: {
    aborts: null, socket: null, endConnect: null,
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
    send: async (request, { 'method': method, 'url': url, 'type': type, 'timeout': timeout, 'file': file }, bytes) => {
      const abort = new AbortController(), address = TW.address(url), headers = TW.authorization(address);
      let late = false;
      const alarm = setTimeout(() => { late = true; abort.abort(); }, timeout);
      TWNet.aborts.add(abort);
      if (bytes.length && !file) headers['Content-Type'] = type;
      try {
        const body = file ? await TWNet.form(file, bytes) : bytes.length ? bytes : undefined;
        const response = await fetch(address, {
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
    use(address, token) { // null: the one that was kept
      const name = 'tagwright:token:' + address;
      try {
        if (token === null) token = sessionStorage.getItem(name);
        else if (token) sessionStorage.setItem(name, token);
        else sessionStorage.removeItem(name);
      } catch { /* storage is blocked: the token lasts as long as the page */ }
      TW.server = address ? { address, token } : null;
    },
    // The server's page in the pop-up sends the token to this origin alone, and is believed only when it came from there.
    connect(request, server) {
      const page = new URL('user/connect/?origin=' + encodeURIComponent(location.origin), server);
      const popup = window.open(page, 'tagwright-connect', 'popup,width=480,height=680');
      if (!popup) return TW.refuse(request, 'popup-blocked');
      let closed = 0;
      const watch = setInterval(() => { if (popup.closed && ++closed > 1) { end(); TW.refuse(request, 'cancelled.sign-in'); } }, 200);
      const hear = ({ source, origin, data }) => {
        if (source !== popup || origin !== page.origin || data?.['type'] !== 'tagwright:token' || typeof data['token'] !== 'string') return;
        end();
        TWNet.use(server, data['token']);
        TW.answer(request, String(Number(data['expires_in']) || 0));
      };
      const end = TWNet.endConnect = () => {
        clearInterval(watch);
        removeEventListener('message', hear);
      };
      addEventListener('message', hear);
    },
    // Events: 0 closed, 1 opened, 2 a message. `serial` tells the program which opening they are of.
    open(serial, url) {
      TWNet.close();
      const say = (event, text) => { if (TWNet.socket === socket) TW.send(_tw_socket, serial, event, text); };
      let socket;
      try {
        const address = TW.address(url);
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
      TWNet.endConnect?.();
      for (const abort of TWNet.aborts) abort.abort();
    },
  },

  twjs_http_send__deps: ['$TW', '$TWNet'],
  twjs_http_send(request, json, jsonSize, body, size) {
    TWNet.send(request, JSON.parse(TW.text(json, jsonSize)), HEAPU8.slice(body, body + size));
  },
  twjs_http_use__deps: ['$TW', '$TWNet'],
  twjs_http_use(address, addressSize, token, tokenSize, given) {
    TWNet.use(TW.text(address, addressSize), given ? TW.text(token, tokenSize) : null);
  },
  twjs_http_connect__deps: ['$TW', '$TWNet'],
  twjs_http_connect(request, address, size) { TWNet.connect(request, TW.text(address, size)); },
  twjs_socket_open__deps: ['$TW', '$TWNet'],
  twjs_socket_open(serial, url, size) { TWNet.open(serial, TW.text(url, size)); },
  twjs_socket_send__deps: ['$TW', '$TWNet'],
  twjs_socket_send(text, size) { if (TWNet.socket?.readyState === 1) TWNet.socket.send(TW.text(text, size)); },
  twjs_socket_close__deps: ['$TWNet'],
  twjs_socket_close() { TWNet.close(); },
});
