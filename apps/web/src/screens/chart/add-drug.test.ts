import { orderDraftSchema } from '@shirube/core/prescribing/draft';
import { validateDraftOrder } from '@shirube/core/prescribing/rules';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { describe, expect, it } from 'vitest';
import { addDrug, addMaterial } from './order-actions.ts';

const hit: DrugHit = {
  yjCode: '1319739Q1028',
  receiptCode: '1',
  name: '架空点眼液０．００５％',
  ingredientName: '成分',
  strength: '',
  dosageForm: '点眼・点耳',
  routeClass: '外用',
  unit: 'ｍＬ',
  unitCode: null,
  isGeneric: false,
  isCommon: false,
  controlledKind: null,
  generic: { code: '1319739QAZZZ', name: '【般】架空点眼液' },
  usual: null,
};
const added = (drug: Parameters<typeof addDrug>[1]) => addDrug(orderDraftSchema.parse({}), drug).rps[0];

describe('a drug that was picked', () => {
  it('is of the form of its route where its usual way is not known, and has nothing to count when it is a total', () => {
    expect(added(hit)).toMatchObject({ formClass: '3', quantity: 1, usage: null });
    expect(added({ ...hit, routeClass: '注射' })).toMatchObject({ formClass: '5', quantity: 1 });
    expect(added({ ...hit, routeClass: '内用' })).toMatchObject({ formClass: '1', quantity: null });
  });

  it('comes complete when its usual way is known', () => {
    const usual = {
      dose: '1',
      usageCode: '1050110000000000',
      usageText: '内服・経口・疼痛時',
      timesPerDay: null,
      quantity: 10,
      formClass: '2',
    };
    expect(added({ ...hit, usual })).toMatchObject({
      formClass: '2',
      quantity: 10,
      usage: { code: '1050110000000000' },
      medications: [{ dose: '1' }],
    });
  });

  it('is written by product, or by its 一般名 where that was chosen and there is one', () => {
    expect(added(hit)?.medications[0]?.generic).toBeNull();
    expect(added({ ...hit, prescribeAs: 'generic' })?.medications[0]?.generic).toEqual(hit.generic);
    expect(added({ ...hit, generic: null, prescribeAs: 'generic' })?.medications[0]?.generic).toBeNull();
  });
});

describe('a 医療材料', () => {
  it('becomes an RP of its own that is counted by its total and waits for its usage', () => {
    const { rps } = addMaterial(orderDraftSchema.parse({}), { name: 'ペンニードル', unit: '本' });
    expect(rps).toMatchObject([
      {
        formClass: '6',
        quantity: 1,
        usage: null,
        medications: [{ kind: 'material', yjCode: '', unit: '本' }],
      },
    ]);
    expect(validateDraftOrder(rps).map((problem) => problem.message)).toEqual([
      'RP1 の用法を選んでください。',
    ]);
  });
});
