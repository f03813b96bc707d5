import { describe, expect, it } from 'vitest';
import { classesOfDrug, classOfText } from './allergen-classes.ts';
import { allergyProblem, matchAllergy } from './allergy.ts';
import { checkOrder } from './check-order.ts';
import { buildDrugRuleIndex } from './rules/drug-rules.ts';
import { drug, pair } from './testing/drugs.ts';

const milk = buildDrugRuleIndex([
  {
    id: 'AL1',
    kind: 'allergen',
    prefixes: ['2312001'],
    severity: 'contraindicated',
    parameters: { name: '牛乳', allergenPrefixes: ['J9FB12', 'J9FB99'] },
    message: '牛乳のたんぱくを含みます。',
    basis: '電子添文',
  },
]);
const match = (yjCode: string, name: string, code: string, displayName: string) =>
  matchAllergy({ ...drug('x', yjCode, name), yjCode }, { code, displayName }, milk);

describe('allergies of a class', () => {
  it('a class named in words meets every drug of it, and needs no further question', () => {
    expect(
      match('1149019F1560', 'ロキソニン錠60mg', 'D9M000000000', 'NSAIDs（アスピリン喘息）'),
    ).toMatchObject({
      by: 'named_class',
    });
    expect(match('6132016F2020', 'フロモックス錠100mg', 'D9M000000000', 'セフェム系')).toMatchObject({
      by: 'named_class',
    });
    expect(match('6149003F2038', 'クラリス錠200', 'D9M000000000', 'セフェム系')).toBeNull();
    expect(allergyProblem({ code: 'D9M000000000', displayName: 'ペニシリン系' })).toBeNull();
    expect(allergyProblem({ code: 'D9M000000000', displayName: '白い錠剤' })).toContain(
      '名称でしか照合できません',
    );
  });

  it('a coded allergen meets other drugs of its class as a question', () => {
    expect(match('1149019F1560', 'ロキソニン錠60mg', 'YCM1147002F1560', 'ボルタレン錠25mg')).toMatchObject({
      by: 'class',
      group: { name: 'NSAIDs（非ステロイド性抗炎症薬）' },
    });
    expect(match('1141007F1063', 'カロナール錠200', 'YCM1147002F1560', 'ボルタレン錠25mg')).toBeNull();
    expect(match('1149038F1024', 'トラマールOD錠25mg', 'YCM1147002F1560', 'ボルタレン錠25mg')).toBeNull();
  });

  it('is inline for the class of a coded allergen and blocks for a named one', () => {
    const check = (code: string, displayName: string) =>
      checkOrder({
        order: [drug('order:1:1', '1149019F1560', 'ロキソニン錠60mg')],
        active: [],
        external: [],
        allergies: [{ code, displayName }],
        pairs: [pair('X', ['9999'], ['9998'])],
        pairsEdition: 'x',
      }).findings;
    expect(check('YCM1147002F1560', 'ボルタレン錠25mg')).toMatchObject([
      { kind: 'allergy', severity: 'caution', acceptKey: null },
    ]);
    expect(check('D9M000000000', '解熱鎮痛剤')).toMatchObject([
      { kind: 'allergy', severity: 'contraindicated' },
    ]);
  });

  it('compares names of three letters and more', () => {
    expect(match('6290004M1029', 'ゲル剤', 'D9M000000000', 'ゲル剤')).toEqual({ by: 'name' });
    expect(match('6290004M1029', 'ゲル', 'D9M000000000', 'ゲル剤')).toBeNull();
    expect(match('6290004M1029', 'ゲル剤', 'D9M000000000', 'ゲル')).toBeNull();
  });

  it('knows the classes by code and by word', () => {
    expect(classesOfDrug('3399007H1021').map((each) => each.name)).toEqual([
      'NSAIDs（非ステロイド性抗炎症薬）',
    ]);
    expect(classesOfDrug('6199104X1023').map((each) => each.name)).toContain('ペニシリン系');
    expect(classesOfDrug('2171022F1029')).toEqual([]);
    expect(classOfText('ＮＳＡＩＤ')?.name).toContain('NSAIDs');
    expect(classOfText('ピリン系')?.name).toBe('ピリン系');
    expect(classOfText('非ピリン系感冒剤')).toBeNull();
  });
});

describe('what a product is made from', () => {
  it('is said in the words of the table', () => {
    const { findings } = checkOrder({
      order: [drug('order:1:1', '2312001X1073', 'タンニン酸アルブミン')],
      active: [],
      external: [],
      allergies: [{ code: 'J9FB12110011', displayName: '牛乳' }],
      pairs: [pair('X', ['9999'], ['9998'])],
      pairsEdition: 'x',
      knowledge: { rules: milk, edition: 'e', dataDate: null },
    });
    expect(findings).toMatchObject([
      {
        kind: 'allergy',
        severity: 'contraindicated',
        message: '牛乳のたんぱくを含みます。',
        basis: '電子添文',
      },
    ]);
  });

  it('meets the recorded food, by the beginning of its code', () => {
    expect(match('2312001X1073', 'タンニン酸アルブミン', 'J9FB12110011', '牛乳')).toMatchObject({
      by: 'origin',
      severity: 'contraindicated',
      message: '牛乳のたんぱくを含みます。',
    });
    expect(match('2312001X1073', 'タンニン酸アルブミン', 'J9FB11120000', '豚肉')).toBeNull();
    expect(match('2316009F1022', 'ミヤBM錠', 'J9FB12110011', '牛乳')).toBeNull();
  });
});
