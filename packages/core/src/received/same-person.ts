import { type CalendarDate, toSearchKey } from '@shirube/terminology';
import type { ReceivedPerson } from '../records/index.ts';
import { comparable } from './candidates.ts';
import { isInsuredUnder } from './insured-person.ts';

/** Whom we asked about, or whom a notice named. */
export interface NamedPerson {
  insuredId: string;
  birthDate: CalendarDate;
  name: string;
  kana: string | null;
}

/**
 * Whether what arrived is about the person it was asked for: never shown, checked or opened otherwise. The insured number decides, with the
 * birth date; where the number is another one (the insurance has changed since) or missing, birth date and name together.
 */
export function isAbout(read: ReceivedPerson, known: NamedPerson): boolean {
  if (read.birthDate !== null && read.birthDate !== known.birthDate) return false;
  const [insurerNumber = '', symbol = '', number = '', branchNumber = ''] = known.insuredId.split(':');
  const coverage = { insurerNumber, symbol: symbol || null, number, branchNumber: branchNumber || null };
  if (read.insuredId !== null && isInsuredUnder(read.insuredId, coverage)) return true;
  if (read.birthDate === null) return false;
  const kana = `${read.familyKana ?? ''}${read.givenKana ?? ''}`;
  const name = comparable(read.nameText);
  return (
    (name !== '' && name === comparable(known.name)) ||
    (kana !== '' && known.kana !== null && toSearchKey(kana) === toSearchKey(known.kana))
  );
}
