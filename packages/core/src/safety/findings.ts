import type { CalendarDate } from '@shirube/terminology';
import type { AllergyMatch, CodedDrug } from './drug-matching.ts';
import type { InteractionPair, SafetyAllergy, SafetyFinding } from './types.ts';

/** A finding before its key: `identity` is what the key is made of (see finding-keys.ts). */
export type DraftFinding = Omit<SafetyFinding, 'key'> & { identity: string };

interface Days {
  from: CalendarDate;
  to: CalendarDate;
}

/** Two drugs of the same ingredient and route on the same days. */
export function duplicateFinding(subject: CodedDrug, other: CodedDrug, overlap: Days): DraftFinding {
  const ingredient = other.ingredientName ?? subject.ingredientName;
  return {
    kind: 'duplicate',
    severity: 'caution',
    ...between(subject, other, overlap, 'duplicate'),
    message: `成分${ingredient === null ? '' : `（${ingredient}）`}と投与経路が同じ薬で、服用期間が重なっています。`,
    basis: '重複投薬の基準（成分と投与経路が同じ）',
    condition: null,
    dataDate: null,
  };
}

/**
 * Two drugs that the table says must not be taken together. Several rows may name them (a class and a product, both
 * package inserts): they become one finding with every message. It is conditional only when every row is.
 */
export function contraindicationFinding(
  subject: CodedDrug,
  other: CodedDrug,
  overlap: Days,
  rows: readonly InteractionPair[],
  edition: string,
): DraftFinding {
  const unconditional = rows.filter((row) => row.condition === null);
  const strongestFirst = [...unconditional, ...rows.filter((row) => row.condition !== null)];
  return {
    kind: 'contraindicated',
    severity: 'contraindicated',
    ...between(subject, other, overlap, 'contraindicated'),
    message: joined(strongestFirst.map((row) => row.message)),
    basis: `${joined(strongestFirst.map((row) => row.basis))}（併用禁忌の表 ${edition}）`,
    condition: unconditional.length > 0 ? null : joined(rows.map((row) => row.condition ?? '')),
    dataDate: edition,
  };
}

const ALLERGY_MESSAGES: Record<AllergyMatch, string> = {
  product: 'アレルギーとして記録されている薬そのものです。',
  strength: 'アレルギーとして記録されている成分・剤形・規格の薬です。',
  ingredient: 'アレルギーとして記録されている薬と同じ成分です。',
  name: 'アレルギーとして記録されている薬と名称が一致します。',
};

/** A drug that a recorded allergy names. It has no period: an allergy does not end with a prescription. */
export function allergyFinding(
  subject: CodedDrug,
  allergy: SafetyAllergy,
  match: AllergyMatch,
): DraftFinding {
  return {
    kind: 'allergy',
    severity: 'contraindicated',
    identity: ['allergy', subject.yjCode, allergy.code, keyPart(allergy.displayName)].join('|'),
    subjectRef: subject.ref,
    subjectName: subject.name,
    otherRef: `allergy:${allergy.code}:${allergy.displayName}`,
    otherName: allergy.displayName,
    otherOrigin: 'allergy',
    otherGivenOn: null,
    facilityName: '自院',
    periodFrom: null,
    periodTo: null,
    message: ALLERGY_MESSAGES[match],
    basis: 'アレルギーの記録',
    condition: null,
    dataDate: null,
  };
}

function between(subject: CodedDrug, other: CodedDrug, overlap: Days, kind: 'duplicate' | 'contraindicated') {
  const place = other.origin === 'external' ? `external:${keyPart(other.facilityName)}` : other.origin;
  return {
    identity: [kind, subject.yjCode, other.yjCode, place, `${overlap.from}..${overlap.to}`].join('|'),
    subjectRef: subject.ref,
    subjectName: subject.name,
    otherRef: other.ref,
    otherName: other.name,
    otherOrigin: other.origin,
    otherGivenOn: other.givenOn,
    facilityName: other.facilityName,
    periodFrom: overlap.from,
    periodTo: overlap.to,
  };
}

/** Each text once, in the given sequence. */
function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join('／');
}

/** Free text as part of a key: spelling variants give the same key, and it cannot break the key's parts. */
function keyPart(text: string): string {
  return text.normalize('NFKC').replace(/[\s|]/g, '').slice(0, 60);
}
