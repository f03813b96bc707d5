import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MedicationRecord, plainLine, plainRp, type RpRecord } from '../../records/index.ts';
import { draftRpSchema, draftToRps, plainOptions } from './draft.ts';
import { type LineToday, orderOfToday, repeatedOptions, rpsToDraft } from './past-order.ts';

const line = (itemNumber: number, change: Partial<MedicationRecord> = {}): MedicationRecord => ({
  itemNumber,
  ...plainLine,
  yjCode: '2171022F1029',
  receiptCode: '612170709',
  name: 'アムロジピン錠５ｍｇ',
  ingredientName: 'アムロジピンベシル酸塩',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...change,
});

const rp = (rpNumber: number, medications: MedicationRecord[]): RpRecord => ({
  rpNumber,
  formClass: '1',
  ...plainRp,
  quantity: 28,
  usage: { code: '1011000400000000', text: '１日１回朝食後　服用', timesPerDay: 1 },
  medications,
});

const today = (change: Partial<NonNullable<LineToday['drug']>> = {}): LineToday => ({
  rpNumber: 1,
  itemNumber: 1,
  drug: {
    name: 'アムロジピン錠５ｍｇ',
    receiptCode: '612170709',
    unit: '錠',
    unitCode: 'TAB',
    ended: false,
    successor: null,
    ...change,
  },
  usage: { text: '１日１回朝食後　服用', timesPerDay: 1, ended: false },
});

const doses = fc.constantFrom('0.5', '1', '1.5', '2', '10');
const lines = fc.record({
  dose: doses,
  generic: fc.constantFrom(null, { code: '2171022F1ZZZ', name: '【般】アムロジピン錠５ｍｇ' }),
  substitution: fc.constantFrom(null, { kind: 'no_generic' as const, reason: '安定しているため' }),
  unevenDoses: fc.option(
    fc.array(fc.record({ dose: doses, code: fc.constant(null) }), { minLength: 2, maxLength: 5 }),
  ),
  burden: fc.constantFrom(null, { first: true, second: false, third: false, special: false }),
  supplements: fc
    .boolean()
    .map((crushed) => (crushed ? [{ kind: 'crush' as const, text: '粉砕', code: null }] : [])),
});
const records = fc
  .array(fc.array(lines, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
  .map((rps) =>
    rps.map((each, index) =>
      rp(
        index + 1,
        each.map((change, item) => line(item + 1, change)),
      ),
    ),
  );

describe('an issued prescription as a draft', () => {
  it('comes back as the same prescription, with every feature', () => {
    fc.assert(
      fc.property(records, (rps) => {
        const drafts = rpsToDraft(rps);
        for (const draft of drafts) draftRpSchema.parse(draft);
        expect(draftToRps(drafts)).toEqual(rps);
      }),
    );
  });

  it('gives every RP and line an id of its own', () => {
    const drafts = rpsToDraft([rp(1, [line(1), line(2)]), rp(2, [line(1)])]);
    const ids = drafts.flatMap((each) => [each.clientId, ...each.medications.map((drug) => drug.clientId)]);
    expect(new Set(ids).size).toBe(5);
  });

  it('repeats remarks, refill and leftover, and nothing that was said about one day', () => {
    const options = {
      ...plainOptions,
      remarks: [{ kind: null, text: '家族が受け取る' }],
      refillCount: 3,
      leftover: 'inform' as const,
      split: { times: 3, current: 2 },
      labValues: ['eGFR 58'],
      clinicalNotes: [{ drugName: null, comment: '腎機能低下' }],
      narcoticLicence: '第1号',
      validUntil: '2026-11-30',
    };
    expect(repeatedOptions(options)).toEqual({
      ...plainOptions,
      remarks: options.remarks,
      refillCount: 3,
      leftover: 'inform',
    });
  });
});

describe('what has changed since', () => {
  it('is nothing when the masters say the same', () => {
    const { rps, changes } = orderOfToday([rp(1, [line(1)])], [today()]);
    expect(changes).toEqual([]);
    expect(rps[0]?.medications[0]).toMatchObject({ name: 'アムロジピン錠5mg', dose: '1' });
  });

  it('names the successor of a drug that is no longer in force', () => {
    const successor = { yjCode: '2171022F1037', name: 'アムロジピン錠５ｍｇ「標」' };
    const { rps, changes } = orderOfToday([rp(1, [line(1)])], [today({ ended: true, successor })]);
    expect(changes).toMatchObject([
      { at: rps[0]?.medications[0]?.clientId, kind: 'drug_ended', successor: { yjCode: successor.yjCode } },
    ]);
    expect(changes[0]?.message).toContain('アムロジピン錠5mg「標」 に替えられます');
  });

  it('tells that a drug is in no master any more', () => {
    const { changes } = orderOfToday([rp(1, [line(1)])], [{ ...today(), drug: null }]);
    expect(changes).toMatchObject([{ kind: 'drug_ended', successor: null }]);
  });

  it('takes the new name', () => {
    const { rps, changes } = orderOfToday(
      [rp(1, [line(1)])],
      [today({ name: 'アムロジピン錠５ｍｇ「標」' })],
    );
    expect(changes).toMatchObject([{ kind: 'drug_renamed' }]);
    expect(rps[0]?.medications[0]?.name).toBe('アムロジピン錠5mg「標」');
  });

  it('takes a dose out whose unit has changed: the number would mean something else', () => {
    const { rps, changes } = orderOfToday([rp(1, [line(1)])], [today({ unit: 'ｇ', unitCode: 'G' })]);
    expect(changes).toMatchObject([{ kind: 'unit_changed' }]);
    expect(rps[0]?.medications[0]).toMatchObject({ dose: null, unit: 'ｇ', unitCode: 'G' });
  });

  it('leaves a dose in another unit alone while what it becomes is still the price unit', () => {
    const inGrams = line(1, { dose: '2', unit: 'ｇ', conversion: { factor: '10', priceUnit: '錠' } });
    const { rps, changes } = orderOfToday([rp(1, [inGrams])], [today()]);
    expect(changes).toEqual([]);
    expect(rps[0]?.medications[0]).toMatchObject({ dose: '2', unit: 'ｇ' });
  });

  it('asks for the usage again when its code is gone', () => {
    const { rps, changes } = orderOfToday([rp(1, [line(1)])], [{ ...today(), usage: null }]);
    expect(changes).toMatchObject([{ at: rps[0]?.clientId, kind: 'usage_ended' }]);
    expect(rps[0]?.usage).toBeNull();
  });

  it('compares a material with nothing', () => {
    const needle = line(1, { kind: 'material', yjCode: '', receiptCode: '777770000', name: '注射針' });
    const { rps, changes } = orderOfToday(
      [rp(1, [needle])],
      [{ rpNumber: 1, itemNumber: 1, drug: null, usage: null }],
    );
    expect(changes).toEqual([]);
    expect(rps[0]?.usage).not.toBeNull();
  });
});
