import type { DispensedDrugRecord, DispensedRpRecord, MedicationRecord } from '@shirube/core/records';
import { describe, expect, it } from 'vitest';
import { readSj1 } from '../csv/read-sj1.ts';
import { writeSj1 } from '../csv/write-sj1.ts';
import { drug, prescription, rp } from '../testing/golden/golden.ts';
import { compareDispensing } from './compare-dispensing.ts';

const generic = { code: '2171022F2ZZZ', name: '【般】アムロジピン錠５ｍｇ' };
const prescribed = (...lines: Partial<MedicationRecord>[]) =>
  readSj1(
    writeSj1(
      prescription({
        rps: lines.map((line, index) => rp({ rpNumber: index + 1, medications: [drug(line)] })),
      }),
    ),
  );
const given = (change: Partial<DispensedDrugRecord> = {}, ofRp: Partial<DispensedRpRecord> = {}) => ({
  rpNumber: 1,
  drugs: [
    {
      name: 'アムロジピン錠５ｍｇ「サワイ」',
      amount: '1',
      unit: '錠',
      codeKind: '2' as const,
      code: '620007870',
      yjCode: null,
      supplements: [],
      cautions: [],
      ...change,
    },
  ],
  usage: null,
  quantity: '28',
  quantityUnit: '日分',
  form: '1',
  supplements: [],
  cautions: [],
  ...ofRp,
});
const other = {
  name: 'アムロジピン錠５ｍｇ「架空」',
  codeKind: '4' as const,
  code: '2171022F2999',
  yjCode: '2171022F2999',
};
const none = new Map<string, string>();

describe('what a pharmacy handed out beside what was prescribed', () => {
  it.each<[string, ReturnType<typeof prescribed>, DispensedRpRecord[]]>([
    ['the same code', prescribed({}), [given()]],
    ['the same name without a code', prescribed({}), [given({ codeKind: '1', code: '' })]],
    ['any brand of a 一般名', prescribed({ generic }), [given(other)]],
    ['the same number written otherwise', prescribed({ dose: '0.5' }), [given({ amount: '0.50' })]],
    ['another unit, which cannot be compared', prescribed({}), [given({ amount: '5', unit: 'ｍｇ' })]],
    [
      'the same drug in two RPs',
      prescribed({}, { dose: '2' }),
      [given(), given({ amount: '2' }, { rpNumber: 2 })],
    ],
  ])('is no change: %s', (_, before, after) => {
    expect(compareDispensing(before, after, none)).toEqual([]);
  });

  it('says another amount, also of a brand for a 一般名', () => {
    expect(compareDispensing(prescribed({ generic }), [given({ ...other, amount: '2' })], none)).toEqual([
      {
        kind: 'amount',
        prescribed: '【般】アムロジピン錠５ｍｇ 1錠',
        dispensed: 'アムロジピン錠５ｍｇ「架空」 2錠',
      },
    ]);
  });

  it('says other days', () => {
    expect(compareDispensing(prescribed({}), [given({}, { quantity: '14' })], none)).toMatchObject([
      {
        kind: 'days',
        prescribed: expect.stringMatching(/28日分$/),
        dispensed: expect.stringMatching(/14日分$/),
      },
    ]);
  });

  it('says another brand where the service told the code of what was prescribed', () => {
    const yjCodes = new Map([['1,1', '2171022F2289']]);
    expect(compareDispensing(prescribed({}), [given(other)], yjCodes)).toMatchObject([
      { kind: 'other_drug' },
    ]);
  });

  it('says what was left out and what was added', () => {
    const stranger = { name: '架空錠', code: '600000001' };
    expect(
      compareDispensing(
        prescribed({}, { name: '別の錠', receiptCode: '600000002' }),
        [given(), given(stranger)],
        none,
      ),
    ).toEqual([
      { kind: 'left_out', prescribed: '別の錠', dispensed: null },
      { kind: 'added', prescribed: null, dispensed: '架空錠' },
    ]);
  });
});
