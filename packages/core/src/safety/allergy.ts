import { AllergenCode, ingredientCodeOf, needsAllergenText } from '@shirube/terminology';
import { type AllergenClass, classesOfDrug, classOfText } from './allergen-classes.ts';
import type { CodedDrug } from './drug-matching.ts';
import { comparableName } from './names.ts';
import type { DrugRuleIndex } from './rules/drug-rules.ts';
import type { SafetyAllergy } from './types.ts';

/** How a drug meets a recorded allergy. */
export type AllergyMatch =
  | { by: 'product' | 'strength' | 'ingredient' | 'name' }
  /** the record names a class (「セフェム系」「NSAIDs」) that the drug belongs to */
  | { by: 'named_class'; group: AllergenClass }
  /** the allergen is another drug of the same class */
  | { by: 'class'; group: AllergenClass }
  /** the product is made from the food or substance that is recorded */
  | { by: 'origin'; message: string; basis: string; severity: 'contraindicated' | 'caution' | 'information' };

/**
 * How a drug matches a recorded allergy, the closest way first; null when it does not.
 * YCM + YJ names a product, GCM + 9 characters of YJ + ZZZ an ingredient in its form and strength; both also match on the
 * ingredient (first 7 characters). D9M (医薬品ダミーコード) carries the drug in words only and is compared by name. J-FAGY codes are
 * foods and substances: they meet products made from them (our own table).
 */
export function matchAllergy(
  drug: CodedDrug,
  allergy: SafetyAllergy,
  rules: DrugRuleIndex | null,
): AllergyMatch | null {
  const { code } = allergy;
  if (code === `YCM${drug.yjCode}`) return { by: 'product' };
  if (code === `GCM${drug.yjCode.slice(0, 9)}ZZZ`) return { by: 'strength' };
  const coded = isCodedDrug(code);
  if (coded && code.slice(3, 10) === ingredientCodeOf(drug.yjCode)) return { by: 'ingredient' };
  if (isDrugAllergy(allergy)) {
    if (namesMeet(drug, allergy)) return { by: 'name' };
    const classes = classesOfDrug(drug.yjCode);
    const named = classOfText(allergy.displayName);
    const group = classes.find((each) => each === named);
    if (!coded && group) return { by: 'named_class', group };
    const shared =
      AllergenCode.is(code) && classesOfDrug(code.slice(3)).find((each) => classes.includes(each));
    return shared ? { by: 'class', group: shared } : null;
  }
  const origin = rules
    ?.rulesOf('allergen', drug.yjCode)
    .find((rule) => rule.parameters.allergenPrefixes.some((prefix) => code.startsWith(prefix)));
  return origin
    ? { by: 'origin', message: origin.message, basis: origin.basis, severity: origin.severity }
    : null;
}

/** Why an allergy cannot be checked by code, or null when it can or when it is no drug allergy. */
export function allergyProblem(allergy: SafetyAllergy): string | null {
  const problem = codeProblemOf(allergy);
  return problem && allergy.from
    ? `${allergy.from.facilityName}（${allergy.from.source}）の情報：${problem}`
    : problem;
}

function codeProblemOf(allergy: SafetyAllergy): string | null {
  if (allergy.code === '')
    return 'コードのないアレルギーのため、名称でしか照合できません。処方薬にあたらないか確認してください。';
  if (!AllergenCode.is(allergy.code))
    return 'アレルゲンコードが正しくないため、処方薬と照合できません。アレルギーの記録を確認してください。';
  if (isDrugAllergy(allergy) && needsAllergenText(allergy.code) && classOfText(allergy.displayName) === null)
    return 'コードのない医薬品アレルギーのため、名称でしか照合できません。処方薬にあたらないか確認してください。';
  return null;
}

const isCodedDrug = (code: string): boolean => code.startsWith('YCM') || code.startsWith('GCM');

/** Words without any code may name a drug: they are compared by name. */
function isDrugAllergy({ code }: SafetyAllergy): boolean {
  return code === '' || isCodedDrug(code) || code.startsWith('D9M');
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
