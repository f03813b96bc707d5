import { describe, expect, it } from 'vitest';
import { identityOnCard, postalCodeOnCard } from './register-from-card.ts';

const person = { sex: 'male', birthDate: '1966-05-26', postalCode: null, address: null } as const;

describe('the identity on a card', () => {
  it.each([
    ['髙﨑　𠮷郎', 'ﾀｶｻｷ ｷﾁﾛｳ', ['髙﨑', '𠮷郎', 'タカサキ', 'キチロウ']],
    ['テスト 太郎', 'テスト　タロウ', ['テスト', '太郎', 'テスト', 'タロウ']],
    [
      'ＳＭＩＴＨ　ＪＯＨＮ　ＰＡＵＬ',
      'スミス　ジョン　ポール',
      ['ＳＭＩＴＨ', 'ＪＯＨＮ ＰＡＵＬ', 'スミス', 'ジョン ポール'],
    ],
    ['スカルノ', 'スカルノ', ['スカルノ', '－', 'スカルノ', 'ー']],
  ])('%s', (name, nameKana, expected) => {
    const { familyName, givenName, familyKana, givenKana } = identityOnCard({ ...person, name, nameKana });
    expect([familyName, givenName, familyKana, givenKana]).toEqual(expected);
  });

  it.each([
    ['100-0099', '100-0099'],
    ['1000099', '100-0099'],
    ['１００－００９９', '100-0099'],
    ['', null],
    ['10', null],
    [null, null],
  ])('postal code %j is %j', (text, expected) => {
    expect(postalCodeOnCard(text)).toBe(expected);
  });
});
