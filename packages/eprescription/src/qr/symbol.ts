import { Byte, Encoder } from '@nuintun/qrcode';

/** A QR symbol: rows of modules, true = dark, without the quiet zone (four modules on every side). */
export type SymbolMatrix = boolean[][];

export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H';

/** Place of a symbol in a linked series (ISO/IEC 18004, structured append). */
export interface Link {
  /** from 0 */
  index: number;
  /** 2 to 16 */
  total: number;
  /** XOR of every byte of the whole data */
  parity: number;
}

type Segment = Parameters<Encoder['encode']>[0];

/** Mode indicator 0011; it has no character count. */
const structuredAppend = { bits: 0b0011, getCharacterCountBits: () => 0 };

/**
 * One QR symbol (model 2) of bytes as they are, without a declaration of their encoding (ECI): readers of prescriptions expect
 * none. With `link` it is part of a series.
 *
 * @throws Error of the library when the bytes do not fit the version (1 to 40)
 */
export function encodeSymbol(
  bytes: Uint8Array,
  options: { version: number; errorCorrection: ErrorCorrection; link: Link | null },
): SymbolMatrix {
  const encoder = new Encoder({
    level: options.errorCorrection,
    version: options.version,
    encode: () => bytes,
  });
  const data = new Byte(givenAsBytes);
  const encoded = options.link ? encoder.encode(linkSegment(options.link), data) : encoder.encode(data);
  return Array.from({ length: encoded.size }, (_, y) =>
    Array.from({ length: encoded.size }, (_, x) => encoded.get(x, y) === 1),
  );
}

/** The library wants a text for a segment; its bytes come from the encode function beside it. */
const givenAsBytes = 'bytes';

/** Four bits of position, four of total - 1, eight of parity. */
function linkSegment({ index, total, parity }: Link): Segment {
  const place = new Byte(givenAsBytes).encode(() => Uint8Array.of((index << 4) | (total - 1), parity));
  // The library reads mode, content and encode of a segment, and has no class for this one.
  return { mode: structuredAppend, content: '', encode: () => place } as unknown as Segment;
}

/** Data codewords (bytes) by version at error correction level M (ISO/IEC 18004, table 7): the versions small enough to print. */
const dataCodewordsM = [16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365];
export const largestVersion = dataCodewordsM.length;

/** Bytes that fit a symbol of this version at level M, after mode, count and, when linked, the 20 bits of the link. */
export function capacityM(version: number, isLinked: boolean): number {
  const codewords = dataCodewordsM[version - 1];
  if (codewords === undefined) throw new RangeError(`version 1 to ${largestVersion}`);
  const headBits = 4 + (version < 10 ? 8 : 16) + (isLinked ? 20 : 0);
  return Math.floor((codewords * 8 - headBits) / 8);
}
