import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type InsuranceKey, isSameInsurance, lastDayOfReplaced, mayBeSameInsured } from './insurance-key.ts';

const key: InsuranceKey = {
  insurerNumber: '01139906',
  symbol: '21700023',
  number: '4127',
  branchNumber: '00',
};

describe('an insurance', () => {
  it.each<[string, Partial<InsuranceKey>]>([
    ['full-width digits', { symbol: '２１７０００２３', number: '４１２７', branchNumber: '００' }],
    ['spaces', { symbol: ' 21700023 ', number: '41 27' }],
    ['one digit of 枝番', { branchNumber: '0' }],
  ])('is the same with %s', (_, change) => {
    expect(isSameInsurance(key, { ...key, ...change })).toBe(true);
  });

  it('of 国民健康保険 is the same in a field of eight', () => {
    const six = { ...key, insurerNumber: '138057', symbol: null };
    expect(isSameInsurance(six, { ...six, insurerNumber: '00138057', symbol: '' })).toBe(true);
    expect(isSameInsurance(six, { ...six, insurerNumber: '  138057' })).toBe(true);
  });

  it.each<[string, Partial<InsuranceKey>]>([
    ['insurer', { insurerNumber: '06139901' }],
    ['symbol: numbers begin at 1 in every company', { symbol: '21700024' }],
    ['number', { number: '4128' }],
    ['branch number', { branchNumber: '01' }],
  ])('is another one with another %s', (_, change) => {
    expect(isSameInsurance(key, { ...key, ...change })).toBe(false);
    expect(mayBeSameInsured(key, { ...key, ...change })).toBe(false);
  });

  it('without 枝番 may be of the same person, but is not the same certificate', () => {
    const old = { ...key, branchNumber: null };
    expect(mayBeSameInsured(old, key)).toBe(true);
    expect(isSameInsurance(old, key)).toBe(false);
  });
});

describe('the last day of a replaced insurance', () => {
  it.each([
    ['begins today or is unknown', '2024-04-01', null, '2026-11-19'],
    ['began on the first of last month', '2024-04-01', '2026-10-01', '2026-09-30'],
    ['is dated ahead', '2024-04-01', '2026-12-01', '2026-11-19'],
    ['began before the old one did', '2026-11-01', '2026-10-01', '2026-11-01'],
    ['replaces one entered today', '2026-11-20', null, '2026-11-20'],
  ])('when the new one %s', (_, oldFrom, newFrom, last) => {
    expect(lastDayOfReplaced(oldFrom, newFrom, '2026-11-20')).toBe(last);
  });

  it('is never before the first day and never to come', () => {
    const date = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2026-11-20'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.option(date), (oldFrom, newFrom) => {
        const last = lastDayOfReplaced(oldFrom, newFrom, '2026-11-20');
        expect(last >= oldFrom && last <= '2026-11-20').toBe(true);
      }),
    );
  });
});
