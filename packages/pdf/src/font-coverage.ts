import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';

/**
 * The code points that a WOFF2 font file really has glyphs for, from its `cmap` table (W3C WOFF 2.0, OpenType cmap formats 4 and 12).
 * The `unicode-range` of a font package is wider: with it alone a browser takes a font that lacks the character and composes it from parts.
 *
 * @throws RangeError for a file that is no WOFF2
 */
export function coverageOf(file: string): Promise<ReadonlySet<number>> {
  const cached = cache.get(file);
  if (cached) return cached;
  const read = readFile(file).then((bytes) => readCmap(cmapTable(bytes)));
  cache.set(file, read);
  read.catch(() => cache.delete(file));
  return read;
}

const cache = new Map<string, Promise<ReadonlySet<number>>>();

const headerLength = 48;
/** Numbers of table names in the directory: 0 cmap, 10 glyf, 11 loca; 63 means that the name itself follows. */
const [cmapTag, glyfTag, locaTag, namedTag] = [0, 10, 11, 63];

/** Tables stand one after the other in one compressed stream, in the order of the directory. */
function cmapTable(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 0, 4) !== 'wOF2') throw new RangeError('not a WOFF2 file');
  const tables = bytes.readUInt16BE(12);
  let at = headerLength;
  const number = (): number => {
    let value = 0;
    for (;;) {
      const byte = bytes[at++]!;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
  };
  let offset = 0;
  let cmap: [start: number, length: number] | null = null;
  for (let table = 0; table < tables; table += 1) {
    const flags = bytes[at++]!;
    const tag = flags & 0x3f;
    if (tag === namedTag) at += 4;
    const version = flags >> 6;
    const isTransformed = tag === glyfTag || tag === locaTag ? version !== 3 : version !== 0;
    const original = number();
    const length = isTransformed ? number() : original;
    if (tag === cmapTag) cmap = [offset, length];
    offset += length;
  }
  if (cmap === null) throw new RangeError('no cmap table');
  const compressed = bytes.subarray(at, at + bytes.readUInt32BE(20));
  return brotliDecompressSync(compressed).subarray(cmap[0], cmap[0] + cmap[1]);
}

function readCmap(cmap: Buffer): ReadonlySet<number> {
  const points = new Set<number>();
  const count = cmap.readUInt16BE(2);
  for (let index = 0; index < count; index += 1) {
    const start = cmap.readUInt32BE(4 + index * 8 + 4);
    const format = cmap.readUInt16BE(start);
    if (format === 4) readSegments(cmap.subarray(start), points);
    if (format === 12) readGroups(cmap.subarray(start), points);
  }
  return points;
}

function readSegments(table: Buffer, points: Set<number>): void {
  const size = table.readUInt16BE(6);
  for (let segment = 0; segment < size; segment += 2) {
    const end = table.readUInt16BE(14 + segment);
    const start = table.readUInt16BE(16 + size + segment);
    const delta = table.readUInt16BE(16 + 2 * size + segment);
    const rangeAt = 16 + 3 * size + segment;
    const range = table.readUInt16BE(rangeAt);
    for (let point = start; point <= end && point !== 0xffff; point += 1) {
      const at = rangeAt + range + 2 * (point - start);
      const glyph = range === 0 ? point + delta : table.readUInt16BE(at) && table.readUInt16BE(at) + delta;
      if ((glyph & 0xffff) !== 0) points.add(point);
    }
  }
}

function readGroups(table: Buffer, points: Set<number>): void {
  const groups = table.readUInt32BE(12);
  for (let group = 0; group < groups; group += 1) {
    const at = 16 + group * 12;
    const glyph = table.readUInt32BE(at + 8);
    for (let point = table.readUInt32BE(at); point <= table.readUInt32BE(at + 4); point += 1)
      if (glyph + point !== 0) points.add(point);
  }
}
