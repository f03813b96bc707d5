import { ingredientCodeOf } from '@shirube/terminology';
import type { CodedDrug } from './drug-matching.ts';
import { comparableName } from './names.ts';
import type { DrugRuleIndex } from './rules/drug-rules.ts';

/** What a drug is, for comparing it with others. */
export interface DrugIdentity {
  /** 薬効分類 (4) and 投与経路・成分 (3) of the YJ code */
  ingredientCode: string;
  route: 'oral' | 'injection' | null;
  /** single ingredients without their salts, as they can be compared; with the name to show */
  components: ReadonlyMap<string, string>;
}

/** Characters 5 to 7 of a YJ code: 001–399 内用, 400–699 注射, 700–999 外用. */
export function systemicRouteOf(yjCode: string): 'oral' | 'injection' | null {
  const part = yjCode.slice(4, 7);
  if (!/^\d{3}$/.test(part) || part === '000') return null;
  if (part < '400') return 'oral';
  return part < '700' ? 'injection' : null;
}

/**
 * The drug with its single ingredients: of 配合剤 the master joins them with ・; of products whose ingredient name does not tell them (PL配合顆粒,
 * 漢方) our own table does.
 */
export function identityOf(drug: CodedDrug, rules: DrugRuleIndex | null): DrugIdentity {
  const named = (drug.ingredientName ?? '').split('・');
  const told = rules?.rulesOf('combination', drug.yjCode).flatMap((rule) => rule.parameters.components) ?? [];
  const components = new Map<string, string>();
  for (const name of [...named, ...told]) {
    const base = baseNameOf(name);
    if (base.length >= 2 && !components.has(base)) components.set(base, name.trim());
  }
  return {
    ingredientCode: ingredientCodeOf(drug.yjCode),
    route: systemicRouteOf(drug.yjCode),
    components,
  };
}

/**
 * The ingredient two drugs share by the same route, as it is called; null when they share none.
 *
 * 重複投薬 is "same 成分 and same 投与経路" (電子処方箋管理サービスの運用について). Drugs with the same first 7 characters of the YJ
 * code are the same ingredient by the same route. The reverse does not hold: one ingredient may be listed under two classes (aspirin as
 * analgesic 1143001 and as antiplatelet 3399007) and inside 配合剤. Oral and injected drugs are therefore also compared by their single
 * ingredients; drugs for external use are not, because eye drops and patches share the number range but not the route.
 */
export function sharedIngredient(one: DrugIdentity, other: DrugIdentity): { name: string | null } | null {
  const [first] = [...one.components].filter(([base]) => other.components.has(base));
  if (one.ingredientCode === other.ingredientCode) return { name: first?.[1] ?? null };
  if (one.route === null || one.route !== other.route || first === undefined) return null;
  return { name: first[1] };
}

/** 薬効分類 whose drugs have nothing in common but the drawer: to say "same class" of them would be noise. */
const MIXED_CLASSES: ReadonlySet<string> = new Set([
  '1190', // その他の中枢神経系用薬: 抗認知症薬, 睡眠薬, 神経障害性疼痛の薬
  '2190', // その他の循環器官用薬
  '2399', // その他の消化器官用薬
  '2590', // その他の泌尿生殖器官用薬
  '3969', // その他の糖尿病用剤: to combine them is the rule
  '3999', // 他に分類されない代謝性医薬品
  '5200', // 漢方製剤: compared by 甘草 and 麻黄 instead
  '6199', // 抗生物質の組合せ
  '6250', // 抗ウイルス剤: given together by plan
]);

/** Whether two drugs are of the same 薬効分類 (4 characters) by the same route, where that means something. */
export function isSameClass(one: DrugIdentity, other: DrugIdentity): boolean {
  const group = one.ingredientCode.slice(0, 4);
  return (
    group === other.ingredientCode.slice(0, 4) &&
    one.route !== null &&
    one.route === other.route &&
    !MIXED_CLASSES.has(group)
  );
}

const SALTS =
  /(?:(?:[一二三]|\d\/\d)?(?:水和物|無水物)|塩酸塩|臭化水素酸塩|硫酸塩|リン酸塩|硝酸塩|メシル酸塩|ベシル酸塩|トシル酸塩|マレイン酸塩|フマル酸塩|コハク酸塩|酒石酸塩|クエン酸塩|シュウ酸塩|酢酸塩|安息香酸塩|ヒベンズ酸塩|エタンスルホン酸塩|メタンスルホン酸塩|配合剤|\(遺伝子組換え\))$/;
const METALS = /(?:二?ナトリウム|カリウム|カルシウム|マグネシウム)$/;

/** Salts stand behind each other: カルシウム水和物 is two. No ingredient of the master has more than four. */
const MOST_SALTS = 4;

/** The ingredient without salt and water: アムロジピンベシル酸塩 and アムロジピン are one. */
export function baseNameOf(ingredientName: string): string {
  let name = comparableName(ingredientName).replace(/^(?:dl|l|d)-/, '');
  for (let taken = 0; taken < MOST_SALTS; taken += 1) name = withoutMetal(name.replace(SALTS, ''));
  return name;
}

/** ロサルタンカリウム is ロサルタン; 塩化カリウム and アスパラギン酸カリウム are what they say. */
function withoutMetal(name: string): string {
  const rest = name.replace(METALS, '');
  return rest.length >= 4 && !rest.endsWith('酸') ? rest : name;
}
