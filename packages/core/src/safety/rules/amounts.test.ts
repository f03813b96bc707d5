import { describe, expect, it } from 'vitest';
import { amountsOf, milligramsPerUnit, type Taking } from './amounts.ts';

describe('milligramsPerUnit', () => {
  it.each([
    ['２５ｍｇ１錠', 25],
    ['０．０６２５ｍｇ１錠', 0.0625],
    ['５０μｇ１錠', 0.05],
    ['２ｇ１包', 2000],
    ['１０ｍｇ２ｍＬ', 5],
    ['１０％１ｇ', 100],
    ['０．０５％１ｇ', 0.5],
    ['０．５％１０ｍＬ', 5],
    ['５００ｍｇ１錠（レボフロキサシンとして）', 500],
    ['１，０００ｍｇ１錠', 1000],
  ])('%s is %d mg a unit', (strength, milligrams) => {
    expect(milligramsPerUnit(strength)).toBeCloseTo(milligrams, 10);
  });

  it.each([
    '１錠',
    '１ｇ',
    '１０ｇ',
    '鉄５０ｍｇ１錠',
    '１０，０００単位１ｇ',
    '（１５０ｍｇ）１錠',
    '',
    '２８ブリスター１キット',
  ])('「%s」 does not tell', (strength) => {
    expect(milligramsPerUnit(strength)).toBeNull();
  });
});

const taking = (change: Partial<Taking> = {}): Taking => ({
  formClass: '1',
  dose: '6',
  unit: '錠',
  isTitre: false,
  conversionFactor: null,
  priceUnit: '錠',
  strength: '２００ｍｇ１錠',
  timesPerDay: 3,
  days: 7,
  ...change,
});

describe('amountsOf', () => {
  it('is a day as written and a use by the times a day', () => {
    expect(amountsOf(taking(), 'mg')).toEqual({ perDay: 1200, perUse: 400 });
    expect(amountsOf(taking({ formClass: '4' }), 'mg').perDay).toBe(1200);
    expect(amountsOf(taking({ timesPerDay: 1 }), 'mg')).toEqual({ perDay: 1200, perUse: 1200 });
    expect(amountsOf(taking(), '錠')).toEqual({ perDay: 6, perUse: 2 });
  });

  it('has no use without times, and no day for what is taken when needed', () => {
    expect(amountsOf(taking({ timesPerDay: null }), 'mg')).toEqual({ perDay: 1200, perUse: null });
    expect(amountsOf(taking({ timesPerDay: 0 }), 'mg').perUse).toBeNull();
    expect(amountsOf(taking({ formClass: '2', dose: '2' }), 'mg')).toEqual({ perDay: null, perUse: 400 });
  });

  it.each([
    ['external use', { formClass: '3' }],
    ['no dose yet', { dose: null }],
    ['no dose', { dose: '0' }],
    ['a strength that does not tell', { strength: '１錠' }],
    ['an unknown product', { strength: null }],
    ['another unit than the price list has', { unit: '包' }],
  ])('cannot be computed for %s', (_, change) => {
    expect(amountsOf(taking(change), 'mg')).toEqual({ perDay: null, perUse: null });
  });

  it('takes 力価 as it stands, and converts other units by their factor', () => {
    expect(amountsOf(taking({ isTitre: true, dose: '0.3', unit: 'ｇ' }), 'mg').perDay).toBe(300);
    expect(amountsOf(taking({ isTitre: true, dose: '30', unit: '錠' }), 'mg').perDay).toBeNull();
    expect(amountsOf(taking({ isTitre: true, dose: '30', unit: 'ｍｇ' }), '錠').perDay).toBeNull();
    expect(
      amountsOf(
        taking({
          unit: '滴',
          dose: '20',
          conversionFactor: '0.05',
          priceUnit: 'ｍＬ',
          strength: '１％１ｍＬ',
        }),
        'mg',
      ).perDay,
    ).toBeCloseTo(10);
    expect(
      amountsOf(taking({ unit: '滴', dose: '20', conversionFactor: '0.05', priceUnit: 'ｍＬ' }), 'ｍＬ')
        .perDay,
    ).toBeCloseTo(1);
  });

  it('does not take one price-list unit for another', () => {
    expect(amountsOf(taking(), '包')).toEqual({ perDay: null, perUse: null });
  });
});
