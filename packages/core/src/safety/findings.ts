import { type CalendarDate, diffDays, ingredientCodeOf } from '@shirube/terminology';
import type { AllergyMatch } from './allergy.ts';
import type { CodedDrug } from './drug-matching.ts';
import { comparableName } from './names.ts';
import type {
  FindingKind,
  InteractionPair,
  SafetyAllergy,
  SafetyDrug,
  SafetyFinding,
  Severity,
} from './types.ts';

/** A finding before its key: `identity` is what the key is made of (see finding-keys.ts). */
export type DraftFinding = Omit<SafetyFinding, 'key'> & { identity: string };

interface Days {
  from: CalendarDate;
  to: CalendarDate;
}

/** Days of an earlier prescription that are simply left when the next one is written: a continuation, not a second supply. */
const LEFT_OVER_DAYS = 7;

/**
 * Two drugs of the same ingredient and route on the same days. When the other is this clinic's own earlier prescription of the same
 * product in the same strength and only its last days are left, it is the ordinary next visit: information.
 */
export function duplicateFinding(
  subject: CodedDrug,
  other: CodedDrug,
  overlap: Days,
  ingredient: string | null,
): DraftFinding {
  const daysLeft = diffDays(overlap.from, other.periodTo) + 1;
  const continues =
    other.origin === 'clinic' &&
    other.yjCode.slice(0, 9) === subject.yjCode.slice(0, 9) &&
    daysLeft <= LEFT_OVER_DAYS;
  return {
    kind: 'duplicate',
    severity: continues ? 'information' : 'caution',
    ...between(subject, other, overlap, 'duplicate', true),
    message: continues
      ? `前回の処方があと${daysLeft}日分あります。残りを確かめてください。`
      : `成分${ingredient === null ? '' : `（${ingredient}）`}と投与経路が同じ薬で、服用期間が重なっています。`,
    basis: '重複投薬の基準（成分と投与経路が同じ）',
    condition: null,
    dataDate: null,
  };
}

/** Two drugs of one 薬効分類 on the same days: information. */
export function sameClassFinding(subject: CodedDrug, other: CodedDrug, overlap: Days): DraftFinding {
  return {
    kind: 'same_class',
    severity: 'information',
    ...between(subject, other, overlap, 'same_class', true),
    message: '薬効分類が同じ薬です。意図した併用か確かめてください。',
    basis: `薬効分類 ${subject.yjCode.slice(0, 4)}`,
    condition: null,
    dataDate: null,
  };
}

/**
 * Two drugs that a table says must not be taken together, or only with care. Several rows may name them (a class and a product, both
 * package inserts): they become one finding with every message, as strong as the strongest. It is conditional only when every row is.
 */
export function pairFinding(
  kind: 'contraindicated' | 'caution',
  subject: CodedDrug,
  other: CodedDrug,
  overlap: Days,
  rows: readonly InteractionPair[],
  table: { edition: string; dataDate: string | null },
): DraftFinding {
  const unconditional = rows.filter((row) => row.condition === null);
  const strongestFirst = [...unconditional, ...rows.filter((row) => row.condition !== null)];
  const condition = unconditional.length > 0 ? null : joined(rows.map((row) => row.condition ?? ''));
  const name = kind === 'contraindicated' ? '併用禁忌の表' : '併用に注意する組の表';
  return {
    kind,
    severity: strongest(rows.map((row) => row.severity)),
    ...between(subject, other, overlap, kind, kind === 'caution' || condition !== null),
    message: joined(strongestFirst.map((row) => row.message)),
    basis: `${joined(strongestFirst.map((row) => row.basis))}（${name} ${table.edition}）`,
    condition,
    dataDate: table.dataDate,
  };
}

const ALLERGY_MESSAGES = {
  product: 'アレルギーとして記録されている薬そのものです。',
  strength: 'アレルギーとして記録されている成分・剤形・規格の薬です。',
  ingredient: 'アレルギーとして記録されている薬と同じ成分です。',
  name: 'アレルギーとして記録されている薬と名称が一致します。',
} as const;

/** A drug that a recorded allergy names or is close to. It has no period: an allergy does not end with a prescription. */
export function allergyFinding(
  subject: CodedDrug,
  allergy: SafetyAllergy,
  match: AllergyMatch,
): DraftFinding {
  const { from } = allergy;
  const words = allergyWords(match);
  return {
    kind: 'allergy',
    identity: [
      'allergy',
      subject.yjCode,
      allergy.code,
      keyPart(allergy.displayName),
      ...(from ? [keyPart(from.facilityName)] : []),
    ].join('|'),
    subjectRef: subject.ref,
    subjectName: subject.name,
    otherRef: `allergy:${allergy.code}:${allergy.displayName}`,
    otherName: allergy.displayName,
    otherOrigin: 'allergy',
    otherGivenOn: null,
    facilityName: from?.facilityName ?? '自院',
    periodFrom: null,
    periodTo: null,
    basis: 'アレルギーの記録',
    condition: null,
    dataDate: from?.recordedOn ?? null,
    acceptKey: null,
    ...words,
    ...(from
      ? {
          message: `${from.facilityName}（${from.source}）の情報です。${words.message}`,
          basis: `${from.facilityName}の${words.basis ?? 'アレルギーの記録'}（${from.source}）`,
        }
      : {}),
  };
}

function allergyWords(match: AllergyMatch): Pick<SafetyFinding, 'severity' | 'message'> & { basis?: string } {
  switch (match.by) {
    case 'named_class':
      return {
        severity: 'contraindicated',
        message: `アレルギーとして記録されている系統（${match.group.name}）の薬です。`,
      };
    case 'class':
      return {
        severity: 'caution',
        message: `アレルギーとして記録されている薬と同じ系統（${match.group.name}）です。症状と、この薬を使えたことがあるかを確かめてください。`,
        basis: 'アレルギーの記録と薬の系統の表（臨床で使う前に確認）',
      };
    case 'origin':
      return { severity: match.severity, message: match.message, basis: match.basis };
    default:
      return { severity: 'contraindicated', message: ALLERGY_MESSAGES[match.by] };
  }
}

function between(
  subject: CodedDrug,
  other: CodedDrug,
  overlap: Days,
  kind: FindingKind,
  acceptable: boolean,
) {
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
    acceptKey: acceptable ? pairAcceptKey(kind, subject, other, place) : null,
  };
}

/**
 * A drug given before or elsewhere is the same as long as its product, facility and whole period are; our own side as long as the
 * ingredient is. Two lines of the order are the same as long as both ingredients and both doses are: their days begin anew each time.
 */
function pairAcceptKey(kind: FindingKind, subject: CodedDrug, other: CodedDrug, place: string): string {
  const ours = ingredientCodeOf(subject.yjCode);
  if (other.origin !== 'order')
    return [kind, ours, other.yjCode, place, `${other.periodFrom}..${other.periodTo}`].join('|');
  return [kind, ours, doseOf(subject), ingredientCodeOf(other.yjCode), doseOf(other), 'order'].join('|');
}

const doseOf = ({ taking }: SafetyDrug): string =>
  taking?.dose == null ? '' : `${Number(taking.dose)}${keyPart(taking.unit)}`;

/** Free text as part of a key: spelling variants give the same key, and it cannot break the key's parts. */
export function keyPart(text: string): string {
  return comparableName(text).replaceAll('|', '').slice(0, 60);
}

const WEIGHT: Record<Severity, number> = { contraindicated: 2, caution: 1, information: 0 };

/** The strongest of some severities; information of none. */
export function strongest(severities: readonly Severity[]): Severity {
  return severities.reduce((one, other) => (WEIGHT[other] > WEIGHT[one] ? other : one), 'information');
}

/** Each text once, in the given sequence. */
export function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join('／');
}
