import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
let isReady = false;

const modulePixels = 4;
const quietModules = 4;

/** What another library reads in a drawn symbol. */
export interface ReadSymbol {
  bytes: Uint8Array;
  /** structured append: from 0, in all, and the parity as text; -1 and '' for a symbol by itself */
  index: number;
  total: number;
  sequenceId: string;
  version: string;
}

/** Draws a symbol as pixels with its quiet zone, as a printer would, and reads it back with ZXing. */
export async function readSymbol(symbol: readonly (readonly boolean[])[]): Promise<ReadSymbol> {
  if (!isReady) {
    const file = readFileSync(wasm);
    prepareZXingModule({
      overrides: { wasmBinary: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) },
    });
    isReady = true;
  }
  const size = (symbol.length + 2 * quietModules) * modulePixels;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [y, modules] of symbol.entries())
    for (const [x, isDark] of modules.entries()) if (isDark) darken(data, size, x, y);
  const found = await readBarcodes(
    { data, width: size, height: size, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0],
    {
      formats: ['QRCode'],
      tryHarder: true,
      maxNumberOfSymbols: 2,
    },
  );
  const [only, second] = found;
  if (!only?.isValid || second) throw new Error(`read ${found.length} symbols of one`);
  return {
    bytes: only.bytes,
    index: only.sequenceIndex,
    total: only.sequenceSize,
    sequenceId: only.sequenceId,
    version: only.extra ?? '',
  };
}

function darken(data: Uint8ClampedArray, size: number, x: number, y: number): void {
  for (let dy = 0; dy < modulePixels; dy += 1)
    for (let dx = 0; dx < modulePixels; dx += 1) {
      const at =
        (((y + quietModules) * modulePixels + dy) * size + (x + quietModules) * modulePixels + dx) * 4;
      data.fill(0, at, at + 3);
    }
}

/** The data of a series of symbols, put together by what stands in them; throws when one is missing or another's. */
export async function readSeries(symbols: readonly (readonly (readonly boolean[])[])[]): Promise<Uint8Array> {
  const read = await Promise.all(symbols.map((symbol) => readSymbol(symbol)));
  if (read.length > 1) {
    for (const [at, each] of read.entries()) {
      if (each.index !== at || each.total !== read.length)
        throw new Error('a symbol stands at another place');
      if (each.sequenceId !== read[0]?.sequenceId) throw new Error('a symbol of another series');
    }
    const parity = read.flatMap((each) => [...each.bytes]).reduce((sum, byte) => sum ^ byte, 0);
    if (String(parity) !== read[0]?.sequenceId) throw new Error('the parity is not that of the data');
  }
  return Uint8Array.from(read.flatMap((each) => [...each.bytes]));
}
