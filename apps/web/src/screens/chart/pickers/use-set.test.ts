import { draftRpSchema, orderDraftSchema } from '@shirube/core/prescribing/draft';
import { describe, expect, it } from 'vitest';
import { addRps, type SetProblem, type UsedSet, withReplacements } from './use-set.ts';

const line = (n: number, more: Record<string, unknown> = {}) => ({
  clientId: `00000000-0000-4000-8000-00000000000${n}`,
  yjCode: '1124007F2026',
  receiptCode: '1',
  name: '古い薬',
  ingredientName: '成分',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...more,
});
const rp = draftRpSchema.parse({
  clientId: '00000000-0000-4000-8000-000000000009',
  formClass: '1',
  quantity: 7,
  usage: null,
  medications: [],
});
const left = draftRpSchema.shape.medications.element.parse(
  line(1, { substitution: { kind: 'no_generic', reason: '理由' } }),
);
const drug = (unit: string) =>
  ({
    yjCode: '1124007F1020',
    receiptCode: '2',
    name: '新しい薬０．２５ｍｇ錠',
    ingredientName: '成分',
    unit,
    unitCode: null,
    generic: null,
  }) as SetProblem['replacements'][number];
const used: UsedSet = {
  name: 'セット',
  rps: [rp],
  problems: [{ kind: 'ended', message: '', rpClientId: rp.clientId, line: left, replacements: [drug('錠')] }],
};

describe('using a set', () => {
  it('leaves out what nothing was chosen for, and the RP that is empty by that', () => {
    const order = orderDraftSchema.parse({});
    expect(addRps(order, withReplacements(used, new Map())).rps).toEqual([]);
  });

  it('takes over the chosen drug with the amount, and without what was said of the other product', () => {
    const [with1] = withReplacements(used, new Map([[left.clientId, drug('錠')]]));
    expect(with1?.medications).toMatchObject([
      { yjCode: '1124007F1020', name: '新しい薬0.25mg錠', dose: '1', substitution: null },
    ]);
  });

  it('asks for the amount again in another unit', () => {
    const [with1] = withReplacements(used, new Map([[left.clientId, drug('ｇ')]]));
    expect(with1?.medications[0]).toMatchObject({ unit: 'ｇ', dose: null });
  });
});
