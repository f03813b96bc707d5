import { describe, expect, it } from 'vitest';
import { wrongIn } from './missing.ts';
import type { CheckupEntry, CheckupRow } from './schema.ts';

const row: CheckupRow = {
  key: '2A040000001930102',
  codeSystem: 'jlac10',
  name: 'ヘマトクリット値',
  kind: 'quantity',
  isQuestion: false,
  unit: '%',
  ucum: '%',
  choiceTable: null,
  choices: [],
  methods: [{ itemCode: '2A040000001930102', method: null }],
  group: null,
  finding: null,
};
const entry = (more: Partial<CheckupEntry>): CheckupEntry => ({
  itemCode: row.key,
  state: 'value',
  value: '',
  reason: '',
  finding: '',
  source: null,
  ...more,
});
const wrong = (more: Partial<CheckupEntry>) =>
  wrongIn({ row, entry: entry(more), computed: null }).map(({ severity, message }) => [severity, message]);

describe('a line of a check-up', () => {
  it('that was not done says why: without a reason it would be left out in silence', () => {
    expect(wrong({ state: 'not_done' })).toEqual([
      ['must', '「ヘマトクリット値」が未実施の理由を書いてください。'],
    ]);
    expect(wrong({ state: 'unmeasurable', reason: '　' })).toEqual([
      ['must', '「ヘマトクリット値」が測定不能の理由を書いてください。'],
    ]);
    expect(wrong({ state: 'not_done', reason: '本人の希望' })).toEqual([]);
  });

  it('with nothing in it is no fault, and one with what is no number is', () => {
    expect(wrong({})).toEqual([]);
    expect(wrong({ value: '4O' })).toEqual([['must', '「ヘマトクリット値」は数字で入れてください。']]);
  });
});
