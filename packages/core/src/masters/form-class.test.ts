import { describe, expect, it } from 'vitest';
import { formClassOf } from './form-class.ts';
import { searchWords } from './search-key-query.ts';

describe('剤形区分', () => {
  it.each([
    ['内用', false, '1'],
    ['内服', false, '1'],
    ['内服', true, '2'],
    ['外用', false, '3'],
    ['外用', true, '3'],
    ['注射', false, '5'],
    ['歯科用薬剤', false, '9'],
  ])('%s, 頓用 %s: %s', (route, asNeeded, expected) => {
    expect(formClassOf(route, asNeeded)).toBe(expected);
  });
});

describe('the words of a search', () => {
  it.each([
    ['はるしおん', ['ハルシオン']],
    ['ﾊﾙｼｵﾝ　０．２５ｍｇ', ['ハルシオン', '025MG']],
    ['チラーヂン', ['チラジン']],
    ['急性 胃炎', ['急性', '胃炎']],
    ['ー ・', []],
  ])('%s', (text, words) => {
    expect(searchWords(text).map(({ keys }) => keys[0])).toEqual(words);
  });
});
