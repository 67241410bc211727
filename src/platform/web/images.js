// Pictures, fetched and decoded in a worker made from this file's own text, so that any static host will do. The worker
// answers with bitmaps of at most a texture's size; upload takes them one at a time. Without workers (a strict content
// policy) the same code runs on the page.
addToLibrary({
  $TWImages__deps: ['$TW'],
  $TWImages__postset: 'TWImages.pieces = new Map(); TWImages.queue = []; TWImages.decoding = new Set();',
  $TWImages: {
    worker: null, pieces: null, // by image: pieces of its tiles, decoded and not uploaded yet, in order
    queue: null, decoding: null, // decodes that wait for their turn, and those under way

    workerMain: function (scope) {
      const mostPixels = 200e6;    // refused above: decoding would take most of a machine's memory
      const texturePixels = 64e6;  // shown smaller above: 256 MB of texture memory
      const pieceSide = 512;
      // The words of a failure are "problem.<key>" of assets/strings, with these arguments.
      const failure = (key, args = {}) => ({ 'key': key, 'arguments': args });

      async function download(id, url, headers) {
        let response;
        try {
          response = await fetch(url, { headers });
        } catch {
          throw failure('image-fetch.blocked', { 'url': url.slice(0, 200) });
        }
        if (!response.ok && url.startsWith(scope.location?.origin ?? globalThis.location.origin))
          throw failure('image-missing', { 'file': decodeURIComponent(new URL(url).pathname.split('/').pop()) });
        if (!response.ok) throw failure('image-fetch.status', { 'status': response.status, 'url': url.slice(0, 200) });
        const total = Number(response.headers.get('content-length')) || 0;
        if (!response.body || !total) return response.blob();
        const parts = [], reader = response.body.getReader();
        let loaded = 0, told = 0;
        for (;;) {
          const { done, value } = await reader.read();
          if (done) break;
          parts.push(value);
          loaded += value.length;
          const now = Date.now();
          if (now - told > 200) { told = now; scope.postMessage({ id, news: { progress: Math.min(0.9, 0.9 * loaded / total) } }); }
        }
        return new Blob(parts, { type: response.headers.get('content-type') ?? '' });
      }

      // Width and height from the header, before anything is decoded; null when the format is not known here.
      async function sizeInHeader(blob) {
        const view = new DataView(await blob.slice(0, 512 * 1024).arrayBuffer());
        const has = (at, text) => at + text.length <= view.byteLength && [...text].every((c, i) => view.getUint8(at + i) === c.charCodeAt(0));
        if (view.byteLength < 30) return null;
        if (has(1, 'PNG')) return [view.getUint32(16), view.getUint32(20)];
        if (has(0, 'GIF8')) return [view.getUint16(6, true), view.getUint16(8, true)];
        if (has(0, 'BM')) return [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
        if (has(8, 'WEBPVP8X')) return [1 + (view.getUint32(24, true) & 0xffffff), 1 + (view.getUint32(26, true) >>> 8)];
        if (has(8, 'WEBPVP8 ')) return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
        if (has(8, 'WEBPVP8L')) { const bits = view.getUint32(21, true); return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)]; }
        if (view.getUint16(0) === 0xffd8) {
          for (let at = 2; at + 9 < view.byteLength;) {
            if (view.getUint8(at) !== 0xff) return null;
            const marker = view.getUint8(at + 1);
            if (marker === 0xff) { ++at; continue; }
            if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [view.getUint16(at + 7), view.getUint16(at + 5)];
            at += 2 + view.getUint16(at + 2);
          }
        }
        return null;
      }

      async function cut(id, bitmap, mostSide) {
        const width = bitmap.width, height = bitmap.height;
        if (width * height > mostPixels) { bitmap.close(); throw tooLarge(width, height); }
        const scale = Math.min(1, Math.sqrt(texturePixels / (width * height)));
        const step = Math.floor(mostSide / scale), tiles = [];
        for (let y = 0; y < height; y += step)
          for (let x = 0; x < width; x += step) {
            const w = Math.min(step, width - x), h = Math.min(step, height - y);
            tiles.push([x, y, w, h, Math.max(1, Math.min(mostSide, Math.round(w * scale))), Math.max(1, Math.min(mostSide, Math.round(h * scale)))]);
          }
        scope.postMessage({ id, news: { w: width, h: height, tiles } });
        for (const [x, y, w, h, textureWidth, textureHeight] of tiles) {
          const shrunk = scale < 1
            ? await createImageBitmap(bitmap, x, y, w, h, { resizeWidth: textureWidth, resizeHeight: textureHeight, resizeQuality: 'medium', premultiplyAlpha: 'none' })
            : null;
          // A whole tile takes too long to upload for one frame.
          for (let top = 0; top < textureHeight; top += pieceSide)
            for (let left = 0; left < textureWidth; left += pieceSide) {
              const width = Math.min(pieceSide, textureWidth - left), height = Math.min(pieceSide, textureHeight - top);
              const piece = await createImageBitmap(shrunk ?? bitmap, shrunk ? left : x + left, shrunk ? top : y + top, width, height, { premultiplyAlpha: 'none' });
              const last = left + width === textureWidth && top + height === textureHeight;
              scope.postMessage({ id, news: { piece: 1 }, piece: { left, top, last, bitmap: piece } }, [piece]);
            }
          shrunk?.close();
        }
        bitmap.close();
      }
      function tooLarge(width, height) {
        return failure('image-too-large.pixels', { 'megapixels': Math.round(width * height / 1e6), 'width': width, 'height': height, 'most': mostPixels / 1e6 });
      }

      scope.onmessage = async ({ data: { id, url, headers, file, bitmap, mostSide, mostPixels: small } }) => {
        try {
          if (bitmap) { await cut(id, bitmap, mostSide); return; }
          const blob = file ?? await download(id, url, headers);
          const size = await sizeInHeader(blob);
          if (size && size[0] * size[1] > mostPixels) throw tooLarge(...size);
          let decoded;
          try {
            // A turned picture has its sides swapped: bounding the longer one bounds both.
            const shrink = small && size && Math.max(...size) > small
              ? { [size[0] >= size[1] ? 'resizeWidth' : 'resizeHeight']: small, resizeQuality: 'medium' } : {};
            decoded = await createImageBitmap(blob, { imageOrientation: 'from-image', premultiplyAlpha: 'none', ...shrink });
          } catch {
            // Workers cannot decode SVG; the page can. What it cannot either is no picture.
            scope.postMessage({ id, undecoded: blob, known: !!size, mostSide });
            return;
          }
          await cut(id, decoded, mostSide);
        } catch (error) {
          scope.postMessage({ id, news: { error: error['key'] ? error : failure('image-decode.reason', { 'detail': error.message ?? String(error) }) } });
        } finally {
          scope.postMessage({ id, over: true });
        }
      };
    },

    // A decode holds all of a picture for a moment: only a few at once. Whole pictures come first, then the thumbnails that
    // were asked for last; what nobody waits for any more is not decoded at all.
    ask(message) {
      TWImages.queue.push(message);
      TWImages.next();
    },
    next() {
      const { queue, decoding } = TWImages;
      while (queue.length && decoding.size < 3) {
        const whole = queue.findIndex(one => !one.mostPixels);
        const [message] = queue.splice(whole >= 0 ? whole : queue.length - 1, 1);
        if (!TWImages.pieces.has(message.id)) continue;
        decoding.add(message.id);
        TWImages.start(message);
      }
    },
    start: async message => {
      if (message.hash) {
        // From the disk into the decoder's hands, without a copy on the way.
        try {
          message.file = TW.pictures.get(message.hash) ?? await TWStorage.blob(message.hash);
        } catch { /* said as if it were not here */ }
        if (!message.file) {
          TWImages.receive({ id: message.id, news: { error: { 'key': 'blob-missing.picture' } } });
          TWImages.receive({ id: message.id, over: true });
          return;
        }
      }
      if (message.url) {
        try {
          message.file = await TWStorage.copyOf(message.url); // of a server's project, and the network may be away
        } catch { /* then it is fetched */ }
      }
      if (!TW.closed) TWImages.send(message);
    },
    send(message, transfer) {
      if (!TWImages.worker) {
        const address = URL.createObjectURL(new Blob(['(' + TWImages.workerMain + ')(self)'], { type: 'text/javascript' }));
        const onPage = () => {
          const scope = { postMessage: data => TWImages.receive(data), onmessage: null };
          TWImages.workerMain(scope);
          return { postMessage: data => scope.onmessage({ data }), terminate() {} };
        };
        try {
          const worker = TWImages.worker = new Worker(address);
          const unanswered = TWImages.unanswered = new Map();
          worker.onmessage = ({ data }) => { unanswered.delete(data.id); TWImages.receive(data); };
          worker.onerror = event => {
            // Only a policy stops a worker before it says anything.
            event.preventDefault();
            if (TWImages.worker !== worker) return;
            TWImages.worker = onPage();
            for (const one of unanswered.values()) TWImages.worker.postMessage(one);
          };
        } catch {
          TWImages.worker = onPage();
        }
        TWImages.address = address;
      }
      if (!message.bitmap) TWImages.unanswered?.set(message.id, message);
      TWImages.worker.postMessage(message, transfer);
    },
    receive({ id, news, piece, undecoded, known, mostSide, over }) {
      if (over) { TWImages.decoding.delete(id); TWImages.next(); return; }
      if (TW.closed || !TWImages.pieces.has(id)) { piece?.bitmap.close(); return; }
      if (undecoded) { TWImages.decodeOnPage(id, undecoded, known, mostSide); return; }
      if (piece) TWImages.pieces.get(id).push(piece);
      TW.send(_tw_image, id, JSON.stringify(news));
    },
    decodeOnPage: async (id, blob, known, mostSide) => {
      const text = known ? '' : await blob.slice(0, 1024).text();
      const svg = /<svg|<\?xml/i.test(text);
      const address = URL.createObjectURL(svg ? new Blob([blob], { type: 'image/svg+xml' }) : blob);
      try {
        const image = new Image();
        image.src = address;
        await image.decode();
        const width = image.naturalWidth || 1024, height = image.naturalHeight || 1024;
        const bitmap = await createImageBitmap(image, { resizeWidth: width, resizeHeight: height, premultiplyAlpha: 'none' });
        TWImages.send({ id, bitmap, mostSide }, [bitmap]);
      } catch {
        TWImages.receive({ id, news: { error: { 'key': 'image-decode' } } });
      } finally {
        URL.revokeObjectURL(address);
      }
    },
    stop() {
      TWImages.worker?.terminate();
      if (TWImages.address) URL.revokeObjectURL(TWImages.address);
      for (const list of TWImages.pieces.values()) for (const { bitmap } of list) bitmap.close();
      TWImages.pieces.clear();
      TWImages.worker = null;
    },
  },

  twjs_image_load__deps: ['$TW', '$TWImages', '$TWStorage'],
  twjs_image_load(id, url, size, mostSide, mostPixels) {
    TWImages.pieces.set(id, []);
    let address = TW.text(url, size), headers;
    try {
      const whole = TW.fileAddress(address);
      address = whole.href;
      headers = TW.authorization(whole);
    } catch { /* fetch will say what is wrong with it */ }
    TWImages.ask({ id, url: address, headers, mostSide, mostPixels });
  },
  twjs_image_stored__deps: ['$TW', '$TWImages', '$TWStorage'],
  twjs_image_stored(id, hash, size, mostSide, mostPixels) {
    TWImages.pieces.set(id, []);
    TWImages.ask({ id, hash: TW.text(hash, size), mostSide, mostPixels });
  },
  twjs_image_upload__deps: ['$TWImages'],
  twjs_image_upload(id) {
    const { left, top, last, bitmap } = TWImages.pieces.get(id).shift();
    GLctx.texSubImage2D(GLctx.TEXTURE_2D, 0, left, top, GLctx.RGBA, GLctx.UNSIGNED_BYTE, bitmap);
    bitmap.close();
    return last ? 1 : 0;
  },
  twjs_image_release__deps: ['$TWImages'],
  twjs_image_release(id) {
    for (const { bitmap } of TWImages.pieces.get(id) ?? []) bitmap.close();
    TWImages.pieces.delete(id);
  },
});
