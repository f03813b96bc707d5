import type { Constraint, ElementDefinition } from './definitions.ts';

/** Sentences about elements of a profile. They name places and rules, never a value of the patient's. */

const MAXIMUM_LABEL = 40;
const JAPANESE = /[぀-ヿ一-鿿]/;

/** What an element is called: the profile's own short description where it is Japanese, else its name. */
export function labelOf(definition: ElementDefinition): string {
  const first = (definition.short ?? '').split(/[。\n]/)[0]?.trim() ?? '';
  const name = definition.path.slice(definition.path.lastIndexOf('.') + 1);
  if (!JAPANESE.test(first)) return `「${name}」`;
  return `「${first.length > MAXIMUM_LABEL ? `${first.slice(0, MAXIMUM_LABEL)}…` : first}」`;
}

export const tooFew = (label: string, minimum: number, count: number): string =>
  count === 0 ? `${label}がありません。` : `${label}が足りません（${minimum}個以上必要です）。`;

export const tooMany = (label: string, maximum: string): string =>
  maximum === '0' ? `${label}は使えません。` : `${label}が多すぎます（${maximum}個までです）。`;

/** The rule's number (R0211) where the profile prints one, else its key. */
export const ruleOf = ({ key, human }: Constraint): string => /^R\d+/.exec(human ?? '')?.[0] ?? key;

/** The profile's own words where they are Japanese, without the number in front. */
export function brokenRule(constraint: Constraint, label: string): string {
  const words = (constraint.human ?? '').replace(/^R\d+[:：]?\s*/, '');
  return JAPANESE.test(words) ? words : `${label}が規則 ${constraint.key} に合いません。`;
}
