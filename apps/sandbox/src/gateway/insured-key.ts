import { fromCompactDate } from '../jst.ts';
import type { InsuredKey, PeopleRegistry, PersonMatch } from '../knowledge/people.ts';
import { textAt, type XmlTree } from '../xml.ts';

/**
 * The insured person a message names. Element names differ between OQS/EPS (InsuredCardSymbol …) and YZK
 * (InsuranceCardSymbol …, in the header). null when the insurer number, the number or the birth date is unusable.
 */
export function readInsuredKey(tree: XmlTree, style: 'OQS' | 'YZK'): InsuredKey | null {
  const [symbol, number, branch] =
    style === 'OQS'
      ? ['InsuredCardSymbol', 'InsuredIdentificationNumber', 'InsuredBranchNumber']
      : ['InsuranceCardSymbol', 'InsuredPersonIdentificationNumber', 'BranchNumber'];
  const birthText = textAt(tree, 'Birthdate');
  const birthDate = birthText === '' ? null : fromCompactDate(birthText);
  const key: InsuredKey = {
    insurerNumber: textAt(tree, 'InsurerNumber'),
    symbol: textAt(tree, symbol!),
    number: textAt(tree, number!),
    branchNumber: textAt(tree, branch!),
    birthDate,
  };
  const usable =
    /^\s*\d{6,8}$/.test(key.insurerNumber.normalize('NFKC')) &&
    key.number !== '' &&
    (style === 'YZK' || birthDate !== null);
  return usable ? key : null;
}

/** The one person with a valid insurance under this key, or null. */
export function validPerson(people: PeopleRegistry, key: InsuredKey): PersonMatch['person'] | null {
  const valid = people.find(key).filter((match) => !match.expired);
  return valid.length === 1 ? valid[0]!.person : null;
}
