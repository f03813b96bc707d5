import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LookAlikes, type NamedDrug, nameDistance, nameStem } from './look-alikes.ts';

const drug = (name: string, ingredientName: string, code: string): NamedDrug => ({
  name,
  ingredientName,
  ingredientCode: code,
  therapeuticClass: '薬効',
});

describe('nameStem', () => {
  it.each([
    ['アマリール１ｍｇ錠', 'アマリール'],
    ['アムロジピンＯＤ錠５ｍｇ「架空」', 'アムロジピン'],
    ['２ｍｇセルシン錠', 'セルシン'],
    ['ツムラ葛根湯エキス顆粒（医療用）', '葛根湯'],
    ['メトホルミン塩酸塩錠５００ｍｇＭＴ', 'メトホルミン'],
    ['散', '散'],
  ])('%s is %s', (name, stem) => {
    expect(nameStem(name)).toBe(stem);
  });
});

describe('look-alikes', () => {
  const formulary = new LookAlikes([
    drug('アマリール１ｍｇ錠', 'グリメピリド', '3961008'),
    drug('アルマール錠１０', 'アロチノロール塩酸塩', '2123014'),
    drug('タキソール注射液１００ｍｇ', 'パクリタキセル', '4240406'),
    drug('タキソテール点滴静注用８０ｍｇ', 'ドセタキセル', '4240405'),
    drug('ノルバスク錠５ｍｇ', 'アムロジピンベシル酸塩', '2171022'),
    drug('ノルバスクＯＤ錠５ｍｇ', 'アムロジピンベシル酸塩', '2171022'),
    drug('ノルバデックス錠２０ｍｇ', 'タモキシフェンクエン酸塩', '4291003'),
    drug('プレドニン錠５ｍｇ', 'プレドニゾロン', '2456001'),
    drug('プレドニゾロン錠５ｍｇ', 'プレドニゾロン', '2456001'),
    drug('カロナール錠５００', 'アセトアミノフェン', '1141007'),
  ]);
  const of = (name: string) => formulary.of(name).map((each) => each.name);

  it.each([
    ['アマリール３ｍｇ錠', 'アルマール'],
    ['タキソール注射液１００ｍｇ', 'タキソテール'],
    ['ノルバスク錠２．５ｍｇ', 'ノルバデックス'],
  ])('%s looks like %s, and the other way round', (name, other) => {
    expect(of(name)).toEqual([other]);
    expect(of(other)).toEqual([nameStem(name)]);
  });

  it('says what the other is', () => {
    expect(formulary.of('アマリール１ｍｇ錠')).toEqual([
      { name: 'アルマール', ingredientName: 'アロチノロール塩酸塩', therapeuticClass: '薬効' },
    ]);
  });

  it('does not hold another name of the same substance against a drug', () => {
    expect(of('プレドニン錠５ｍｇ')).toEqual([]);
    expect(of('カロナール錠５００')).toEqual([]);
  });

  const kana = fc.array(fc.constantFrom(...'アイルマノバスクデ'), { minLength: 2, maxLength: 7 });
  it('is symmetric, and finds every pair that is near', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          kana.map((letters) => letters.join('')),
          { maxLength: 12 },
        ),
        (names) => {
          const all = new LookAlikes(
            names.map((name, index) =>
              drug(name, `成分${'甲乙丙丁戊己庚辛壬癸子丑'[index]}`, `000000${index}`),
            ),
          );
          const pairs = (a: string) => all.all(a).map((each) => each.name);
          for (const a of names)
            for (const b of names) {
              if (a === b) continue;
              expect(nameDistance(a, b)).toBe(nameDistance(b, a));
              expect(pairs(a).includes(b)).toBe(nameDistance(a, b) !== null);
            }
        },
      ),
    );
  });
});
