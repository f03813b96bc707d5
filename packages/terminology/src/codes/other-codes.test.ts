import { describe, expect, it } from 'vitest';
import { AccessCode, formatAccessCode } from './access-code.ts';
import {
  AllergenCode,
  allergenCategory,
  allergenIngredientCode,
  ingredientAllergenCode,
  JfagyCode,
  needsAllergenText,
  productAllergenCode,
} from './allergen-codes.ts';
import {
  DiseaseExchangeCode,
  DiseaseManagementNumber,
  DiseaseReceiptCode,
  formatIcd10,
  ModifierCode,
  modifierPosition,
  SUSPECTED_MODIFIER_CODE,
} from './disease-codes.ts';
import { YjCode } from './drug-codes.ts';
import { Jlac10, Jlac11, jlac10Parts } from './lab-codes.ts';
import { basicUsageOf, DUMMY_USAGE_CODE, isAsNeededUsage, UsageCode } from './usage-codes.ts';

describe('disease codes', () => {
  it('takes the three codes of 高血圧症 and refuses one in the place of another', () => {
    expect(DiseaseManagementNumber.parse('20061593')).toBe('20061593');
    expect(DiseaseExchangeCode.parse('uhgq')).toBe('UHGQ');
    expect(DiseaseReceiptCode.parse('8833421')).toBe('8833421');
    expect(DiseaseReceiptCode.is('20061593')).toBe(false);
    expect(DiseaseManagementNumber.is('8833421')).toBe(false);
  });

  it('puts の疑い behind and 急性 before the name', () => {
    expect(modifierPosition(SUSPECTED_MODIFIER_CODE)).toBe('suffix');
    expect(modifierPosition(ModifierCode.parse('4012'))).toBe('prefix');
  });

  it.each([
    ['I10', 'I10'],
    ['I119', 'I11.9'],
    ['M8195', 'M81.95'],
    ['E11.9', 'E11.9'],
    ['M45-9', 'M45-9'],
  ])('writes ICD-10 %s for FHIR as %s', (master, fhir) => {
    expect(formatIcd10(master)).toBe(fhir);
  });

  it('refuses what is no ICD-10 code', () => {
    expect(() => formatIcd10('高血圧')).toThrow(expect.objectContaining({ reason: 'format' }));
  });
});

describe('laboratory codes', () => {
  it('takes JLAC10 apart into 5+4+3+3+2', () => {
    expect(jlac10Parts(Jlac10.parse('3A010000002327101'))).toEqual({
      analyte: '3A010',
      identification: '0000',
      specimen: '023',
      method: '271',
      result: '01',
    });
  });

  it('tells JLAC11 from JLAC10 by its first letter', () => {
    expect(Jlac11.is('C20010000250001F7')).toBe(true);
    expect(Jlac11.is('3A010000002327101')).toBe(false);
    expect(Jlac10.is('C20010000250001F7')).toBe(false);
  });
});

describe('usage codes', () => {
  it('tells 内服 from 外用 and 頓用 from regular use', () => {
    expect(basicUsageOf(UsageCode.parse('1013044400000000'))).toBe('内服');
    expect(basicUsageOf(UsageCode.parse('2B50810000000000'))).toBe('外用');
    expect(isAsNeededUsage(UsageCode.parse('1050110000000000'))).toBe(true);
    expect(isAsNeededUsage(UsageCode.parse('1011100000000000'))).toBe(false);
    expect(basicUsageOf(DUMMY_USAGE_CODE)).toBeNull();
  });

  it('refuses 15 characters', () => {
    expect(() => UsageCode.parse('101110000000000')).toThrow(
      expect.objectContaining({ userMessage: expect.stringContaining('16桁') }),
    );
  });
});

describe('allergen codes', () => {
  const halcion = YjCode.parse('1124007F2026');

  it('builds drug allergens from the YJ code and reads the ingredient back', () => {
    expect(productAllergenCode(halcion)).toBe('YCM1124007F2026');
    expect(ingredientAllergenCode(halcion)).toBe('GCM1124007F2ZZZ');
    expect(allergenIngredientCode(productAllergenCode(halcion))).toBe('1124007');
    expect(allergenIngredientCode(JfagyCode.parse('J9FA15000000'))).toBeNull();
  });

  it('checks the YJ part of a product allergen', () => {
    expect(() => AllergenCode.parse('YCM1124007F2027')).toThrow(
      expect.objectContaining({ reason: 'check_digit' }),
    );
  });

  it.each([
    ['YCM1124007F2026', 'medication'],
    ['GCM1124007F2ZZZ', 'medication'],
    ['D9M000000000', 'medication'],
    ['J9FA15000000', 'food'],
    ['D9F000000000', 'food'],
    ['J9NM12000000', 'environment'],
    ['D9N000000000', 'environment'],
  ] as const)('%s is of category %s', (code, category) => {
    expect(allergenCategory(AllergenCode.parse(code))).toBe(category);
  });

  it('asks for words only with the dummy codes', () => {
    expect(needsAllergenText(AllergenCode.parse('D9F000000000'))).toBe(true);
    expect(needsAllergenText(AllergenCode.parse('J9FA15000000'))).toBe(false);
  });

  it('refuses the roots 00F and 00N, which may not be recorded', () => {
    for (const root of ['00F', '00N']) expect(AllergenCode.is(root)).toBe(false);
  });
});

describe('引換番号', () => {
  it('ignores hyphens and spaces and is shown in fours', () => {
    const code = AccessCode.parse('１２３４-5678 9012-3456');
    expect(code).toBe('1234567890123456');
    expect(formatAccessCode(code)).toBe('1234 5678 9012 3456');
  });
});
