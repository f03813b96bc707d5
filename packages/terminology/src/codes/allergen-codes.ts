import { type Code, type CodeKind, canonicalCodeText, defineCode } from './define-code.ts';
import { YjCode } from './drug-codes.ts';

/** J-FAGY allergen: 12 characters, J9F… 食品, J9N… 非食品・非医薬品, D9F/D9N/D9M dummies that need a text. */
export type JfagyCode = Code<'JfagyCode'>;
export const JfagyCode = defineCode<JfagyCode>({
  label: 'J-FAGYアレルゲンコード',
  expected: '12桁の英数字（J9F、J9N、D9M、D9F、D9Nのいずれかで始まる）',
  pattern: /^(?:J9[FN][A-Z]\d{8}|D9[MFN]0{9})$/,
});

/** Drug allergen of one product: YCM + YJ code (15 characters); the YJ part carries its check digit. */
export type ProductAllergenCode = Code<'ProductAllergenCode'>;
export const ProductAllergenCode = defineCode<ProductAllergenCode>({
  label: '医薬品アレルゲンコード（YCM）',
  expected: 'YCMとYJコード12桁をつないだ15桁',
  pattern: /^YCM[0-9A-Z]{12}$/,
  verify: (code) => YjCode.is(code.slice(3)),
});

/** Drug allergen of an ingredient, form and strength: GCM + first 9 characters of YJ + ZZZ. */
export type IngredientAllergenCode = Code<'IngredientAllergenCode'>;
export const IngredientAllergenCode = defineCode<IngredientAllergenCode>({
  label: '医薬品アレルゲンコード（GCM）',
  expected: 'GCMとYJコードの先頭9桁とZZZをつないだ15桁',
  pattern: /^GCM\d{4}[0-9A-Z]{3}[A-Z][0-9A-Z]ZZZ$/,
});

/** Any code that may stand in an allergy record. */
export type AllergenCode = JfagyCode | ProductAllergenCode | IngredientAllergenCode;

const KINDS: readonly CodeKind<AllergenCode>[] = [ProductAllergenCode, IngredientAllergenCode, JfagyCode];

export const AllergenCode: CodeKind<AllergenCode> = {
  label: 'アレルゲンコード',
  is: (text): text is AllergenCode => KINDS.some((kind) => kind.is(text)),
  parse: (text) => {
    const folded = canonicalCodeText(text);
    if (folded.startsWith('YCM')) return ProductAllergenCode.parse(folded);
    if (folded.startsWith('GCM')) return IngredientAllergenCode.parse(folded);
    return JfagyCode.parse(folded);
  },
};

export type AllergenCategory = 'medication' | 'food' | 'environment';

/** 医薬品, 食品 or 非食品・非医薬品, read from the code itself. */
export function allergenCategory(code: AllergenCode): AllergenCategory {
  if (code.startsWith('YCM') || code.startsWith('GCM') || code.startsWith('D9M')) return 'medication';
  return code.charAt(2) === 'F' ? 'food' : 'environment';
}

/** True for the dummy codes (医薬品・食品・非食品): the record must then carry the allergen in words. */
export function needsAllergenText(code: AllergenCode): boolean {
  return code.startsWith('D9');
}

/** The allergen code of one product. */
export function productAllergenCode(yjCode: YjCode): ProductAllergenCode {
  return `YCM${yjCode}` as ProductAllergenCode;
}

/** The allergen code of a product's ingredient in its form and strength. */
export function ingredientAllergenCode(yjCode: YjCode): IngredientAllergenCode {
  return `GCM${yjCode.slice(0, 9)}ZZZ` as IngredientAllergenCode;
}

/**
 * The first 7 characters of YJ (成分・投与経路) behind a drug allergen, null for other allergens and for the drug dummy.
 * A drug with the same 7 characters holds the same ingredient.
 */
export function allergenIngredientCode(code: AllergenCode): string | null {
  return code.startsWith('YCM') || code.startsWith('GCM') ? code.slice(3, 10) : null;
}
