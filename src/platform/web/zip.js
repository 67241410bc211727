// Zip archives, written and read by what the browser has: its own deflate, Blobs that stay on the disk. A picture is put
// into an archive, and out of one onto the device, without ever being in the program's memory. Written here is only the
// container (APPNOTE 4.3, without zip64: up to 4 GB and 65,535 entries).
addToLibrary({
  $TWZip__deps: ['$TW', '$TWStorage'],
  $TWZip: {
    open: null, last: 0, table: null,
    done: 0, total: 0, cancelled: false, // of the archive that is being closed or opened

    crc(bytes, before) {
      if (!TWZip.table)
        TWZip.table = Uint32Array.from({ length: 256 }, (_, n) => {
          for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
          return n;
        });
      let crc = ~before;
      for (let i = 0; i < bytes.length; ++i) crc = TWZip.table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
      return ~crc >>> 0;
    },
    // The fields of a local header or of one of the directory (with `at`), as bytes.
    header(entry, at) {
      const name = TW.encoder.encode(entry.name), view = new DataView(new ArrayBuffer(at === undefined ? 30 : 46));
      let place = 0;
      const put16 = value => { view.setUint16(place, value, true); place += 2; };
      const put32 = value => { view.setUint32(place, value, true); place += 4; };
      put32(at === undefined ? 0x04034b50 : 0x02014b50);
      if (at !== undefined) put16(20);
      put16(20); put16(0x0800); put16(entry.method); put16(0); put16(0x21);
      put32(entry.crc); put32(entry.packed); put32(entry.size);
      put16(name.length); put16(0);
      if (at !== undefined) { put16(0); put16(0); put16(0); put32(0); put32(at); }
      return [view.buffer, name];
    },
    add(zip, entry, content) {
      zip.directory.push(...TWZip.header(entry, zip.size));
      const head = TWZip.header(entry);
      zip.parts.push(...head, content);
      zip.size += 30 + head[1].length + entry.packed;
      ++zip.count;
    },
    // Text that comes in pieces: compressed while it comes.
    begin(name) {
      const stream = new CompressionStream('deflate-raw'), writer = stream.writable.getWriter();
      return { name, writer, blob: new Response(stream.readable).blob(), crc: 0, size: 0 };
    },
    end: async zip => {
      const text = zip.text;
      if (!text) return;
      zip.text = null;
      await text.writer.close();
      const blob = await text.blob;
      TWZip.add(zip, { name: text.name, method: 8, crc: text.crc, packed: blob.size, size: text.size }, blob);
    },
    close: async (zip, name) => {
      await TWZip.end(zip);
      const directory = new Blob(zip.directory), tail = new DataView(new ArrayBuffer(22));
      tail.setUint32(0, 0x06054b50, true);
      tail.setUint16(8, zip.count, true);
      tail.setUint16(10, zip.count, true);
      tail.setUint32(12, directory.size, true);
      tail.setUint32(16, zip.size, true);
      TW.save(new Blob([...zip.parts, directory, tail.buffer], { type: 'application/zip' }), name);
    },

    // Entries of an archive: { name, read() } with read() a Blob.
    entries: async file => {
      const bytes = async (from, to) => new DataView(await file.slice(from, to).arrayBuffer());
      const from = Math.max(0, file.size - 66000), tail = await bytes(from, file.size);
      let end = tail.byteLength - 22;
      while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) --end;
      if (end < 0) throw { code: 'zip-read' };
      const count = tail.getUint16(end + 10, true), at = tail.getUint32(end + 16, true);
      const view = await bytes(at, at + tail.getUint32(end + 12, true)), entries = [];
      for (let n = 0, place = 0; n < count && place + 46 <= view.byteLength; ++n) {
        const method = view.getUint16(place + 10, true), packed = view.getUint32(place + 20, true), local = view.getUint32(place + 42, true);
        const nameSize = view.getUint16(place + 28, true);
        const name = TW.decoder.decode(new Uint8Array(view.buffer, place + 46, nameSize));
        entries.push({ name, read: async () => {
          const head = await bytes(local, local + 30), begin = local + 30 + head.getUint16(26, true) + head.getUint16(28, true);
          const content = file.slice(begin, begin + packed);
          return method === 8 ? new Response(content.stream().pipeThrough(new DecompressionStream('deflate-raw'))).blob() : content;
        } });
        place += 46 + nameSize + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
      }
      return entries;
    },
    // A whole project: its files go onto the device, its tasks become a file to be read piece by piece.
    openProject: async handle => {
      const answer = { 'project': '', 'handle': 0, 'size': 0 };
      const entries = await TWZip.entries(TW.files.get(handle));
      TWZip.begins(entries.length);
      for (const entry of entries) {
        TWZip.goesOn();
        const media = /^media\/([0-9a-f]{64})\/(.*)$/.exec(entry.name);
        if (media) {
          const bytes = new Uint8Array(await (await entry.read()).arrayBuffer());
          if (await TW.sha256(bytes) === media[1])
            await TWStorage.operations.put_blob({ 'h': media[1], 'm': TWZip.mime(media[2]) }, bytes);
        } else if (entry.name === 'project.json') {
          answer['project'] = await (await entry.read()).text();
        } else if (entry.name === 'tasks.jsonl') {
          const blob = await entry.read();
          TW.files.set(++TW.lastFile, blob);
          answer['handle'] = TW.lastFile;
          answer['size'] = blob.size;
        }
        ++TWZip.done;
      }
      TW.files.delete(handle);
      return JSON.stringify(answer);
    },
    begins(total) { TWZip.done = 0; TWZip.total = total; TWZip.cancelled = false; },
    goesOn() { if (TWZip.cancelled) throw { code: 'cancelled.archive' }; },
    refuse(request, code, error) { typeof error?.code === 'string' ? TW.refuse(request, error.code, error.details) : TW.refuse(request, code + '.failed', TW.reason(error)); },
    mime(name) {
      const ending = /\.(\w+)$/.exec(name)?.[1].toLowerCase() ?? '';
      return { 'jpg': 'image/jpeg', 'jpeg': 'image/jpeg', 'png': 'image/png', 'gif': 'image/gif', 'webp': 'image/webp', 'svg': 'image/svg+xml', 'bmp': 'image/bmp', 'avif': 'image/avif' }[ending] ?? 'application/octet-stream';
    },
  },

  // Everything of one archive happens in the order of the calls.
  twjs_zip_open__deps: ['$TWZip'],
  twjs_zip_open() {
    TWZip.open ??= new Map();
    TWZip.begins(0);
    TWZip.open.set(++TWZip.last, { parts: [], directory: [], size: 0, count: 0, text: null, chain: Promise.resolve(), names: new Set() });
    return TWZip.last;
  },
  twjs_zip_text__deps: ['$TW', '$TWZip'],
  twjs_zip_text(id, name, nameSize, bytes, size) {
    const zip = TWZip.open.get(id), entry = TW.text(name, nameSize), piece = HEAPU8.slice(bytes, bytes + size);
    zip.chain = zip.chain.then(async () => {
      if (zip.text?.name !== entry) { await TWZip.end(zip); zip.text = TWZip.begin(entry); }
      zip.text.crc = TWZip.crc(piece, zip.text.crc);
      zip.text.size += piece.length;
      await zip.text.writer.write(piece);
    });
  },
  twjs_zip_blob__deps: ['$TW', '$TWZip', '$TWStorage'],
  twjs_zip_blob(id, name, nameSize, hash, hashSize) {
    const zip = TWZip.open.get(id), entry = TW.text(name, nameSize), key = TW.text(hash, hashSize);
    if (zip.names.has(entry)) return;
    zip.names.add(entry);
    ++TWZip.total;
    zip.chain = zip.chain.then(async () => {
      TWZip.goesOn();
      ++TWZip.done;
      await TWZip.end(zip);
      const found = await TWStorage.blob(key);
      if (!found) return; // it was not on this device
      const bytes = new Uint8Array(await found.arrayBuffer());
      TWZip.add(zip, { name: entry, method: 0, crc: TWZip.crc(bytes, 0), packed: found.size, size: found.size }, found);
    });
  },
  twjs_zip_close__deps: ['$TW', '$TWZip'],
  twjs_zip_close(request, id, name, nameSize) {
    const zip = TWZip.open.get(id), file = TW.text(name, nameSize);
    TWZip.open.delete(id);
    zip.chain.then(() => (file ? TWZip.close(zip, file) : null))
      .then(() => TW.answer(request, '{}'), error => TWZip.refuse(request, 'zip-write', error));
  },
  twjs_project_file__deps: ['$TW', '$TWZip'],
  twjs_project_file(request, handle) {
    TWZip.openProject(handle).then(json => TW.answer(request, json), error => TWZip.refuse(request, 'zip-read', error));
  },
  twjs_archive_progress__deps: ['$TWZip'],
  twjs_archive_progress(done, total) { HEAPU32[done >> 2] = TWZip.done; HEAPU32[total >> 2] = TWZip.total; },
  twjs_archive_cancel__deps: ['$TWZip'],
  twjs_archive_cancel() { TWZip.cancelled = true; },
});
