import type { UnitOfWork } from '@shirube/db';
import { toSearchKey } from '@shirube/terminology';
import type { EligibilityResult } from '../ports/index.ts';
import { DomainError } from '../shared/errors.ts';
import { registerPatient } from './register-patient.ts';
import type { PatientSummary } from './schema.ts';

/** A person's identity as our patient table keeps it. */
export interface CardIdentity {
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
}

/** What stands for the given name of a person who has one name only. */
const noGivenName = { name: '－', kana: 'ー' };

/**
 * 'テスト　太郎' → family and given name: spaces of either width stand between them. What follows the first space is the
 * given name (middle names with it).
 */
export function identityOnCard(person: EligibilityResult['person']): CardIdentity {
  const name = splitAtFirstSpace(person.name);
  const kana = splitAtFirstSpace(person.nameKana.normalize('NFKC'));
  return {
    familyName: name.first,
    givenName: name.rest || noGivenName.name,
    familyKana: kana.first,
    givenKana: kana.rest || noGivenName.kana,
  };
}

function splitAtFirstSpace(text: string): { first: string; rest: string } {
  const [first = '', ...rest] = text.trim().split(/\s+/u);
  return { first, rest: rest.join(' ') };
}

/** '1000001' → '100-0001'; what is no postal code stays out. */
export function postalCodeOnCard(text: string | null): string | null {
  const digits = (text ?? '').normalize('NFKC').replace(/\D/g, '');
  return digits.length === 7 ? `${digits.slice(0, 3)}-${digits.slice(3)}` : null;
}

/**
 * Registers the person on a card as a new patient. The clerk has said that it is nobody who is registered: someone else with
 * the same kana and birth date is someone else.
 * @throws DomainError invalid when the card holds no name or no kana
 */
export async function registerFromCard(
  uow: UnitOfWork,
  { person }: Pick<EligibilityResult, 'person'>,
): Promise<PatientSummary> {
  if (person.name.trim() === '' || toSearchKey(person.nameKana) === '')
    throw new DomainError(
      'invalid',
      'カードの情報に氏名かカナがありません。患者を登録してから、その患者として受付してください。',
    );
  return registerPatient(uow, {
    ...identityOnCard(person),
    birthDate: person.birthDate,
    sex: person.sex,
    postalCode: postalCodeOnCard(person.postalCode) ?? '',
    address: person.address ?? '',
    phone: '',
    differentPersonConfirmed: true,
  });
}
