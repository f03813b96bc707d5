import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderDrugs } from '../order-drugs.ts';
import {
  type DraftMedication,
  type DraftRp,
  draftToRps,
  encounterDraftSchema,
  normalizeDose,
  plainLine,
  plainOptions,
  plainRp,
} from './draft.ts';
import { medicationPeriod, orderSha256, validateDraftOrder, validUntil } from './order.ts';
import { DOSE_PATTERN } from './record-limits.ts';

const medication: DraftMedication = {
  clientId: '0197a5f0-0000-7000-8000-000000000001',
  yjCode: '1124007F2026',
  receiptCode: '611120055',
  name: 'ハルシオン0.25mg錠',
  ingredientName: 'トリアゾラム',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...plainLine,
};
const rp: DraftRp = {
  clientId: '0197a5f0-0000-7000-8000-000000000002',
  formClass: '1',
  ...plainRp,
  quantity: 7,
  usage: { code: '1011100000000000', text: '１日１回就寝前　服用', timesPerDay: 1 },
  medications: [medication],
};

describe('medicationPeriod', () => {
  it.each([
    ['内服 for its days, the first one included', '1', 7, '2026-11-26'],
    ['内服 for one day', '1', 1, '2026-11-20'],
    ['内服滴剤 for its days', '4', 30, '2026-12-19'],
    ['頓服 for the fixed 14 days', '2', 5, '2026-12-03'],
    ['外用 for the fixed 14 days', '3', 1, '2026-12-03'],
    ['注射 for the fixed 14 days', '5', 60, '2026-12-03'],
  ])('%s', (_, formClass, quantity, to) => {
    expect(medicationPeriod(formClass, quantity, '2026-11-20')).toEqual({ from: '2026-11-20', to });
  });

  it('crosses months and years', () => {
    expect(medicationPeriod('1', 90, '2027-12-01').to).toBe('2028-02-28');
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a quantity of %d', (quantity) => {
    expect(() => medicationPeriod('1', quantity, '2026-11-20')).toThrow(RangeError);
  });
});

it('a prescription is valid for 4 days with the day of issue', () => {
  expect(validUntil('2026-11-20')).toBe('2026-11-23');
  expect(validUntil('2026-12-30')).toBe('2027-01-02');
});

describe('validateDraftOrder', () => {
  it('has nothing to say about a complete order, nor about an RP that was opened and left empty', () => {
    expect(validateDraftOrder([rp, { ...rp, usage: null, quantity: null, medications: [] }])).toEqual([]);
  });

  it.each([
    ['no usage', { usage: null }, 'RP1 の用法を選んでください。'],
    ['no days', { quantity: null }, 'RP1 の日数を入力してください。'],
    ['no times', { formClass: '2' as const, quantity: null }, 'RP1 の回数を入力してください。'],
    ['no amount', { formClass: '3' as const, quantity: null }, 'RP1 の数量を入力してください。'],
    [
      'no dose',
      { medications: [{ ...medication, dose: null }] },
      'RP1 ハルシオン0.25mg錠 の用量を入力してください。',
    ],
    [
      'a dose of zero',
      { medications: [{ ...medication, dose: '0.0' }] },
      'RP1 ハルシオン0.25mg錠 の用量を入力してください。',
    ],
  ])('%s is an error that names its row', (_, change, message) => {
    expect(validateDraftOrder([{ ...rp, ...change }])).toMatchObject([{ severity: 'error', message }]);
  });

  it('warns about more than 90 days of tablets, not about 100 g of ointment', () => {
    expect(validateDraftOrder([{ ...rp, quantity: 90 }])).toEqual([]);
    expect(validateDraftOrder([{ ...rp, quantity: 91 }])).toMatchObject([{ severity: 'warning' }]);
    expect(validateDraftOrder([{ ...rp, formClass: '3', quantity: 100 }])).toEqual([]);
  });
});

describe('orderSha256', () => {
  const patient = '0197a5f0-0000-7000-8000-00000000000a';
  const hash = orderSha256(patient, [rp]);

  it('stays the same for the same order, however it came about', () => {
    const rebuilt: DraftRp = {
      ...rp,
      clientId: '0197a5f0-0000-7000-8000-0000000000ff',
      medications: [{ ...medication, clientId: '0197a5f0-0000-7000-8000-0000000000fe', dose: '01.00' }],
    };
    expect(orderSha256(patient, [rebuilt, { ...rp, medications: [] }])).toBe(hash);
    // Stored with every check: a new version of the program must give the same value for the same order.
    expect(hash).toBe('e6c97be993fa455eaabf0e62f28efc1304bb9a20a97f97fc33d9ffa5e77cb698');
  });

  it.each([
    ['patient', orderSha256('0197a5f0-0000-7000-8000-00000000000b', [rp])],
    ['days', orderSha256(patient, [{ ...rp, quantity: 8 }])],
    ['form', orderSha256(patient, [{ ...rp, formClass: '2' }])],
    ['usage', orderSha256(patient, [{ ...rp, usage: { ...rp.usage!, code: '1012040400000000' } }])],
    ['drug', orderSha256(patient, [{ ...rp, medications: [{ ...medication, yjCode: '6290004M1029' }] }])],
    ['dose', orderSha256(patient, [{ ...rp, medications: [{ ...medication, dose: '2' }] }])],
    ['lines', orderSha256(patient, [{ ...rp, medications: [medication, medication] }])],
    ['grouping', orderSha256(patient, [rp, rp])],
  ])('differs by %s', (_, other) => {
    expect(other).not.toBe(hash);
  });
});

describe('drafts', () => {
  it('an empty draft is complete by its defaults', () => {
    expect(encounterDraftSchema.parse({})).toEqual({
      soap: { subjective: '', objective: '', assessment: '', plan: '' },
      conditions: [],
      rps: [],
      issueType: 'electronic',
      options: plainOptions,
      oralConsent: false,
      decisions: [],
    });
  });

  it('keeps what is clicked so far, and comes back from storage as it was', () => {
    const content = encounterDraftSchema.parse({
      rps: [{ ...rp, usage: null, quantity: null, medications: [{ ...medication, dose: null }] }],
    });
    expect(encounterDraftSchema.parse(JSON.parse(JSON.stringify(content)))).toEqual(content);
  });

  // @proves V2.3.2
  it('refuses texts beyond what the record can hold', () => {
    const soap = (length: number) =>
      encounterDraftSchema.safeParse({ soap: { subjective: 'あ'.repeat(length) } }).success;
    expect([soap(20_000), soap(20_001)]).toEqual([true, false]);
    for (const change of [
      { name: 'あ'.repeat(101) },
      { yjCode: '1'.repeat(13) },
      { dose: '1e3' },
      { dose: '-1' },
    ])
      expect(
        encounterDraftSchema.safeParse({ rps: [{ ...rp, medications: [{ ...medication, ...change }] }] })
          .success,
      ).toBe(false);
  });

  it('numbers RPs and lines from 1 in the order of the screen, without the empty ones', () => {
    const rps = draftToRps([
      { ...rp, medications: [] },
      { ...rp, medications: [medication, medication] },
      rp,
    ]);
    expect(rps.map((each) => [each.rpNumber, each.medications.map((line) => line.itemNumber)])).toEqual([
      [1, [1, 2]],
      [2, [1]],
    ]);
    expect(JSON.stringify(rps)).not.toContain('clientId');
  });

  it('does not confirm what is incomplete', () => {
    expect(() => draftToRps([{ ...rp, usage: null }])).toThrow(TypeError);
    expect(() => draftToRps([{ ...rp, medications: [{ ...medication, dose: null }] }])).toThrow(TypeError);
  });

  it('writes a dose as the record table wants it, without changing its value', () => {
    const dose = fc.stringMatching(/^\d{1,6}(\.\d{1,5})?$/);
    fc.assert(
      fc.property(dose, (text) => {
        expect(normalizeDose(text)).toMatch(DOSE_PATTERN);
        expect(Number(normalizeDose(text))).toBe(Number(text));
      }),
    );
  });
});

it('a drug that is written as a material is not passed over', () => {
  const asMaterial = { ...rp, medications: [{ ...medication, kind: 'material' as const }] };
  expect(validateDraftOrder([asMaterial])).toMatchObject([{ at: medication.clientId, severity: 'error' }]);
  expect(orderDrugs([asMaterial], [], '2026-11-20')).toMatchObject([{ yjCode: medication.yjCode }]);
});
