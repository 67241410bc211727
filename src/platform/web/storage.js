// The device's memory: IndexedDB database "tagwright". One operation is one transaction; a write is answered in oncomplete
// and nowhere else, so "saved" is never said too early. Positions of ops are keys the database itself gives out. Also the
// channel between tabs.
addToLibrary({
  $TWStorage__deps: ['$TW'],
  $TWStorage: {
    database: null, opening: null, channel: null, outdated: false,
    // Where the browser forbids storage, projects and files live here as long as the tab, so that one can work and export.
    // Ops are refused all the same: nothing of it is ever called saved.
    memory: null,

    // One entry a schema version, run in order from the version a device has. Released entries are never edited.
    steps: [
      database => {
        database.createObjectStore('meta');
        const records = database.createObjectStore('records', { keyPath: ['c', 'k'] }); // projects, tasks, settings: c = collection
        records.createIndex('collection', 'c');
        const ops = database.createObjectStore('ops', { keyPath: 'p', autoIncrement: true });
        ops.createIndex('client_sequence', ['c', 's'], { unique: true });
        ops.createIndex('document', ['d', 'p']);
        database.createObjectStore('snapshots', { keyPath: 'd' });
        database.createObjectStore('blobs', { keyPath: 'h' });
      },
      database => {
        // Ops still to be sent to a server, under the positions they have in `ops`.
        const outbox = database.createObjectStore('outbox', { keyPath: 'p' });
        outbox.createIndex('feed', ['f', 'p']);
        outbox.createIndex('client_sequence', ['c', 's'], { unique: true });
      },
    ],

    problem(error) {
      const name = error?.name ?? '', text = error?.message ?? String(error);
      if (name === 'QuotaExceededError' || /quota|disk.*full/i.test(text))
        return { code: 'storage-full' };
      if (TWStorage.outdated || name === 'VersionError')
        return { code: 'storage-blocked.outdated' };
      if (['SecurityError', 'InvalidStateError', 'InvalidAccessError', 'UnknownError'].includes(name) || !TWStorage.database)
        return { code: 'storage-blocked.reason', details: { 'detail': text } };
      return { code: 'storage-failed', details: { 'detail': text } };
    },
    open() {
      return TWStorage.opening ??= TWStorage.openPatiently().catch(error => { TWStorage.opening = null; throw error; });
    },
    // A browser that was killed a moment ago may still hold the database: the next one is refused until it is quite gone.
    openPatiently: async () => {
      for (const wait_ms of [50, 100, 200, 400, 800, 1600, 3200]) {
        try {
          return await TWStorage.openOnce();
        } catch (error) {
          if (error?.name !== 'UnknownError' || TW.closed) throw error;
        }
        await new Promise(resolve => setTimeout(resolve, wait_ms));
      }
      return TWStorage.openOnce();
    },
    openOnce: () => new Promise((resolve, reject) => {
      if (!globalThis.indexedDB) { reject(new DOMException('no IndexedDB', 'SecurityError')); return; }
      const request = indexedDB.open(TW.host['database'] ?? 'tagwright', TWStorage.steps.length);
      request.onupgradeneeded = event => {
        for (let version = event.oldVersion; version < TWStorage.steps.length; ++version)
          TWStorage.steps[version](request.result, request.transaction);
      };
      request.onblocked = () => reject(new DOMException('an older version is open in another tab', 'VersionError'));
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = TWStorage.database = request.result;
        if (TW.closed) { database.close(); return; }
        database.onversionchange = () => {
          // A newer page wants to change the schema: get out of its way, and say so.
          TWStorage.outdated = true;
          database.close();
          TW.host?.['emit']('error', { 'code': 'storage-blocked', 'message': 'A newer version of this page is open in another tab. Reload this tab to go on.' });
        };
        database.onclose = () => { TWStorage.opening = null; };
        resolve(database);
      };
    }),
    orInMemory: async (stored, inMemory) => {
      try {
        if (!TWStorage.memory) await TWStorage.open();
      } catch {
        TWStorage.memory ??= { records: new Map(), blobs: new Map() };
      }
      return TWStorage.memory ? inMemory(TWStorage.memory) : stored();
    },
    // The database, for what cannot live in the tab's memory.
    disk: async () => {
      if (TWStorage.memory) throw new DOMException('nothing is stored in this tab', 'SecurityError');
      return TWStorage.open();
    },
    // Runs work(transaction) and resolves with what it set in `result` once all of it is on disk.
    transact: async (stores, mode, work) => {
      const database = await TWStorage.disk();
      return new Promise((resolve, reject) => {
        let transaction;
        try { transaction = database.transaction(stores, mode, { durability: 'strict' }); } catch (error) { reject(error); return; }
        const result = {};
        transaction.oncomplete = () => resolve(result.value);
        transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
        try { work(name => transaction.objectStore(name), result); } catch (error) { transaction.abort(); reject(error); }
      });
    },

    // An array sorts after every string: the end of the collection.
    range: (collection, first, last) => IDBKeyRange.bound([collection, first], [collection, last === '' ? [] : last], false, true),
    // Texts as bytes, each behind its length (web_storage.cpp).
    pack(texts) {
      const bytes = new Uint8Array(texts.reduce((size, text) => size + 4 + text.length * 3, 0)), view = new DataView(bytes.buffer);
      let at = 0;
      for (const text of texts) {
        const { written } = TW.encoder.encodeInto(text, bytes.subarray(at + 4));
        view.setUint32(at, written, true);
        at += 4 + written;
      }
      return bytes.subarray(0, at);
    },
    unpack(bytes) {
      const texts = [], view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < bytes.length;) {
        const size = view.getUint32(at, true);
        texts.push(TW.decoder.decode(bytes.subarray(at + 4, at + 4 + size)));
        at += 4 + size;
      }
      return texts;
    },

    // A file of this device; undefined when it is not here.
    blob: async hash => (await TWStorage.orInMemory(() => TWStorage.transact(['blobs'], 'readonly', (store, result) => {
      const request = store('blobs').get(hash);
      request.onsuccess = () => { result.value = request.result; };
    }), memory => memory.blobs.get(hash)))?.['b'],

    // Copies of the server's files stand among the blobs, under their address.
    copyName(url) {
      const { origin, pathname } = TW.fileAddress(url), address = origin + pathname;
      const server = TW.server?.address ?? new URL('.', document.baseURI).href;
      if (!address.startsWith(server + 'data/')) return '';
      return 'copy:' + (TW.server ? address : address.slice(server.length - 1));
    },
    copyOf: async url => {
      const name = TWStorage.copyName(url);
      return name ? TWStorage.blob(name) : undefined;
    },

    operations: {
      append: records => TWStorage.transact(['ops', 'outbox'], 'readwrite', (store, result) => {
        const ops = store('ops');
        result.value = { 'position': 0 };
        for (const record of records) {
          const kept = { 'd': record['d'], 'c': record['c'], 's': record['s'], 'j': record['j'] };
          const request = ops.add(kept);
          request.onsuccess = () => {
            result.value['position'] = Math.max(result.value['position'], request.result);
            if (record['f']) store('outbox').put(Object.assign({}, kept, { 'p': request.result, 'f': record['f'], 't': record['t'] }));
          };
          request.onerror = event => {
            // Already there: appending is idempotent by (client, sequence), and the batch goes on.
            if (request.error.name !== 'ConstraintError') return;
            event.preventDefault();
            event.stopPropagation();
            const known = ops.index('client_sequence').getKey([record['c'], record['s']]);
            known.onsuccess = () => { result.value['position'] = Math.max(result.value['position'], known.result ?? 0); };
          };
        }
      }),
      read_document: ({ 'd': document }) => TWStorage.orInMemory(() => TWStorage.transact(['ops', 'snapshots'], 'readonly', (store, result) => {
        const value = result.value = { 'snapshot': null, 'ops': [] };
        const snapshot = store('snapshots').get(document);
        snapshot.onsuccess = () => {
          value['snapshot'] = snapshot.result ?? null;
          const after = snapshot.result?.['p'] ?? 0;
          const ops = store('ops').index('document').getAll(IDBKeyRange.bound([document, after], [document, Infinity], true));
          ops.onsuccess = () => { value['ops'] = ops.result; };
        };
      }), () => ({ 'snapshot': null, 'ops': [] })),
      read_after: ({ 'p': position, 'd': document, 'limit': limit }) => TWStorage.transact(['ops'], 'readonly', (store, result) => {
        const ops = store('ops');
        const request = document
          ? ops.index('document').getAll(IDBKeyRange.bound([document, position], [document, Infinity], true), limit)
          : ops.getAll(IDBKeyRange.lowerBound(position, true), limit);
        request.onsuccess = () => { result.value = request.result; };
      }),
      write_snapshot: ({ 'd': document, 'p': position, 'j': json, 'keep': keep }) =>
        TWStorage.transact(['ops', 'snapshots'], 'readwrite', (store, result) => {
          result.value = {};
          const snapshots = store('snapshots'), current = snapshots.get(document);
          current.onsuccess = () => { // an older one never takes a newer one's place
            if (!current.result || current.result['p'] <= position) snapshots.put({ 'd': document, 'p': position, 'j': json });
          };
          const ops = store('ops');
          const keys = ops.index('document').getAllKeys(IDBKeyRange.bound([document, 0], [document, Infinity]));
          keys.onsuccess = () => {
            for (const key of keys.result.slice(0, Math.max(0, keys.result.length - keep))) if (key <= position) ops.delete(key);
          };
        }),
      read_unsent: ({ 'f': feed, 'limit': limit }) => TWStorage.transact(['outbox'], 'readonly', (store, result) => {
        const request = store('outbox').index('feed').getAll(IDBKeyRange.bound([feed, 0], [feed, Infinity]), limit);
        request.onsuccess = () => { result.value = request.result; };
      }),
      count_unsent: ({ 'f': feed }) => TWStorage.transact(['outbox'], 'readonly', (store, result) => {
        const request = store('outbox').index('feed').count(IDBKeyRange.bound([feed, 0], [feed, Infinity]));
        request.onsuccess = () => { result.value = { 'count': request.result }; };
      }),
      forget_unsent: names => TWStorage.transact(['outbox'], 'readwrite', (store, result) => {
        result.value = {};
        const outbox = store('outbox'), byName = outbox.index('client_sequence');
        for (const name of names) {
          const request = byName.getKey([name['c'], name['s']]);
          request.onsuccess = () => { if (request.result !== undefined) outbox.delete(request.result); };
        }
      }),
      put_records: (_, bytes) => {
        const parts = TWStorage.unpack(bytes), writes = [];
        for (let i = 0; i + 2 < parts.length; i += 3) writes.push({ 'c': parts[i], 'k': parts[i + 1], 'j': parts[i + 2] });
        return TWStorage.orInMemory(() => TWStorage.transact(['records'], 'readwrite', (store, result) => {
          result.value = {};
          const all = store('records');
          for (const record of writes) {
            if (record['j'] === '') all.delete([record['c'], record['k']]);
            else all.put(record);
          }
        }), memory => {
          for (const record of writes) {
            const id = JSON.stringify([record['c'], record['k']]);
            if (record['j'] === '') memory.records.delete(id);
            else memory.records.set(id, record);
          }
          return {};
        });
      },
      erase_records: ({ 'c': collection, 'first': first, 'last': last }) => TWStorage.orInMemory(() => TWStorage.transact(['records'], 'readwrite', (store, result) => {
        result.value = {};
        store('records').delete(TWStorage.range(collection, first, last));
      }), memory => {
        for (const [id, record] of memory.records)
          if (record['c'] === collection && record['k'] >= first && (last === '' || record['k'] < last)) memory.records.delete(id);
        return {};
      }),
      get_record: ({ 'c': collection, 'k': key }) => TWStorage.orInMemory(() => TWStorage.transact(['records'], 'readonly', (store, result) => {
        const request = store('records').get([collection, key]);
        request.onsuccess = () => { result.value = request.result; };
      }), memory => memory.records.get(JSON.stringify([collection, key]))).then(found => found ?? Promise.reject({ code: 'not-found.record', details: { 'collection': collection, 'key': key } })),
      // Raised in one transaction: two tabs are never given the same numbers.
      count_up: steps => {
        const raise = (text, member, by) => {
          const value = text === undefined ? (member ? {} : 0) : JSON.parse(text);
          if (!member) return [String(value + by), value + by];
          value[member] = (value[member] ?? 0) + by;
          return [JSON.stringify(value), value[member]];
        };
        return TWStorage.orInMemory(() => TWStorage.transact(['records'], 'readwrite', (store, result) => {
          const all = store('records'), values = result.value = [];
          const next = () => {
            const step = steps[values.length];
            if (!step) return;
            const request = all.get(['meta', step['k']]);
            request.onsuccess = () => {
              const [text, now] = raise(request.result?.['j'], step['m'], step['n']);
              all.put({ 'c': 'meta', 'k': step['k'], 'j': text });
              values.push(now);
              next();
            };
          };
          next();
        }), memory => steps.map(step => {
          const id = JSON.stringify(['meta', step['k']]);
          const [text, now] = raise(memory.records.get(id)?.['j'], step['m'], step['n']);
          memory.records.set(id, { 'c': 'meta', 'k': step['k'], 'j': text });
          return now;
        }));
      },
      list_records: ({ 'c': collection, 'first': first, 'last': last, 'limit': limit }) =>
        TWStorage.orInMemory(() => TWStorage.transact(['records'], 'readonly', (store, result) => {
          const request = store('records').getAll(TWStorage.range(collection, first, last), limit);
          request.onsuccess = () => { result.value = request.result; };
        }), memory => [...memory.records.values()]
          .filter(record => record['c'] === collection && record['k'] >= first && (last === '' || record['k'] < last))
          .sort((a, b) => (a['k'] < b['k'] ? -1 : 1)).slice(0, limit))
          .then(records => TWStorage.pack(records.flatMap(record => [record['k'], record['j']]))),
      put_blob: ({ 'h': hash, 'm': mime }, bytes) => {
        // A dropped file goes to the disk as it is, without a copy in memory.
        const record = { 'h': hash, 'm': mime, 'b': bytes.length ? new Blob([bytes], { type: mime }) : TW.pictures.get(hash) };
        if (!record['b']) return Promise.resolve({}); // dropped twice: it is there already
        return TWStorage.orInMemory(() => TWStorage.transact(['blobs'], 'readwrite', (store, result) => {
          result.value = {};
          store('blobs').put(record);
        }).then(kept => { TW.pictures.delete(hash); return kept; }), memory => { memory.blobs.set(hash, record); return {}; });
      },
      get_blob: async ({ 'h': hash }) => {
        const found = await TWStorage.blob(hash);
        if (!found) throw { code: 'not-found.file', details: { 'detail': hash } };
        return new Uint8Array(await found.arrayBuffer());
      },
      keep_copy: async ({ 'u': url }) => {
        const name = TWStorage.copyName(url);
        if (!name || await TWStorage.blob(name)) return {};
        let response;
        try {
          const address = TW.fileAddress(url);
          response = await fetch(address, { credentials: 'same-origin', headers: TW.authorization(address) });
        } catch (error) {
          throw { code: 'offline', details: TW.reason(error) };
        }
        if (!response.ok) throw { code: 'not-found.address', details: { 'detail': `${url}: ${response.status}` } };
        const record = { 'h': name, 'm': response.headers.get('content-type') ?? '', 'b': await response.blob() };
        return TWStorage.transact(['blobs'], 'readwrite', (store, result) => {
          result.value = {};
          store('blobs').put(record);
        });
      },
      forget_copies: ({ 'u': begin }) => TWStorage.transact(['blobs'], 'readwrite', (store, result) => {
        result.value = {};
        const name = TWStorage.copyName(begin);
        if (name) store('blobs').delete(IDBKeyRange.bound(name, name + '\uffff'));
      }),
      estimate: async () => {
        await TWStorage.disk();
        const estimate = await navigator.storage?.estimate?.() ?? {};
        return { 'used': estimate.usage ?? 0, 'quota': estimate.quota ?? 0, 'persistent': await navigator.storage?.persisted?.() ?? false };
      },
      persist: async () => ({ 'persistent': await navigator.storage?.persist?.() ?? false }),
    },
    post(text) {
      if (!TWStorage.channel && globalThis.BroadcastChannel) TWStorage.listen();
      TWStorage.channel?.postMessage(text);
    },
    listen() {
      if (TWStorage.channel || !globalThis.BroadcastChannel) return;
      TWStorage.channel = new BroadcastChannel(TW.host['database'] ?? 'tagwright');
      TWStorage.channel.onmessage = event => TW.send(_tw_tab_message, event.data);
    },
    stop() {
      TWStorage.channel?.close();
      TWStorage.database?.close();
      TWStorage.channel = TWStorage.database = TWStorage.opening = null;
    },
  },

  twjs_store__deps: ['$TW', '$TWStorage'],
  twjs_store(request, what, whatSize, json, jsonSize, bytes, size) {
    const operation = TWStorage.operations[TW.text(what, whatSize)], argument = JSON.parse(TW.text(json, jsonSize));
    operation(argument, HEAPU8.slice(bytes, bytes + size)).then(
      value => TW.answer(request, value instanceof Uint8Array ? value : JSON.stringify(value ?? null)),
      error => {
        const { code, details } = typeof error?.code === 'string' ? error : TWStorage.problem(error);
        TW.refuse(request, code, details);
      });
  },
  twjs_tab_post__deps: ['$TW', '$TWStorage'],
  twjs_tab_post(json, size) { TWStorage.post(TW.text(json, size)); },
  twjs_tab_listen__deps: ['$TW', '$TWStorage'],
  twjs_tab_listen() { TWStorage.listen(); },
});
