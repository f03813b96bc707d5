import { describe, expect, it } from 'vitest';
import { TerminologyError } from '../error.ts';
import {
  DrugReceiptCode,
  GenericPrescriptionCode,
  Hot7,
  Hot9,
  Hot13,
  ingredientCodeOf,
  PriceListCode,
  YjCode,
  yjMatchesAnyPrefix,
} from './drug-codes.ts';

const reasonOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof TerminologyError) return error.reason;
    throw error;
  }
  return 'accepted';
};

describe('YJ codes', () => {
  // Published products: ハルシオン0.25mg, イトリゾール50, アスパラカリウム300mg, セララ25mg, ユーロジン散, メトグルコ, 葛根湯, MS点眼
  it.each([
    '1124007F2026',
    '6290004M1029',
    '3229005F1080',
    '2149045F1029',
    '1124001B1039',
    '3962002F2027',
    '5200013D1123',
    '2171022F2289',
  ])('accepts the published code %s', (code) => {
    expect(YjCode.parse(code)).toBe(code);
    expect(PriceListCode.is(code)).toBe(true);
  });

  it('finds every single wrong digit or letter value next to the check digit', () => {
    const code = '1124007F2026';
    for (const at of [0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]) {
      const wrong = code.slice(0, at) + String((Number(code.charAt(at)) + 1) % 10) + code.slice(at + 1);
      expect(
        reasonOf(() => YjCode.parse(wrong)),
        wrong,
      ).toBe('check_digit');
    }
  });

  it('reads full-width and lower-case input and stores the canonical form', () => {
    expect(YjCode.parse('　１１２４００７ｆ２０２６ ')).toBe('1124007F2026');
    expect(YjCode.is('1124007f2026')).toBe(false);
  });

  it.each([
    ['', 'empty'],
    ['1124007F202', 'format'],
    ['112400712026', 'format'],
    ['1124007F2ZZZ', 'format'],
  ])('refuses %j as %s with a Japanese sentence', (text, reason) => {
    expect(reasonOf(() => YjCode.parse(text))).toBe(reason);
    expect(() => YjCode.parse(text)).toThrow(
      expect.objectContaining({ userMessage: expect.stringMatching(/YJコード.*。$/) }),
    );
  });

  it('matches by ingredient prefixes of 7 and 9 characters and never by an empty one', () => {
    expect(ingredientCodeOf('2419001F4026')).toBe('2419001');
    expect(yjMatchesAnyPrefix('2419001F4026', ['2419001F4', '2419001F5'])).toBe(true);
    expect(yjMatchesAnyPrefix('2419001F1028', ['2419001F4', '2419001F5'])).toBe(false);
    expect(yjMatchesAnyPrefix('2419001F1028', [''])).toBe(false);
  });
});

describe('other drug codes', () => {
  it('takes receipt codes of nine digits that begin with 6', () => {
    expect(DrugReceiptCode.parse('611120080')).toBe('611120080');
    expect(reasonOf(() => DrugReceiptCode.parse('111000110'))).toBe('format');
  });

  it('takes generic prescription codes, exception codes included', () => {
    for (const code of ['1124001F2ZZZ', '1139004GAZZZ']) expect(GenericPrescriptionCode.is(code)).toBe(true);
    expect(GenericPrescriptionCode.is('1124001F2026')).toBe(false);
  });

  it('checks the seventh digit of HOT codes (MEDIS 2003 table)', () => {
    for (const code of ['1003277', '1003284', '1138955', '1005936']) expect(Hot7.parse(code)).toBe(code);
    expect(Hot9.parse('100327701')).toBe('100327701');
    expect(Hot13.parse('1003277010101')).toBe('1003277010101');
    expect(reasonOf(() => Hot9.parse('100327801'))).toBe('check_digit');
  });
});
