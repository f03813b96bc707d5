import type { PrescriptionRecord } from '@shirube/core/records';
import { Sj1Error } from '../csv/sj1-error.ts';
import { writePaperText } from '../csv/write-sj1.ts';
import { capacityM, encodeSymbol, largestVersion, type SymbolMatrix } from './symbol.ts';

/**
 * How symbols of a paper prescription are made. assumed: level M and linked symbols as open sources and readers' manuals say; the
 * largest version (14) is ours: 73 modules at 0.33 mm are 24 mm, three beside each other on A5.
 */
export const symbolConvention = {
  errorCorrection: 'M',
  mostSymbols: 16,
} as const;

export interface PaperSymbols {
  /** in the order of printing, each rows of modules, true = dark; the quiet zone of four modules is the printer's */
  symbols: SymbolMatrix[];
  /** characters of the prescription that Shift_JIS lacks: the symbols have ■ for them */
  replacedCharacters: string[];
}

/**
 * The linked QR symbols of a paper prescription: as few as a printable size allows, then as small as that number allows, cut
 * between characters.
 *
 * @throws Sj1Error with a sentence when a field does not fit or more than 16 symbols were needed
 */
export function paperSymbols(record: PrescriptionRecord): PaperSymbols {
  const { characters, replaced } = writePaperText(record);
  return { symbols: linkedSymbols(characters), replacedCharacters: replaced };
}

/** The symbols of a text given as the bytes of each character. @throws Sj1Error when it needs more than 16 */
export function linkedSymbols(characters: readonly (readonly number[])[]): SymbolMatrix[] {
  const { mostSymbols, errorCorrection } = symbolConvention;
  const all = Uint8Array.from(characters.flat());
  const single = smallestVersion((version) => all.length <= capacityM(version, false));
  if (single !== null) return [encodeSymbol(all, { version: single, errorCorrection, link: null })];
  const total = cut(characters, capacityM(largestVersion, true)).length;
  if (total > mostSymbols)
    throw new Sj1Error(
      0,
      'QRコード',
      `処方の内容が多く、QRコード${mostSymbols}個に収まりません。処方箋を2枚に分けてください。`,
    );
  const version =
    smallestVersion((each) => cut(characters, capacityM(each, true)).length <= total) ?? largestVersion;
  const parity = all.reduce((sum, byte) => sum ^ byte, 0);
  return cut(characters, capacityM(version, true)).map((bytes, index) =>
    encodeSymbol(bytes, { version, errorCorrection, link: { index, total, parity } }),
  );
}

function smallestVersion(fits: (version: number) => boolean): number | null {
  for (let version = 1; version <= largestVersion; version += 1) if (fits(version)) return version;
  return null;
}

/** Parts of at most `size` bytes, never through a character. */
function cut(characters: readonly (readonly number[])[], size: number): Uint8Array[] {
  const parts: number[][] = [[]];
  for (const character of characters) {
    const last = parts.at(-1) as number[];
    if (last.length + character.length > size) parts.push([...character]);
    else last.push(...character);
  }
  return parts.map((part) => Uint8Array.from(part));
}
