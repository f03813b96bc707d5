import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingPart, strengthInWords, usualInWords } from './drug-words.ts';

describe('the words beside a drug', () => {
  it.each([
    ['１０ｍｇ１錠', '10mg'],
    ['２．５ｍｇ１錠', '2.5mg'],
    ['１％１ｇ', '1%'],
    ['２ｇ１包', '2g'],
    ['１錠', '1錠'],
    ['１ｇ', '1g'],
    ['２０ｍｇ１ｍＬ１管', '20mg1mL'],
  ])('%s is shown as %s', (strength, shown) => {
    expect(strengthInWords(strength)).toBe(shown);
  });

  const usual = {
    dose: '3',
    usageCode: 'x',
    usageText: '内服・経口・１日３回朝昼夕食後',
    timesPerDay: 3,
    quantity: 7,
  };
  it.each([
    ['1', '1日3錠　1日3回朝昼夕食後　7日分'],
    ['2', '1回3錠　1日3回朝昼夕食後　7回分'],
    ['3', '全量3錠　1日3回朝昼夕食後'],
  ])('a usual way of 剤形区分 %s is %s', (formClass, words) => {
    expect(usualInWords({ unit: '錠', usual: { ...usual, formClass } })).toBe(words);
  });

  it('says nothing where nothing is usual', () => {
    expect(usualInWords({ unit: '錠', usual: null })).toBeNull();
  });
});

describe('differingPart', () => {
  it('is what tells two names apart', () => {
    expect(differingPart('ノルバスク', 'ノルバデックス')).toEqual({
      before: 'ノルバ',
      differs: 'スク',
      after: '',
    });
    expect(differingPart('タキソテール', 'タキソール')).toEqual({
      before: 'タキソ',
      differs: 'テ',
      after: 'ール',
    });
    expect(differingPart('リピトール', 'リボトリール')).toEqual({
      before: 'リ',
      differs: 'ピト',
      after: 'ール',
    });
  });

  it('puts every name together again', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (name, other) => {
        const { before, differs, after } = differingPart(name, other);
        expect(before + differs + after).toBe(name);
        expect(differs === '' && before + after === other).toBe(name === other);
      }),
    );
  });
});
