import { expect, it } from 'vitest';
import { ageOn, computedValues } from './computed.ts';
import type { CheckupRow } from './schema.ts';
import { implausible, judgedValue } from './thresholds.ts';

const line = (key: string) => ({ key, name: '項目' }) as CheckupRow;

it.each([
  ['9A751000000000001', 129, 'male', 'N', null],
  ['9A751000000000001', 130, 'male', 'H', '保健指導の値（130以上）'],
  ['9A751000000000001', 140, 'male', 'H', '受診勧奨の値（140以上）'],
  ['3F070000002327101', 39, 'female', 'L', '保健指導の値（40未満）'],
  ['3F070000002327101', 40, 'female', 'N', null],
  ['3D046000001906202', 5.6, 'male', 'H', '保健指導の値（5.6以上）'],
  ['8A065000002391901', 44.9, 'male', 'L', '受診勧奨の値（45未満）'],
  ['9N016160100000001', 88, 'male', 'H', '保健指導の値（85以上）'],
  ['9N016160100000001', 88, 'female', 'N', null],
  ['2A030000001930101', 12.5, 'male', 'L', '保健指導の値（13.1未満）'],
  ['2A030000001930101', 12.5, 'female', 'N', null],
] as const)('%s of %d (%s) is %s: %s', (key, value, sex, interpretation, words) => {
  expect(judgedValue(line(key), value, sex)).toEqual({ interpretation, words });
});

it('says nothing of items without such values, nor of a person of unknown sex where they differ', () => {
  expect(judgedValue(line('3A010000002327101'), 7, 'male')).toBeNull();
  expect(judgedValue(line('9N016160100000001'), 99, 'unknown')).toBeNull();
});

it('asks again for numbers nobody can have', () => {
  expect(implausible(line('9N001000000000001'), 16.2)).toContain('確かめてください');
  expect(implausible(line('9N001000000000001'), 162)).toBeNull();
  expect(implausible(line('3A016000002327102'), -1)).toContain('0より小さい');
});

it('computes eGFR by age and sex, from 18 years on and for a known sex only', () => {
  const entry = {
    itemCode: '3C015000002327101',
    state: 'value' as const,
    value: '0.8',
    reason: '',
    finding: '',
    source: null,
  };
  const egfr = (birthDate: string, sex: 'male' | 'female' | 'unknown') =>
    computedValues({ entries: [entry], examinedOn: '2026-11-20' }, { birthDate, sex })[0]?.value;
  expect(egfr('1976-11-20', 'male')).toBe('80.6');
  expect(egfr('1976-11-20', 'female')).toBe('59.5');
  expect(egfr('2010-01-01', 'male')).toBeUndefined();
  expect(egfr('1976-11-20', 'unknown')).toBeUndefined();
});

it('counts years on the day itself', () => {
  expect(ageOn('1951-11-20', '2026-11-19')).toBe(74);
  expect(ageOn('1951-11-20', '2026-11-20')).toBe(75);
});
