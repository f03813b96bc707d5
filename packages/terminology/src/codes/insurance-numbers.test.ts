import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TerminologyError } from '../error.ts';
import { hasLuhn21CheckDigit, luhn21CheckDigit } from './check-digits.ts';
import { composeInstitutionCode, InstitutionCode, institutionCodeParts } from './institution-code.ts';
import { insuredIdKey, isSameInsured, parseBranchNumber, readInsuredId } from './insured-id.ts';
import { describeInsurer, InsurerNumber } from './insurer-number.ts';
import { PREFECTURES, prefectureName } from './prefectures.ts';
import {
  describePublicProgramme,
  PublicPayerNumber,
  PublicRecipientNumber,
  readRecipientNumber,
} from './public-subsidy.ts';

const errorOf = (run: () => unknown): TerminologyError => {
  try {
    run();
  } catch (error) {
    if (error instanceof TerminologyError) return error;
    throw error;
  }
  throw new Error('was accepted');
};

describe('検証番号', () => {
  // Worked examples of the published rule, one per number format.
  it.each([
    ['医療機関コード', InstitutionCode, '0110113719'],
    ['保険者番号', InsurerNumber, '01130012'],
    ['国民健康保険の保険者番号', InsurerNumber, '138016'],
    ['公費負担者番号', PublicPayerNumber, '54016027'],
    ['公費受給者番号', PublicRecipientNumber, '1234566'],
  ] as const)('%s: accepts the example and refuses every other last digit', (_name, kind, example) => {
    expect(kind.parse(example)).toBe(example);
    for (let last = 0; last <= 9; last += 1) {
      const number = example.slice(0, -1) + String(last);
      expect(kind.is(number), number).toBe(number === example);
    }
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{5,9}$/),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (body, at, by) => {
          const whole = body + String(luhn21CheckDigit(body));
          const i = at % whole.length;
          const wrong = whole.slice(0, i) + String((Number(whole.charAt(i)) + by) % 10) + whole.slice(i + 1);
          return hasLuhn21CheckDigit(whole) && !hasLuhn21CheckDigit(wrong);
        },
      ),
    );
  });

  it('never repeats an insurance number in an error', () => {
    const error = errorOf(() => InsurerNumber.parse('01130019'));
    expect(error.reason).toBe('check_digit');
    expect(`${error.message}${error.userMessage}${error.suggestion}`).not.toContain('0113');
  });
});

describe('保険者番号', () => {
  it('reads the six digits of 国民健康保険 out of an eight-digit field', () => {
    for (const field of ['00138016', '  138016', '１３８０１６'])
      expect(InsurerNumber.parse(field)).toBe('138016');
  });

  it('tells employee, national-health and late-elderly insurance apart', () => {
    expect(describeInsurer(InsurerNumber.parse('01130012'))).toMatchObject({
      lawNumber: '01',
      kind: 'employee',
      prefectureName: '東京都',
    });
    expect(describeInsurer(InsurerNumber.parse('138016'))).toMatchObject({
      lawNumber: null,
      kind: 'national_health',
    });
    const lateElderly = `3913001${luhn21CheckDigit('3913001')}`;
    expect(describeInsurer(InsurerNumber.parse(lateElderly)).kind).toBe('late_elderly');
    const retired = `6713001${luhn21CheckDigit('6713001')}`;
    expect(describeInsurer(InsurerNumber.parse(retired)).validUntil).toBe('2024-03-31');
  });

  it('notices a 公費負担者番号 typed in its place', () => {
    expect(errorOf(() => describeInsurer(InsurerNumber.parse('54016027'))).userMessage).toContain(
      '公費負担者番号',
    );
  });

  it.each(['1380', '1380161', '013800169'])('refuses %s: neither six nor eight digits', (text) => {
    expect(errorOf(() => InsurerNumber.parse(text)).reason).toBe('format');
  });
});

describe('公費', () => {
  const payer = (body: string) => PublicPayerNumber.parse(`${body}${luhn21CheckDigit(body)}`);

  it('applies 難病 before 生活保護 and local programmes last', () => {
    const order = [payer('1213001'), payer('8813001'), payer('5413001')]
      .map(describePublicProgramme)
      .sort((a, b) => a.priority - b.priority)
      .map(({ lawNumber }) => lawNumber);
    expect(order).toEqual(['54', '12', '88']);
  });

  it('insists on the recipient number of a national programme', () => {
    expect(errorOf(() => readRecipientNumber(payer('5413001'), '1234567')).reason).toBe('check_digit');
    expect(readRecipientNumber(payer('5413001'), '1234566')).toEqual({ number: '1234566', warning: null });
  });

  it('keeps an unusual recipient number of a local programme and warns', () => {
    const reading = readRecipientNumber(payer('8813001'), '12345');
    expect(reading.number).toBe('12345');
    expect(reading.warning).toContain('受給者証');
  });

  it('refuses an insurer number in its place', () => {
    expect(errorOf(() => describePublicProgramme(payer('0113001'))).reason).toBe('unknown_value');
  });
});

describe('医療機関コード', () => {
  it('is composed from prefecture, score table and the seven printed digits', () => {
    const code = composeInstitutionCode({
      prefectureCode: '01',
      scoreTable: '1',
      institutionNumber: '01,1371,9',
    });
    expect(code).toBe('0110113719');
    expect(institutionCodeParts(code)).toEqual({
      prefectureCode: '01',
      scoreTable: '1',
      institutionNumber: '0113719',
    });
  });

  it('gets its check digit when only six digits are known', () => {
    expect(
      composeInstitutionCode({ prefectureCode: '1', scoreTable: '1', institutionNumber: '011371' }),
    ).toBe('0110113719');
  });

  it('does not fit another prefecture: the check digit covers it', () => {
    const error = errorOf(() =>
      composeInstitutionCode({ prefectureCode: '13', scoreTable: '1', institutionNumber: '0113719' }),
    );
    expect(error.reason).toBe('check_digit');
  });

  it('knows 47 prefectures', () => {
    expect(PREFECTURES).toHaveLength(47);
    expect([prefectureName('01'), prefectureName('13'), prefectureName('47'), prefectureName('48')]).toEqual([
      '北海道',
      '東京都',
      '沖縄県',
      null,
    ]);
    expect(
      errorOf(() =>
        composeInstitutionCode({ prefectureCode: '48', scoreTable: '1', institutionNumber: '011371' }),
      ).reason,
    ).toBe('unknown_value');
  });
});

describe('記号・番号・枝番', () => {
  it('keeps the registered characters and compares them folded', () => {
    const card = readInsuredId({ symbol: ' １２－ア ', number: '３４５６', branchNumber: '1' });
    expect(card).toEqual({ symbol: '１２－ア', number: '３４５６', branchNumber: '01' });
    expect(isSameInsured(card, { symbol: '12-ｱ', number: '3456', branchNumber: '01' })).toBe(true);
    expect(isSameInsured(card, { symbol: '12-ｱ', number: '3456', branchNumber: null })).toBe(true);
    expect(isSameInsured(card, { symbol: '12-ｱ', number: '3456', branchNumber: '02' })).toBe(false);
    expect(isSameInsured(card, { symbol: null, number: '3456', branchNumber: '01' })).toBe(false);
  });

  it('treats every kind of hyphen alike', () => {
    const forms = ['12-3', '１２－３', '12−3', '12‐3', '12ー3', '12ｰ3', '12 - 3'];
    expect(new Set(forms.map(insuredIdKey))).toEqual(new Set(['12-3']));
  });

  it('refuses a missing number, a long one and a 枝番 that is none', () => {
    expect(errorOf(() => readInsuredId({ symbol: null, number: ' ', branchNumber: null })).reason).toBe(
      'empty',
    );
    expect(
      errorOf(() => readInsuredId({ symbol: null, number: '1'.repeat(21), branchNumber: null })).reason,
    ).toBe('format');
    expect(errorOf(() => parseBranchNumber('123')).reason).toBe('format');
  });
});
