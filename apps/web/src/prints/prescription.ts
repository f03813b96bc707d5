import type { PaperSymbols } from '@shirube/core/ports';
import type { PrescriptionRecord } from '@shirube/core/records';
import { embeddedFontCss, fittedPdf, type Measured } from '@shirube/pdf';
import { html, type Markup, type Part } from './markup.ts';
import { assemblePage, drawable, missingInWords } from './page.ts';
import { paginate } from './paginate.ts';
import { continuedRow, endRow, type Row, remarkRows, rpRows } from './prescription-rows.ts';
import { prescriptionSheet } from './prescription-sheet.ts';
import { prescriptionStyle } from './prescription-style.ts';
import { type Modules, smallModuleMm, symbol, symbolSizeMm } from './qr.ts';
import { splitSheet } from './split-sheet.ts';
import { dateInWords, fullName } from './words.ts';

export interface PrescriptionPaper {
  /** with its 引換番号 where the service has given one */
  record: PrescriptionRecord;
  /** null: they cannot be made of this prescription */
  symbols: PaperSymbols | null;
  /** a5: the form's own size; a4: the form on the left half and the symbols on the right */
  paper: 'a5' | 'a4';
}

const pixelsPerMm = 96 / 25.4;
/** caption and distance to the row above */
const symbolExtraMm = 4;
/** what the 処方 box has for symbols side by side */
const symbolRowMm = 104;
const title = '処方箋';

/**
 * 処方箋 on paper. What does not fit the 処方 or the 備考 box continues on a further sheet with all boxes; symbols stand in what is
 * left of the 処方 box, else on a sheet of their own.
 *
 * @throws PdfError as fittedPdf
 */
export async function printPrescription(paper: PrescriptionPaper): Promise<Uint8Array> {
  const { content: record, missing } = await drawable(paper.record);
  const groups = record.rps.map(rpRows);
  const remarks = remarkRows(record, [missingInWords(missing), symbolRemark(paper.symbols)]);
  const everything = prescriptionSheet({
    record,
    number: 1,
    of: 2,
    rows: [...groups.flat(), endRow, continuedRow].map((row) => row.markup),
    remarks: remarks.map((row) => row.markup),
    symbols: null,
    accessSymbol: null,
  });
  const fonts = await embeddedFontCss(
    `${everything.text}${extraSheet(record, []).text}${splitSheet(record)?.text ?? ''}0123456789/`,
  );
  const page = (style: string, body: Markup) => assemblePage({ title, style, body, fonts });
  return fittedPdf(page(prescriptionStyle, everything), (measured) => {
    const sheets = composeSheets({ ...paper, record }, groups, remarks, measured);
    const style =
      paper.paper === 'a4' ? `${prescriptionStyle}@page { size: A4 landscape; }` : prescriptionStyle;
    return page(style, html`${sheets}`);
  });
}

function composeSheets(
  paper: PrescriptionPaper,
  groups: readonly (readonly Row[])[],
  remarks: readonly Row[],
  measured: Measured,
): Part[] {
  const { record } = paper;
  const symbols = paper.symbols?.symbols ?? [];
  const heightOf = (key: string) => measured.get(key)?.height ?? 0;
  const height = (row: Row) => heightOf(row.key);
  const space = heightOf('lines') - Math.max(height(endRow), height(continuedRow));
  const lines = paginate(groups, space, height);
  const notes = paginate(
    remarks.map((row) => [row]),
    heightOf('notes') - 3,
    height,
  );
  const of = Math.max(lines.length, notes.length);
  const accessSymbol = paper.symbols?.accessCodeSymbol
    ? symbol(paper.symbols.accessCodeSymbol, '引換番号', smallModuleMm)
    : null;
  const used = (lines.at(-1) ?? []).reduce((sum, row) => sum + height(row), 0);
  const inside = paper.paper === 'a5' && lines.length === of && fitsInside(symbols, space - used);
  const pictures = symbols.map((each, index) => captioned(each, index, symbols.length));
  const forms = Array.from({ length: of }, (_, index) => {
    const rows = lines[index] ?? [];
    const last = index === of - 1;
    return prescriptionSheet({
      record,
      number: index + 1,
      of,
      rows: [...rows, last ? endRow : continuedRow].map((row) => row.markup),
      remarks: (notes[index] ?? []).map((row) => row.markup),
      symbols: last && inside && symbols.length > 0 ? html`<div class="symbols">${pictures}</div>` : null,
      accessSymbol,
    });
  });
  const split = splitSheet(record);
  if (paper.paper === 'a5') {
    const apart = symbols.length > 0 && !inside ? [extraSheet(record, pictures)] : [];
    return [...forms, ...apart, split];
  }
  const halves = forms.map(
    (form, index) =>
      html`<div class="a4">${form}<aside>${index === 0 && symbols.length > 0 ? symbolsPart(record, pictures) : null}</aside></div>`,
  );
  return split === null ? halves : [...halves, html`<div class="a4">${split}<aside></aside></div>`];
}

/** The symbols are a copy of the words beside them; where they are less, the words count. */
function symbolRemark(symbols: PaperSymbols | null): string {
  if (symbols === null) return '二次元シンボルはありません。';
  return symbols.replacedCharacters.length === 0
    ? ''
    : `二次元シンボルでは「${symbols.replacedCharacters.join('')}」が■になっています。`;
}

function captioned(modules: Modules, index: number, of: number): Markup {
  const place = of === 1 ? '二次元シンボル' : `二次元シンボル ${index + 1}/${of}`;
  return html`<div>${symbol(modules, place)}<p>${place}</p></div>`;
}

function fitsInside(symbols: readonly Modules[], leftPixels: number): boolean {
  const sides = symbols.map((each) => symbolSizeMm(each));
  const across = sides.reduce((sum, side) => sum + side + 1, 0);
  return across <= symbolRowMm && (Math.max(0, ...sides) + symbolExtraMm) * pixelsPerMm <= leftPixels;
}

function symbolsPart(record: PrescriptionRecord, pictures: Part): Markup {
  return html`<h2>処方箋の二次元シンボル</h2><p class="who">${fullName(record.patient)} 様　${dateInWords(record.issuedOn)}交付　${record.facility.name}<br>薬局で処方箋といっしょにお出しください。</p><div class="grid">${pictures}</div>`;
}

function extraSheet(record: PrescriptionRecord, pictures: Part): Markup {
  return html`<section class="sheet extra" data-sheet="symbols"><div>${symbolsPart(record, pictures)}</div></section>`;
}
