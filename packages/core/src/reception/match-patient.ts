import { toSearchKey } from '@shirube/terminology';
import type { EligibilityResult } from '../ports/index.ts';
import type { CalendarDate, SexCode } from '../records/index.ts';
import { type InsuranceKey, mayBeSameInsured } from './insurance-key.ts';

/** A registered patient, as far as a card result is compared with one. */
export interface KnownPerson {
  id: string;
  patientNumber: string;
  kanaKey: string;
  birthDate: CalendarDate;
  sex: SexCode;
  /** all insurances ever recorded: an ended one still names the person */
  coverages: readonly InsuranceKey[];
}

/** Whose card it is. A candidate is only a proposal: people may share kana, birth date and sex. */
export type CardMatch =
  | { status: 'matched'; patientId: string }
  | { status: 'candidate'; patientId: string }
  | { status: 'quarantined'; reason: string };

const nobody = '登録のない方です。新しい患者として登録できます。';
const several =
  '同じ読み・同じ生年月日の方が複数登録されています。どの方のカードか確かめて、患者をさがしてから受付してください。';
const numberOfAnother =
  'カードの照会番号は当院の患者番号ですが、登録の生年月日と違います。登録の生年月日を確かめてください。';

/**
 * Whose card a result is, in the order of trust: 照会番号 (our number), the insurance key, then kana and sex; always with the
 * birth date. Rule: the matching order of the eligibility interface (オンライン資格確認 外部インターフェイス).
 * @param people those who were born on the birth date of the card, and the one under its 照会番号
 */
export function matchPatient(card: EligibilityResult, people: readonly KnownPerson[]): CardMatch {
  const { birthDate, nameKana, sex } = card.person;
  const kanaKey = toSearchKey(nameKana);
  const bornThen = people.filter((person) => person.birthDate === birthDate);
  const underNumber =
    card.referenceNumber === null
      ? undefined
      : people.find((person) => person.patientNumber === card.referenceNumber);
  if (underNumber?.birthDate === birthDate) return { status: 'matched', patientId: underNumber.id };

  const { insurance } = card;
  if (insurance) {
    const insured = bornThen.filter((person) => isInsuredAs(person, insurance, kanaKey));
    const [only, another] = insured;
    if (only && !another) return { status: 'matched', patientId: only.id };
  }
  const alike = bornThen.filter(
    (person) =>
      kanaKey !== '' &&
      person.kanaKey === kanaKey &&
      (person.sex === sex || person.sex === 'unknown' || sex === 'unknown'),
  );
  const [only, another] = alike;
  if (only && !another) return { status: 'candidate', patientId: only.id };
  if (another) return { status: 'quarantined', reason: several };
  return { status: 'quarantined', reason: underNumber ? numberOfAnother : nobody };
}

/**
 * 記号・番号 without 枝番 is shared by a family: twins have the same birth date too. There the kana must agree as well.
 */
function isInsuredAs(person: KnownPerson, insurance: InsuranceKey, kanaKey: string): boolean {
  return person.coverages.some(
    (coverage) =>
      mayBeSameInsured(coverage, insurance) &&
      ((coverage.branchNumber && insurance.branchNumber) || person.kanaKey === kanaKey),
  );
}
