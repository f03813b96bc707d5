import { readdirSync, readFileSync } from 'node:fs';
import { toHalfWidthKana } from '@shirube/terminology';
import { describe, expect, it } from 'vitest';
import { writeInHouse, writePaperText, writeSj1 } from '../../csv/write-sj1.ts';
import { paperSymbols } from '../../qr/paper-symbols.ts';
import { readSeries } from '../symbols.ts';
import { goldens } from './index.ts';
import { expectedMeaning, meaningOf } from './spec-meaning.ts';
import { parseRows } from './spec-parser.ts';

/** 一部負担区分 and 保険種別 are not in the prescription: they follow from age and insurer number, said here by hand. */
const said: Readonly<Record<string, { burden?: string; insuranceKind?: string }>> = {
  'elderly-ordinary': { burden: '1' },
  'elderly-seven-tenths': { burden: '2' },
  preschool: { burden: '3' },
  'late-elderly-eight-tenths': { burden: '5', insuranceKind: '7' },
  'national-health': { insuranceKind: '2' },
};
const expectedOf = (name: string) => ({
  burden: said[name]?.burden ?? null,
  insuranceKind: said[name]?.insuranceKind ?? '1',
  kana: toHalfWidthKana,
});
/** 外字 have no place in either dialect; what Shift_JIS lacks has none on paper. */
const inUnicode = (text: string) => text.replace(/\p{Co}/gu, '■');
const onPaper = (text: string) => inUnicode(text).replaceAll('𠮷', '■');

const folder = new URL('expected/', import.meta.url);
const expectedBytes = (name: string) => readFileSync(new URL(`${name}.csv`, folder));
const electronicLines = (bytes: Uint8Array) => {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  expect(text).not.toMatch(/\r|\ufeff/);
  expect(text.endsWith('\n')).toBe(true);
  return text.slice(0, -1).split('\n');
};

it('has sixty golden prescriptions and more, each named once, each with its file', () => {
  const names = goldens.map((each) => each.name);
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
  expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.csv`).sort());
});

it('lists them in the table beside them', () => {
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => /^\| [a-z]/.test(line))
    .slice(1);
  expect(rows).toEqual(
    goldens.map((each) => `| ${each.name} | ${each.feature} | ${each.records.join(', ')} |`),
  );
});

it('has a golden prescription for every record of the tables', () => {
  const about = new Set(goldens.flatMap((each) => each.records));
  const tables = [
    1, 2, 3, 4, 5, 11, 12, 13, 14, 21, 22, 23, 24, 25, 27, 28, 29, 30, 31, 51, 52, 61, 62, 63, 64, 81, 82,
    101, 102, 111, 181, 201, 211, 221, 231, 241, 281, 301, 302,
  ];
  expect([...about].sort((one, other) => one - other)).toEqual(tables);
});

describe.each(goldens)('$name: $feature', ({ name, records, prescription }) => {
  it('is written byte by byte as expected', () => {
    expect(Buffer.from(writeSj1(prescription)).equals(expectedBytes(name))).toBe(true);
  });

  it('says the same to a parser that knows only the tables', () => {
    const rows = parseRows(electronicLines(expectedBytes(name)), 'SJ1');
    const numbers = new Set(rows.map((row) => Number(row.number)));
    for (const record of records) expect(numbers).toContain(record);
    expect(meaningOf(rows)).toEqual(expectedMeaning(prescription, 'SJ1', expectedOf(name), inUnicode));
  });

  it('says the same on paper, read from its symbols', async () => {
    const { symbols, replacedCharacters } = paperSymbols(prescription);
    const bytes = await readSeries(symbols);
    expect(bytes).toEqual(Uint8Array.from(writePaperText(prescription).characters.flat()));
    expect(bytes.at(-1)).toBe(0x1a);
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes.slice(0, -1));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const rows = parseRows(text.slice(0, -2).split('\r\n'), 'JAHIS10');
    expect(meaningOf(rows)).toEqual(expectedMeaning(prescription, 'JAHIS10', expectedOf(name), onPaper));
    expect(replacedCharacters.join('')).toBe(name === 'patient-beyond-shift-jis' ? '𠮷' : '');
  });

  it('leaves out what only a pharmacy needs when dispensed at the clinic', () => {
    const rows = parseRows(electronicLines(writeInHouse(prescription)), 'SJ1');
    expect(meaningOf(rows)).toEqual(
      expectedMeaning(
        {
          ...prescription,
          validUntil: new Date(Date.parse(prescription.issuedOn) + 3 * 86_400_000).toISOString().slice(0, 10),
          leftover: null,
          split: null,
          refillCount: null,
          accessCode: null,
          rps: prescription.rps.map((rp) => ({ ...rp, splitQuantities: null })),
        },
        'SJ1',
        expectedOf(name),
        inUnicode,
      ),
    );
  });
});
