import { describe, expect, it } from 'vitest';
import { baseNameOf, identityOf, isSameClass, sharedIngredient, systemicRouteOf } from './ingredients.ts';
import { buildDrugRuleIndex } from './rules/drug-rules.ts';
import { drug, yjCodeWith } from './testing/drugs.ts';

const rules = buildDrugRuleIndex([
  {
    id: 'CM1',
    kind: 'combination',
    prefixes: ['1180107'],
    severity: 'information',
    parameters: { components: ['サリチルアミド', 'アセトアミノフェン'] },
    message: 'PL',
    basis: '電子添文',
  },
]);
const identity = (prefix: string, ingredientName: string | null) =>
  identityOf(
    { ...drug('x', yjCodeWith(prefix), '薬', { ingredientName }), yjCode: yjCodeWith(prefix) },
    rules,
  );

describe('baseNameOf', () => {
  it.each([
    ['アムロジピンベシル酸塩', 'アムロジピン'],
    ['アトルバスタチンカルシウム水和物', 'アトルバスタチン'],
    ['ロキソプロフェンナトリウム水和物', 'ロキソプロフェン'],
    ['ｄ－クロルフェニラミンマレイン酸塩', 'クロルフェニラミン'],
    ['セマグルチド（遺伝子組換え）', 'セマグルチド'],
    ['ロサルタンカリウム', 'ロサルタン'],
    ['フェニトイン・フェノバルビタール配合剤', 'フェニトイン・フェノバルビタール'],
  ])('%s is %s', (name, base) => {
    expect(baseNameOf(name)).toBe(base);
  });

  it('may be short: 炭酸水素ナトリウム is 炭酸水素', () => {
    expect(baseNameOf('炭酸水素ナトリウム')).toBe('炭酸水素');
  });

  it.each(['塩化カリウム', 'アスパラギン酸カリウム', '酸化マグネシウム', 'アスコルビン酸', 'アスピリン'])(
    '%s is what it says',
    (name) => {
      expect(baseNameOf(name)).toBe(name);
    },
  );
});

describe('systemicRouteOf', () => {
  it.each([
    ['1149001', 'oral'],
    ['1149399', 'oral'],
    ['1149400', 'injection'],
    ['1149699', 'injection'],
    ['1149700', null],
    ['1149000', null],
    ['1149A01', null],
  ])('%s is %s', (code, route) => {
    expect(systemicRouteOf(`${code}F1011`)).toBe(route);
  });
});

describe('sharedIngredient', () => {
  it('finds the single ingredient inside a product of several, by the same route', () => {
    const combination = identity('2190101', 'アムロジピンベシル酸塩・アトルバスタチンカルシウム水和物');
    expect(sharedIngredient(identity('2171022', 'アムロジピンベシル酸塩'), combination)?.name).toBe(
      'アムロジピンベシル酸塩',
    );
    expect(sharedIngredient(combination, identity('2189015', 'アトルバスタチンカルシウム水和物'))?.name).toBe(
      'アトルバスタチンカルシウム水和物',
    );
    expect(sharedIngredient(combination, identity('2189017', 'ロスバスタチンカルシウム'))).toBeNull();
  });

  it('knows from our own table what a name does not tell', () => {
    expect(
      sharedIngredient(identity('1180107', '非ピリン系感冒剤'), identity('1141007', 'アセトアミノフェン')),
    ).toEqual({
      name: 'アセトアミノフェン',
    });
  });

  it('is not shared by another route, nor by drugs for external use', () => {
    expect(
      sharedIngredient(identity('1149019', 'ケトプロフェン'), identity('1149402', 'ケトプロフェン')),
    ).toBeNull();
    expect(
      sharedIngredient(identity('2649729', 'ケトプロフェン'), identity('1149702', 'ケトプロフェン')),
    ).toBeNull();
  });

  it('is named with the same code as well, without what stands around it', () => {
    const [one, other] = [identity('1149019', ' ロキソプロフェン '), identity('1149019', 'ロキソプロフェン')];
    expect(sharedIngredient(one, other)).toEqual({ name: 'ロキソプロフェン' });
  });

  it('may have a name of two letters, and none of one', () => {
    expect(sharedIngredient(identity('3179109', 'ビタミン・Ｂ６'), identity('3134001', 'Ｂ６'))).toEqual({
      name: 'Ｂ６',
    });
    expect(sharedIngredient(identity('3179109', 'ビタミン・Ｂ'), identity('3134001', 'Ｂ'))).toBeNull();
  });

  it('is shared by the same code without any name', () => {
    expect(sharedIngredient(identity('1149019', null), identity('1149019', null))).toEqual({ name: null });
    expect(sharedIngredient(identity('1149019', null), identity('1147002', null))).toBeNull();
  });
});

describe('isSameClass', () => {
  it('is the same 薬効分類 by the same route', () => {
    expect(isSameClass(identity('2149040', null), identity('2149048', null))).toBe(true);
    expect(isSameClass(identity('2149040', null), identity('2171022', null))).toBe(false);
    expect(isSameClass(identity('1149019', null), identity('1149402', null))).toBe(false);
    expect(isSameClass(identity('2649729', null), identity('2649735', null))).toBe(false);
  });

  it.each(['1190', '2190', '2399', '2590', '3969', '3999', '5200', '6199', '6250'])(
    'says nothing of the mixed drawer %s',
    (group) => {
      expect(isSameClass(identity(`${group}012`, null), identity(`${group}018`, null))).toBe(false);
    },
  );
});
