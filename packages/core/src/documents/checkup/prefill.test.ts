import { describe, expect, it } from 'vitest';
import type { LabReportRecord, LabValue } from '../../records/lab.ts';
import { prefilledEntries } from './prefill.ts';
import type { CheckupRow } from './schema.ts';

const line = (key: string, more: Partial<CheckupRow>): CheckupRow => ({
  key,
  codeSystem: 'checkup',
  name: key,
  kind: 'quantity',
  isQuestion: false,
  unit: 'U/L',
  ucum: 'U/L',
  choiceTable: null,
  choices: [],
  methods: [{ itemCode: key, method: null }],
  group: null,
  finding: null,
  ...more,
});
const AST = line('3B035000002327201', {
  methods: [
    { itemCode: '3B035000002327201', method: null },
    { itemCode: '3B035000002399901', method: { code: '3B03520009', name: 'その他' } },
  ],
});
const PROTEIN = line('1A010000000191111', {
  kind: 'coded',
  choices: ['－', '±', '＋', '＋＋', '＋＋＋'].map((name, index) => ({
    code: String(index + 1),
    name,
    ordinal: index + 1,
  })),
});

const reported = (jlac10: string, value: LabValue, collectedAt = '2026-11-10'): LabReportRecord =>
  ({
    reportId: jlac10,
    collectedAt,
    results: [{ jlac10, status: 'final', value, referenceLow: null, referenceHigh: null }],
  }) as unknown as LabReportRecord;
const filled = (...labReports: LabReportRecord[]) =>
  prefilledEntries([AST, PROTEIN], { labReports, measures: [], today: '2026-11-20' });
const quantity = (value: string, ucum = 'U/L'): LabValue => ({
  kind: 'quantity',
  value,
  comparator: null,
  unit: ucum,
  ucum,
});

describe('a laboratory result', () => {
  it('stands under 「その他」 when its method has no code of its own', () => {
    expect(filled(reported('3B035000002327301', quantity('24')))).toMatchObject([
      { itemCode: '3B035000002399901', value: '24' },
    ]);
  });

  it('of another unit, material or kind is not taken over', () => {
    expect(filled(reported('3B035000002327201', quantity('0.4', 'ukat/L')))).toEqual([]);
    expect(filled(reported('3B035000000127201', quantity('24')))).toEqual([]);
    expect(filled(reported('3B035000002327201', { kind: 'text', text: '24' }))).toEqual([]);
    expect(filled(reported('3B035000002327201', { kind: 'absent', reason: '溶血' }))).toEqual([]);
  });

  it('is the newest one, and none that is older than the check-up can be', () => {
    const code = '3B035000002327201';
    expect(
      filled(reported(code, quantity('20'), '2026-10-01'), reported(code, quantity('30'), '2026-11-19')),
    ).toMatchObject([{ value: '30', source: { on: '2026-11-19' } }]);
    expect(filled(reported(code, quantity('20'), '2026-08-21'))).toEqual([]);
    expect(filled(reported(code, quantity('20'), '2026-11-21'))).toEqual([]);
  });

  it.each([
    ['(-)', '1'],
    ['－', '1'],
    ['(±)', '2'],
    ['+-', '2'],
    ['(1+)', '3'],
    ['＋', '3'],
    ['２＋', '4'],
    ['3+', '5'],
  ])('%s is choice %s', (text, code) => {
    const value: LabValue = { kind: 'coded', table: 'urine', code: '0', text };
    expect(filled(reported('1A010000000191111', value))).toMatchObject([{ value: code }]);
  });

  it('that no choice says is left to whoever enters it', () => {
    expect(filled(reported('1A010000000191111', { kind: 'text', text: '(4+)' }))).toEqual([]);
    expect(filled(reported('1A010000000191111', { kind: 'text', text: '陽性' }))).toEqual([]);
  });
});
