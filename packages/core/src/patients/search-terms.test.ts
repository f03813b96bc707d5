import { foldKanjiVariants } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSearchTerms } from './search-terms.ts';

describe('what a patient search asks for', () => {
  it.each([
    ['12', '00000012', null],
    ['１２', '00000012', null],
    ['00001234', '00001234', null],
    // eight digits may be either
    ['19660526', '19660526', '1966-05-26'],
    ['3410526', '03410526', '1966-05-26'],
    ['昭和41年5月26日', null, '1966-05-26'],
    ['Ｓ４１．５．２６', null, '1966-05-26'],
    ['1966/5/26', null, '1966-05-26'],
    ['令和元年 5月 1日', null, '2019-05-01'],
  ])('%s is number %s, birth date %s', (text, patientNumber, birthDate) => {
    expect(readSearchTerms(text)).toEqual({ by: 'number_or_birth_date', patientNumber, birthDate });
  });

  it.each(['やまだ', 'ﾔﾏﾀﾞ', 'ヤマダ', 'ヤ マ ダ'])('%s is the beginning of a reading', (text) => {
    expect(readSearchTerms(text)).toEqual({ by: 'kana', range: { from: 'ヤマダ', to: 'ヤマチ' } });
  });

  it.each(['高橋', '髙橋', '髙󠄀橋'])('%s is the beginning of a name, with 髙 among the variants', (text) => {
    const terms = readSearchTerms(text);
    expect(terms).toMatchObject({ by: 'name', foldedPrefix: '高橋' });
    if (terms.by !== 'name') throw new Error('not a name');
    const at = [...terms.variants.from].indexOf('髙');
    expect([...terms.variants.to][at]).toBe('高');
  });

  it.each(['ー', '-', '・', '　 ー', '＊'])('%j asks for nobody and not for everybody', (text) => {
    expect(readSearchTerms(text)).toEqual({ by: 'nothing' });
  });

  it('lists for the database the variants that the fold knows, each at the place of its representative', () => {
    fc.assert(
      fc.property(fc.constantFrom(...'高辺斉崎浜沢広国島桜吉龍真'), (representative) => {
        const terms = readSearchTerms(`山${representative}`);
        if (terms.by !== 'name') throw new Error('not a name');
        const from = [...terms.variants.from];
        const to = [...terms.variants.to];
        // translate() drops what stands behind the end of `to`: only variation selectors may
        for (const selector of from.slice(to.length)) expect(foldKanjiVariants(selector)).toBe('');
        expect(from.slice(0, to.length).map(foldKanjiVariants)).toEqual(to);
      }),
    );
  });
});
