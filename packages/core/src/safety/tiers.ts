import type { FindingKind, Severity } from './types.ts';

/**
 * How a finding meets the doctor (docs/decisions/0015-safety-tiers.md).
 * block: the row is marked, and going on needs a reason that was picked or typed. inline: shown in the row with reasons of one
 * click. quiet: shown small, asks nothing.
 */
export type Tier = 'block' | 'inline' | 'quiet';

/**
 * The whole of it, kind by kind. No setting of a clinic changes it: what blocks cannot be switched off, and what is quiet is quiet
 * because an alert that is nearly always overridden teaches to override the next one too.
 */
const TIERS: Record<FindingKind, Record<Severity, Tier>> = {
  // An allergy by name, code or ingredient blocks; a drug of the same class as the allergen is a question to the patient.
  allergy: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  // 併用禁忌 of a package insert, on a condition as well: the doctor says why the condition is not met.
  contraindicated: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  // 併用に注意: shown with the reasons that are usual ("観察しながら続ける"), never in the way.
  caution: { contraindicated: 'inline', caution: 'inline', information: 'quiet' },
  disease: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  pregnancy: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  // Whether to go on nursing is weighed in nearly every case: no drug blocks for it.
  lactation: { contraindicated: 'inline', caution: 'quiet', information: 'quiet' },
  age: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  renal: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  // "contraindicated" is a dose that harms at once; above the usual maximum is a slip of the finger or a decision.
  dose: { contraindicated: 'block', caution: 'inline', information: 'quiet' },
  // 重複投薬 is the class that is most often overridden rightly: one click, and remembered.
  duplicate: { contraindicated: 'inline', caution: 'inline', information: 'quiet' },
  // A rule of the insurance, not of the body: the pharmacy asks back, nobody is harmed.
  max_days: { contraindicated: 'inline', caution: 'inline', information: 'quiet' },
  same_class: { contraindicated: 'quiet', caution: 'quiet', information: 'quiet' },
};

/** The tier of a finding of this kind and severity. */
export function tierOf(kind: FindingKind, severity: Severity): Tier {
  return TIERS[kind][severity];
}

const WEIGHT: Record<Tier, number> = { quiet: 0, inline: 1, block: 2 };

/** The stronger of two tiers. */
export function strongerTier(one: Tier, other: Tier): Tier {
  return WEIGHT[one] >= WEIGHT[other] ? one : other;
}

/** Whether the doctor must say something before going on. What was kept before tiers existed has none and asks. */
export function needsDecision(finding: { tier?: Tier; accepted?: object | null }): boolean {
  return finding.tier !== 'quiet' && !finding.accepted;
}
