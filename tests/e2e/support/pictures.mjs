// Pictures made in code, so that a test says what is in them: PNGs of any size, JPEGs turned by EXIF, pictures that lie
// about themselves. And the other way round: the pixels of a screenshot.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import { repo_dir } from "./studio.mjs";

const crc_table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crc_table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function png_of(width, height, bit_depth, color_type, raw) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bit_depth, color_type, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw, { level: 1 })), chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A grey PNG; `grey(x, y)` answers 0..255. */
export function grey_png(width, height, grey = (x, y) => ((x >> 5) ^ (y >> 5)) & 1 ? 200 : 90) {
  const raw = Buffer.alloc((width + 1) * height);
  for (let y = 0, at = 0; y < height; ++y) {
    raw[at++] = 0;
    for (let x = 0; x < width; ++x) raw[at++] = grey(x, y);
  }
  return png_of(width, height, 8, 0, raw);
}

/** A coloured PNG; `color(x, y)` answers [r, g, b]. */
export function color_png(width, height, color) {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0, at = 0; y < height; ++y) {
    raw[at++] = 0;
    for (let x = 0; x < width; ++x) for (const value of color(x, y)) raw[at++] = value;
  }
  return png_of(width, height, 8, 2, raw);
}

/** A whole and valid PNG of a little over 200 megapixels in a few kilobytes: what a hostile or careless upload looks like. */
export function png_of_200_megapixels() {
  return png_of(20_000, 10_001, 1, 0, Buffer.alloc((20_000 / 8 + 1) * 10_001));
}

export const photo_path = (name) => join(repo_dir, "assets/samples/photos", name);

/** One of the sample photographs with another EXIF orientation (6: to be turned a quarter to the right). */
export async function turned_photo(name, orientation) {
  const jpeg = await readFile(photo_path(name));
  const tiff = Buffer.from([
    0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, // big endian, one entry
    0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
  ]);
  const exif = Buffer.concat([Buffer.from([0xff, 0xe1, 0, tiff.length + 8]), Buffer.from("Exif\0\0", "latin1"), tiff]);
  const kept = [jpeg.subarray(0, 2), exif];
  let at = 2;
  while (jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const end = at + 2 + jpeg.readUInt16BE(at + 2);
    if (jpeg[at + 1] !== 0xe1) kept.push(jpeg.subarray(at, end)); // its own EXIF goes
    at = end;
  }
  return Buffer.concat([...kept, jpeg.subarray(at)]);
}

/** The pixels of a PNG as Chromium writes screenshots (8 bits, RGB or RGBA): { width, height, at(x, y) -> [r, g, b] }. */
export function read_png(bytes) {
  const parts = [];
  let width = 0, height = 0, channels = 0;
  for (let at = 8; at < bytes.length;) {
    const size = bytes.readUInt32BE(at), type = bytes.toString("latin1", at + 4, at + 8), data = bytes.subarray(at + 8, at + 8 + size);
    if (type === "IHDR") [width, height, channels] = [data.readUInt32BE(0), data.readUInt32BE(4), data[9] === 6 ? 4 : 3];
    if (type === "IDAT") parts.push(data);
    at += size + 12;
  }
  const raw = inflateSync(Buffer.concat(parts)), stride = width * channels, out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const left = x >= channels ? out[y * stride + x - channels] : 0, up = y ? out[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y ? out[(y - 1) * stride + x - channels] : 0;
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + [0, left, up, (left + up) >> 1, paeth][filter];
    }
  }
  return { width, height, at: (x, y) => [...out.subarray(y * stride + x * channels, y * stride + x * channels + 3)] };
}
