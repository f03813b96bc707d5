import {
  AllergenCode,
  type CalendarDate,
  ingredientCodeOf,
  isCalendarDate,
  needsAllergenText,
  YjCode,
} from '@shirube/terminology';
import type { SafetyAllergy, SafetyDrug } from './types.ts';

/** A drug whose YJ code is known and sound. */
export type CodedDrug = SafetyDrug & { yjCode: string };

/** Why a drug cannot be checked by its code, or null when it can. */
export function codeProblem(drug: SafetyDrug): string | null {
  if (drug.yjCode === null)
    return 'YJコードが分からない薬のため、重複・併用禁忌・アレルギーを確認できません。';
  // A wrong check digit may mean that the ingredient part is wrong too: then "no finding" would be worth nothing.
  if (!YjCode.is(drug.yjCode))
    return 'YJコードが正しくないため、重複・併用禁忌・アレルギーを確認できません。';
  return null;
}

/** Why a drug's period cannot be compared, or null when it can. */
export function periodProblem(drug: SafetyDrug): string | null {
  const known =
    isCalendarDate(drug.periodFrom) && isCalendarDate(drug.periodTo) && drug.periodFrom <= drug.periodTo;
  return known ? null : '服用期間が分からないため、重複と併用禁忌を確認できません。';
}

/** The days two drugs share, both ends included; null when they share none (one may end the day before the other starts). */
export function overlapOf(
  one: Pick<SafetyDrug, 'periodFrom' | 'periodTo'>,
  other: Pick<SafetyDrug, 'periodFrom' | 'periodTo'>,
): { from: CalendarDate; to: CalendarDate } | null {
  const [, from] = [one.periodFrom, other.periodFrom].sort() as [CalendarDate, CalendarDate];
  const [to] = [one.periodTo, other.periodTo].sort() as [CalendarDate, CalendarDate];
  return from <= to ? { from, to } : null;
}

/**
 * 重複投薬 is "same 成分 and same 投与経路" (電子処方箋管理サービスの運用について). The first 7 characters of a YJ code are
 * 薬効分類 (4) and 投与経路・成分 (3), so drugs that share them are the same ingredient by the same route.
 * The reverse does not hold: one ingredient may be listed under two classes (aspirin as analgesic 1143001 and as
 * antiplatelet 3399007). Oral and injected drugs are therefore also compared by ingredient name; drugs for external
 * use are not, because eye drops and patches share the number range but not the route.
 */
export function isSameIngredientAndRoute(one: CodedDrug, other: CodedDrug): boolean {
  if (ingredientCodeOf(one.yjCode) === ingredientCodeOf(other.yjCode)) return true;
  const route = systemicRouteOf(one.yjCode);
  if (route === null || route !== systemicRouteOf(other.yjCode)) return false;
  if (one.ingredientName === null || other.ingredientName === null) return false;
  const name = comparableName(one.ingredientName);
  return name !== '' && name === comparableName(other.ingredientName);
}

/** Characters 5 to 7 of a YJ code: 001–399 内用, 400–699 注射, 700–999 外用. */
function systemicRouteOf(yjCode: string): 'oral' | 'injection' | null {
  const part = yjCode.slice(4, 7);
  if (!/^\d{3}$/.test(part) || part === '000') return null;
  if (part < '400') return 'oral';
  return part < '700' ? 'injection' : null;
}

export type AllergyMatch = 'product' | 'strength' | 'ingredient' | 'name';

/**
 * How a drug matches a recorded drug allergy, the closest way first; null when it does not.
 * YCM + YJ names a product, GCM + 9 characters of YJ + ZZZ an ingredient in its form and strength; both also match on the
 * ingredient (first 7 characters). D9M (医薬品ダミーコード) carries the drug in words only and is compared by name.
 */
export function matchAllergy(drug: CodedDrug, allergy: SafetyAllergy): AllergyMatch | null {
  const code = allergy.code;
  if (code === `YCM${drug.yjCode}`) return 'product';
  if (code === `GCM${drug.yjCode.slice(0, 9)}ZZZ`) return 'strength';
  if (
    (code.startsWith('YCM') || code.startsWith('GCM')) &&
    code.slice(3, 10) === ingredientCodeOf(drug.yjCode)
  )
    return 'ingredient';
  return isDrugAllergy(allergy) && namesMeet(drug, allergy) ? 'name' : null;
}

/** Why an allergy cannot be checked by code, or null when it can or when it is no drug allergy. */
export function allergyProblem(allergy: SafetyAllergy): string | null {
  if (!AllergenCode.is(allergy.code))
    return 'アレルゲンコードが正しくないため、処方薬と照合できません。アレルギーの記録を確認してください。';
  if (isDrugAllergy(allergy) && needsAllergenText(allergy.code))
    return 'コードのない医薬品アレルギーのため、名称でしか照合できません。処方薬にあたらないか確認してください。';
  return null;
}

function isDrugAllergy({ code }: SafetyAllergy): boolean {
  return code.startsWith('YCM') || code.startsWith('GCM') || code.startsWith('D9M');
}

/**
 * The same ingredient by another route, or under another class, has another code: an allergy to the tablet concerns
 * the patch as well. Names of fewer than 3 characters are too short to tell anything.
 */
function namesMeet(drug: CodedDrug, allergy: SafetyAllergy): boolean {
  const allergen = comparableName(allergy.displayName);
  const names = [drug.name, drug.ingredientName ?? ''].map(comparableName).filter((name) => name.length >= 3);
  return allergen.length >= 3 && names.some((name) => name.includes(allergen) || allergen.includes(name));
}

/** For comparing names: NFKC, without spaces, lower case. */
export function comparableName(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
