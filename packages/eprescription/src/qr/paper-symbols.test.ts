import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writePaperText } from '../csv/write-sj1.ts';
import { ministryExample } from '../testing/ministry-example.ts';
import { readSeries, readSymbol } from '../testing/symbols.ts';
import { accessCodeSymbol } from './access-code-symbol.ts';
import { linkedSymbols, paperSymbols } from './paper-symbols.ts';
import { capacityM, encodeSymbol, largestVersion } from './symbol.ts';

const shiftJis = new TextDecoder('shift_jis', { fatal: true });
const bytesOf = (characters: readonly (readonly number[])[]) => Uint8Array.from(characters.flat());
const single = (count: number) => Array.from({ length: count }, (_, index) => [0x21 + (index % 0x5e)]);

describe('the symbols of a paper prescription', () => {
  it('give back the Shift_JIS text byte by byte when another library reads them', async () => {
    const { symbols, replacedCharacters } = paperSymbols(ministryExample);
    expect(symbols.length).toBeGreaterThan(1);
    expect(replacedCharacters).toEqual([]);
    const bytes = await readSeries(symbols);
    expect(bytes).toEqual(bytesOf(writePaperText(ministryExample).characters));
    const text = shiftJis.decode(bytes);
    expect(text.startsWith('JAHIS10\r\n1,1,1234567,13,しるべ内科クリニック\r\n')).toBe(true);
    // the platform's decoder gives another control character for 1Ah
    expect(bytes.at(-1)).toBe(0x1a);
    expect(text.slice(0, -1).endsWith('アスパラカリウム錠３００ｍｇ,3,1,錠\r\n')).toBe(true);
  });

  it('are of one size, and no fewer would hold the text', async () => {
    const { characters } = writePaperText(ministryExample);
    const { symbols } = paperSymbols(ministryExample);
    expect(new Set(symbols.map((symbol) => symbol.length)).size).toBe(1);
    expect(bytesOf(characters).length).toBeGreaterThan(
      (symbols.length - 1) * capacityM(largestVersion, true),
    );
  });

  it('stand alone without a link when one is enough', async () => {
    const [only, ...others] = linkedSymbols(single(100));
    expect(others).toEqual([]);
    const read = await readSymbol(only ?? []);
    expect([read.index, read.total]).toEqual([-1, -1]);
    expect(read.bytes).toEqual(bytesOf(single(100)));
  });

  it('are never cut through a character', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.integer({ min: 400, max: 1200 }), async (offset, count) => {
        const text = [...single(offset), ...Array.from({ length: count }, () => [0x88, 0x9f])];
        const symbols = linkedSymbols(text);
        const parts = await Promise.all(symbols.map((symbol) => readSymbol(symbol)));
        for (const part of parts) expect(() => shiftJis.decode(part.bytes)).not.toThrow();
        expect(await readSeries(symbols)).toEqual(bytesOf(text));
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  it('fill sixteen symbols to the last byte and refuse one byte more with a sentence', async () => {
    const full = 16 * capacityM(largestVersion, true);
    const symbols = linkedSymbols(single(full));
    expect(symbols).toHaveLength(16);
    expect(await readSeries(symbols)).toEqual(bytesOf(single(full)));
    expect(() => linkedSymbols(single(full + 1))).toThrow(
      expect.objectContaining({ userMessage: expect.stringMatching(/16個に収まりません.*2枚に分けて/) }),
    );
  }, 60_000);

  it('hold exactly what each version says', () => {
    for (let version = 1; version <= largestVersion; version += 1)
      for (const link of [null, { index: 15, total: 16, parity: 255 }]) {
        const size = capacityM(version, link !== null);
        const write = (length: number) =>
          encodeSymbol(new Uint8Array(length), { version, errorCorrection: 'M', link });
        expect(write(size)).toHaveLength(17 + 4 * version);
        expect(() => write(size + 1)).toThrow();
      }
  });
});

describe('the symbol of a 引換番号', () => {
  const record = { ...ministryExample, accessCode: '1234567890123456' };

  it('says whose prescription it is', async () => {
    const { bytes } = await readSymbol(accessCodeSymbol(record));
    expect(Buffer.from(bytes).toString('utf8')).toBe('01130012,１２３,４５６７,01,19660526,1234567890123456');
  });

  it('is there for somebody whom only 公費 pays for', async () => {
    const patient = { ...record.patient, coverage: null };
    const { bytes } = await readSymbol(accessCodeSymbol({ ...record, patient }));
    expect(Buffer.from(bytes).toString('utf8')).toBe(',,,,19660526,1234567890123456');
  });

  it('is not made before there is a number', () => {
    expect(() => accessCodeSymbol(ministryExample)).toThrow(
      expect.objectContaining({ userMessage: expect.stringContaining('引換番号') }),
    );
  });
});
