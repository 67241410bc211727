// The browser's own fonts on a canvas that is never shown: measuring, splitting text into what a reader takes for one
// character, and pictures of such clusters. Every script and emoji the browser has, with no font to download.
addToLibrary({
  $TWFont__deps: ['$TW'],
  $TWFont: {
    sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", ' +
      '"Noto Sans CJK SC", sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"',
    mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono", monospace, "Noto Sans SC", ' +
      '"Noto Sans CJK SC", "Noto Color Emoji"',
    context: null, font: '', segmenter: undefined,
    use(sizePx, flags) {
      if (!TWFont.context) {
        const canvas = document.createElement('canvas');
        canvas.lang = TW.host['options']?.['language'] || navigator.language;
        canvas.width = canvas.height = 128;
        // Read back after every glyph: a canvas in main memory is many times quicker than one on the GPU.
        TWFont.context = canvas.getContext('2d', { willReadFrequently: true });
        TWFont.context.textBaseline = 'alphabetic';
      }
      const font = `${flags & 2 ? 'italic ' : ''}${flags & 1 ? '600 ' : ''}${sizePx}px ${flags & 4 ? TWFont.mono : TWFont.sans}`;
      if (font !== TWFont.font) TWFont.context.font = TWFont.font = font;
      return TWFont.context;
    },
  },
  twjs_measure__deps: ['$TWFont'],
  twjs_measure(text, size, sizePx, flags) { return TWFont.use(sizePx, flags).measureText(TW.text(text, size)).width; },
  twjs_font_metrics__deps: ['$TWFont'],
  twjs_font_metrics(sizePx, flags, out) {
    const metrics = TWFont.use(sizePx, flags).measureText('Mg');
    HEAPF32[out >> 2] = metrics.fontBoundingBoxAscent ?? sizePx * 0.93;
    HEAPF32[(out >> 2) + 1] = metrics.fontBoundingBoxDescent ?? sizePx * 0.24;
  },
  twjs_segment__deps: ['$TWFont'],
  twjs_segment(text, size, lengths, capacity) {
    const string = TW.text(text, size);
    TWFont.segmenter ??= globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;
    let count = 0, clusters;
    if (TWFont.segmenter) {
      clusters = Array.from(TWFont.segmenter.segment(string), part => part.segment);
    } else {
      // Without a segmenter: marks, joiners, variation selectors and skin tones stay with what they follow.
      clusters = string.match(/\r\n|\P{M}(?:\p{M}|[\uFE00-\uFE0F]|\p{EMod}|\u200D\P{M})*|\p{M}+/gsu) ?? [];
    }
    for (const cluster of clusters) {
      if (count === capacity) break;
      let bytes = 0;
      for (const character of cluster) {
        const code = character.codePointAt(0);
        bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      }
      HEAPU32[(lengths >> 2) + count++] = bytes;
    }
    return count;
  },
  twjs_glyph__deps: ['$TWFont', 'malloc'],
  twjs_glyph(text, size, sizePx, flags, box) {
    const string = TW.text(text, size);
    let context = TWFont.use(sizePx, flags);
    const metrics = context.measureText(string);
    // One pixel of room on each side for antialiasing that leaves the measured box.
    const left = Math.floor(-metrics.actualBoundingBoxLeft) - 1, top = Math.floor(-metrics.actualBoundingBoxAscent) - 1;
    const width = Math.ceil(metrics.actualBoundingBoxRight) + 1 - left, height = Math.ceil(metrics.actualBoundingBoxDescent) + 1 - top;
    if (width <= 2 || height <= 2 || width > 2048 || height > 2048) return 0;
    const canvas = context.canvas;
    if (canvas.width < width || canvas.height < height) {
      canvas.width = Math.max(canvas.width, width);
      canvas.height = Math.max(canvas.height, height);
      TWFont.font = '';
      context = TWFont.use(sizePx, flags);
    }
    context.clearRect(0, 0, width, height);
    context.fillStyle = '#fff';
    context.fillText(string, -left, -top);
    const pixels = context.getImageData(0, 0, width, height).data;
    const pointer = _malloc(pixels.length);
    HEAPU8.set(pixels, pointer);
    const at = box >> 2;
    HEAPF32[at] = left; HEAPF32[at + 1] = top; HEAPF32[at + 2] = width; HEAPF32[at + 3] = height;
    return pointer;
  },
});
