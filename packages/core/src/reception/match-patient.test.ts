import { toSearchKey } from '@shirube/terminology';
import { describe, expect, it } from 'vitest';
import { differencesBetween } from './differences.ts';
import { type KnownPerson, matchPatient } from './match-patient.ts';
import { cardResult } from './testing/card.ts';

const taro: KnownPerson = {
  id: 'taro',
  patientNumber: '00000007',
  kanaKey: toSearchKey('テストタロウ'),
  birthDate: '1966-05-26',
  sex: 'male',
  coverages: [{ insurerNumber: '01139906', symbol: '21700023', number: '4127', branchNumber: '00' }],
};
const withoutInsurance = { ...taro, coverages: [] };
const jiro = {
  ...withoutInsurance,
  id: 'jiro',
  patientNumber: '00000008',
  kanaKey: toSearchKey('テストジロウ'),
};
const withBranch = (branchNumber: string | null) => ({
  coverages: taro.coverages.map((coverage) => ({ ...coverage, branchNumber })),
});

describe('whose card it is', () => {
  it('is certain by our number', () => {
    const card = cardResult({ top: { referenceNumber: '00000008' }, insurance: null });
    expect(matchPatient(card, [withoutInsurance, jiro])).toEqual({ status: 'matched', patientId: 'jiro' });
  });

  it('is not certain by our number when the birth date is another, and says so', () => {
    const card = cardResult({ top: { referenceNumber: '00000008' } });
    const answer = matchPatient(card, [{ ...jiro, birthDate: '1970-01-01' }]);
    expect(answer).toMatchObject({ status: 'quarantined', reason: expect.stringContaining('照会番号') });
  });

  it('is certain by the insurance and the birth date, in any width, even when the name has changed', () => {
    const card = cardResult({
      person: { nameKana: 'アタラシイ　タロウ' },
      insurance: { symbol: '２１７０００２３', number: '４１２７' },
    });
    expect(matchPatient(card, [taro, jiro])).toEqual({ status: 'matched', patientId: 'taro' });
  });

  it.each([
    ['another birth date', cardResult({ person: { birthDate: '1966-05-27' } }), taro],
    ['the same number in another company', cardResult({ insurance: { symbol: '99999999' } }), jiro],
    ['another member of the family', cardResult({ insurance: { branchNumber: '01' } }), jiro],
  ])('is nobody with %s', (_, card, known) => {
    const person = known === jiro ? { ...jiro, coverages: taro.coverages } : known;
    expect(matchPatient(card, [person])).toEqual({
      status: 'quarantined',
      reason: '登録のない方です。新しい患者として登録できます。',
    });
  });

  it('is not the registered twin when the insurance has no 枝番', () => {
    const twin = { ...jiro, ...withBranch(null) };
    expect(matchPatient(cardResult(), [twin])).toMatchObject({ status: 'quarantined' });
    expect(matchPatient(cardResult({ insurance: { branchNumber: null } }), [twin])).toMatchObject({
      status: 'quarantined',
    });
    // of two registered twins the reading decides
    expect(matchPatient(cardResult(), [twin, { ...taro, ...withBranch(null) }])).toEqual({
      status: 'matched',
      patientId: 'taro',
    });
  });

  it('is only proposed by kana, birth date and sex', () => {
    expect(matchPatient(cardResult({ insurance: null }), [taro, jiro])).toEqual({
      status: 'candidate',
      patientId: 'taro',
    });
    expect(matchPatient(cardResult({ insurance: null, person: { sex: 'female' } }), [taro])).toMatchObject({
      status: 'quarantined',
    });
    // 性別 3 未設定 on the card excludes nobody
    expect(matchPatient(cardResult({ insurance: null, person: { sex: 'unknown' } }), [taro])).toMatchObject({
      status: 'candidate',
    });
  });

  it('is nobody of two who share kana and birth date, and does not call them unregistered', () => {
    const answer = matchPatient(cardResult({ insurance: null }), [
      taro,
      { ...taro, id: 'other', coverages: [] },
    ]);
    expect(answer).toMatchObject({ status: 'quarantined', reason: expect.stringContaining('複数登録') });
  });

  it('is nobody by an empty reading', () => {
    const card = cardResult({ insurance: null, person: { nameKana: '' } });
    expect(matchPatient(card, [{ ...taro, kanaKey: '' }])).toMatchObject({ status: 'quarantined' });
  });
});

describe('what the card says otherwise than we', () => {
  const ours = {
    familyName: 'テスト',
    givenName: '太郎',
    address: '東京都架空区一丁目１番１号',
    coverages: [...taro.coverages],
  };

  it('is nothing when only width and spaces differ', () => {
    expect(differencesBetween(ours, cardResult({ insurance: { number: '４１２７' } }))).toEqual([]);
  });

  it('names name, address and insurance, also a glyph that is another character', () => {
    const card = cardResult({
      person: { name: '髙橋　太郎', address: '大阪府架空市2' },
      insurance: { number: '1' },
    });
    expect(differencesBetween({ ...ours, familyName: '高橋' }, card)).toEqual([
      { field: '氏名', ours: '高橋 太郎', theirs: '髙橋　太郎' },
      { field: '住所', ours: ours.address, theirs: '大阪府架空市2' },
      { field: '保険', ours: '01139906 21700023 4127 00', theirs: '01139906 21700023 1 00' },
    ]);
  });

  it('takes a withheld address for no difference', () => {
    expect(differencesBetween(ours, cardResult({ person: { address: null } }))).toEqual([]);
  });
});
