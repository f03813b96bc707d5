import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import {
  charactersWithoutGlyph,
  closeSharedBrowser,
  embeddedFontCss,
  FORM_FONT_STACK,
  withHtmlPage,
} from './index.ts';

afterAll(closeSharedBrowser);

/** Two private-use characters no font of ours has: what a missing glyph looks like. */
const MISSING = ['\u{10fffc}', '\u{10fffd}'] as const;

describe('fonts of the forms', () => {
  it('draw every character of difficult names, whatever the machine has installed', async () => {
    // 葛 with its variation selector is one character to the reader.
    const characters = ['髙', '﨑', '𠮷', '葛󠄀', '①', '㈱', '〒', '標', 'ヴ', 'ｶ', '祇', 'A', '5'];
    const css = await embeddedFontCss(characters.join(''), { weights: [400] });
    const cells = [...characters, ' ', ...MISSING].map((text) => `<div>${text}</div>`).join('');
    const html = `<!doctype html><meta charset="utf-8"><style>${css}
      div{font:48px ${FORM_FONT_STACK};width:64px;height:64px;overflow:hidden}</style>${cells}`;
    const pictures = await withHtmlPage(html, {}, screenshotsOfCells);
    const [blank, missing, otherMissing] = pictures.slice(characters.length) as [Buffer, Buffer, Buffer];

    // The control: a missing glyph is recognised as one, and blank paper as blank.
    expect(missing.equals(otherMissing)).toBe(true);
    expect(ink(blank)).toBe(0);
    const drawn = pictures.slice(0, characters.length);
    const notDrawn = characters.filter(
      (_, index) => ink(drawn[index]!) < 100 || drawn[index]!.equals(missing),
    );
    expect(notDrawn).toEqual([]);
    // No two of them look alike, as they would if a common substitute were drawn.
    expect(new Set(drawn.map((picture) => picture.toString('base64'))).size).toBe(characters.length);
  });

  it('puts in only the slices that the text needs', async () => {
    const css = await embeddedFontCss('髙﨑𠮷', { families: ['BIZ UDPGothic'], weights: [400] });
    const faces = css.match(/@font-face/g) ?? [];
    // Of more than 100: one for each of the three characters, and those that hold the spaces.
    expect(faces.length).toBeGreaterThanOrEqual(3);
    expect(faces.length).toBeLessThanOrEqual(6);
    // BIZ UDPGothic has no 𠮷, whatever its ranges promise: it comes from the other font
    expect(css).not.toContain('U+20bb7');
    expect(css).not.toContain('url(.');
  });

  it('says which characters no form font has', async () => {
    expect(await charactersWithoutGlyph('髙﨑　𠮷 葛󠄀\n処方箋①')).toEqual([]);
    expect(await charactersWithoutGlyph(`あ${MISSING[0]}い`)).toEqual([MISSING[0]]);
    // the range of a font package promises this one, and its file has no glyph for it
    expect(await charactersWithoutGlyph('ŌȺ')).toEqual(['Ⱥ']);
  });
});

async function screenshotsOfCells(page: Page): Promise<Buffer[]> {
  const pictures: Buffer[] = [];
  for (const cell of await page.locator('div').all()) pictures.push(await cell.screenshot());
  return pictures;
}

/** The number of dark pixels in a PNG as Chromium writes it (8 bits, RGB or RGBA, not interlaced). */
function ink(png: Buffer): number {
  const width = png.readUInt32BE(16);
  const channels = png[25] === 6 ? 4 : 3;
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const rows = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  let above = new Uint8Array(stride);
  let dark = 0;
  for (let start = 0; start < rows.length; start += stride + 1) {
    const row = new Uint8Array(stride);
    for (let x = 0; x < stride; x += 1) {
      const left = row[x - channels] ?? 0;
      const up = above[x]!;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, above[x - channels] ?? 0)];
      row[x] = rows[start + 1 + x]! + predicted[rows[start]!]!;
    }
    for (let x = 0; x < stride; x += channels) if (row[x]! < 128) dark += 1;
    above = row;
  }
  return dark;
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - upLeft)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : upLeft;
}
