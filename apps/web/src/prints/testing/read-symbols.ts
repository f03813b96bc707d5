import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ImageData } from '@napi-rs/canvas';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
let isReady = false;

/** Every QR symbol that a reader finds on a printed page. */
export async function readSymbols({ data, width, height }: ImageData): Promise<ReadResult[]> {
  if (!isReady) {
    const file = readFileSync(wasm);
    prepareZXingModule({
      overrides: { wasmBinary: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) },
    });
    isReady = true;
  }
  const picture = { data, width, height, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0];
  const found = await readBarcodes(picture, {
    formats: ['QRCode'],
    tryHarder: true,
    maxNumberOfSymbols: 20,
  });
  return found.filter((each) => each.isValid);
}
