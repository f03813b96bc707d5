import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PdfError } from './errors.ts';
import { coverageOf } from './font-coverage.ts';
import { installedPackage } from './installed.ts';

export const FORM_FONTS = ['BIZ UDPGothic', 'Noto Sans JP'] as const;
export type FormFont = (typeof FORM_FONTS)[number];

const FONT_PACKAGES: Record<FormFont, string> = {
  'BIZ UDPGothic': '@fontsource/biz-udpgothic',
  'Noto Sans JP': '@fontsource/noto-sans-jp',
};

/** Ready-made value for `font-family` in forms. */
export const FORM_FONT_STACK = FORM_FONTS.map((family) => `'${family}'`).join(', ');

export interface EmbeddedFontOptions {
  families?: readonly FormFont[];
  weights?: readonly (400 | 700)[];
}

interface FontSlice {
  family: FormFont;
  weight: 400 | 700;
  file: string;
  unicodeRange: string;
  ranges: [from: number, to: number][];
}

/**
 * `@font-face` rules with the fonts as data: URIs, so that a form prints the same on every machine and needs no
 * network. The fonts ship in slices by code point; only the slices that `text` needs are put in (give it the whole
 * HTML: extra characters only cost size). Without `text` every slice is put in, about 10 MB per family and weight.
 *
 * @throws PdfError font_failed when a font package is not installed.
 */
export async function embeddedFontCss(text?: string, options: EmbeddedFontOptions = {}): Promise<string> {
  const wanted = text === undefined ? null : codePoints(text);
  const rules: string[] = [];
  for (const family of options.families ?? FORM_FONTS) {
    for (const weight of options.weights ?? ([400, 700] as const)) {
      for (const slice of await slicesOf(family, weight)) {
        if (wanted === null) rules.push(await rule(slice, slice.unicodeRange));
        else {
          const points = await held(slice, wanted);
          if (points.length > 0) rules.push(await rule(slice, points.map(inHex).join(',')));
        }
      }
    }
  }
  return rules.join('\n');
}

/**
 * The characters of `text` that no form font has, each once. Empty for everything a form may print; a caller that
 * gets any must say so instead of printing an empty box. Control characters, spaces and variation selectors, which
 * have no ink of their own, do not count.
 */
export async function charactersWithoutGlyph(text: string): Promise<string[]> {
  const slices = (await Promise.all(FORM_FONTS.map((family) => slicesOf(family, 400)))).flat();
  const wanted = codePoints(text);
  for (const slice of slices) for (const point of await held(slice, wanted)) wanted.delete(point);
  return [...wanted].map((codePoint) => String.fromCodePoint(codePoint));
}

const WITHOUT_INK = /[\p{Cc}\p{Cf}\p{Z}\p{Variation_Selector}]/u;

function codePoints(text: string): Set<number> {
  const points = new Set<number>();
  for (const character of text) if (!WITHOUT_INK.test(character)) points.add(character.codePointAt(0)!);
  // Spaces have no ink, but a width: without a font of ours they would come from the machine's.
  points.add(0x20).add(0x3000);
  return points;
}

/** Those of the code points that the slice really has a glyph for. Only a slice whose range promises some is opened. */
async function held(slice: FontSlice, wanted: ReadonlySet<number>): Promise<number[]> {
  const promised = [...wanted].filter((point) =>
    slice.ranges.some(([from, to]) => point >= from && point <= to),
  );
  if (promised.length === 0) return [];
  const coverage = await coverageOf(slice.file);
  return promised.filter((point) => coverage.has(point));
}

const inHex = (point: number) => `U+${point.toString(16)}`;

const sliceCache = new Map<string, Promise<FontSlice[]>>();

function slicesOf(family: FormFont, weight: 400 | 700): Promise<FontSlice[]> {
  const key = `${family} ${weight}`;
  const cached = sliceCache.get(key);
  if (cached) return cached;
  const read = readSlices(family, weight);
  sliceCache.set(key, read);
  read.catch(() => sliceCache.delete(key));
  return read;
}

/** Reads the slices from the package's own stylesheet, which holds file name and unicode-range of each. */
async function readSlices(family: FormFont, weight: 400 | 700): Promise<FontSlice[]> {
  const folder = installedPackage(FONT_PACKAGES[family]);
  if (folder === null) throw new PdfError('font_failed', `${FONT_PACKAGES[family]} is not installed`);
  const css = await readFile(join(folder, `${weight}.css`), 'utf8');
  const slices: FontSlice[] = [];
  for (const [face] of css.matchAll(/@font-face\s*\{[^}]*\}/g)) {
    const file = /url\(\.\/(files\/[\w.-]+\.woff2)\)/.exec(face)?.[1];
    const unicodeRange = /unicode-range:\s*([^;]+);/.exec(face)?.[1];
    if (file === undefined || unicodeRange === undefined) continue;
    slices.push({
      family,
      weight,
      file: join(folder, file),
      unicodeRange,
      ranges: parseRanges(unicodeRange),
    });
  }
  if (slices.length === 0) throw new PdfError('font_failed', `${FONT_PACKAGES[family]} has no slices`);
  return slices;
}

function parseRanges(unicodeRange: string): [number, number][] {
  return unicodeRange.split(',').map((part) => {
    const [from, to] = part.trim().replace(/^U\+/i, '').split('-');
    const start = Number.parseInt(from!, 16);
    return [start, to === undefined ? start : Number.parseInt(to, 16)];
  });
}

async function rule(slice: FontSlice, unicodeRange: string): Promise<string> {
  const data = (await readFile(slice.file)).toString('base64');
  return `@font-face{font-family:'${slice.family}';font-style:normal;font-weight:${slice.weight};font-display:block;src:url(data:font/woff2;base64,${data}) format('woff2');unicode-range:${unicodeRange}}`;
}
