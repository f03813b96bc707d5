import { burdenClass } from '@shirube/core/records';
import { toHalfWidthKana } from '@shirube/terminology';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeShiftJis } from '../../csv/shift-jis.ts';
import { writePaperText, writeSj1 } from '../../csv/write-sj1.ts';
import { anyPrescription } from '../any-prescription.ts';
import { expectedMeaning, meaningOf } from './spec-meaning.ts';
import { parseRows } from './spec-parser.ts';

/** Every text of a meaning as a dialect says it. */
function said<Value>(value: Value, say: (text: string) => string): Value {
  if (typeof value === 'string') return say(value) as Value;
  if (Array.isArray(value)) return value.map((each) => said(each, say)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, said(each, say)])) as Value;
}

function kindOf(insurerNumber: string | undefined): string {
  if (insurerNumber?.length === 6 || insurerNumber?.startsWith('67')) return '2';
  return insurerNumber?.startsWith('39') ? '7' : '1';
}

it.each(['SJ1', 'JAHIS10'] as const)(
  'any prescription says the same to a parser that knows only the tables: %s',
  (dialect) => {
    fc.assert(
      fc.property(anyPrescription, (record) => {
        const bytes =
          dialect === 'SJ1'
            ? writeSj1(record)
            : Uint8Array.from(writePaperText(record).characters.flat()).slice(0, -1);
        const encoding = dialect === 'SJ1' ? 'utf-8' : 'shift_jis';
        const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
        const rows = parseRows(text.split(dialect === 'SJ1' ? '\n' : '\r\n').slice(0, -1), dialect);
        const say = (words: string) =>
          dialect === 'SJ1'
            ? words
            : encodeShiftJis(words).replaced.reduce((all, each) => all.replaceAll(each, '■'), words);
        const expected = {
          burden: burdenClass(record.patient, record.issuedOn),
          insuranceKind: kindOf(record.patient.coverage?.insurerNumber),
          kana: toHalfWidthKana,
        };
        expect(meaningOf(rows)).toEqual(
          said(
            expectedMeaning(record, dialect, expected, (words) => words),
            say,
          ),
        );
      }),
      { numRuns: 300 },
    );
  },
);
