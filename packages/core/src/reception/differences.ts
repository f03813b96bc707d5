import type { EligibilityResult } from '../ports/index.ts';
import { type InsuranceKey, isSameInsurance } from './insurance-key.ts';

export interface OurRecord {
  familyName: string;
  givenName: string;
  address: string | null;
  /** newest first */
  coverages: InsuranceKey[];
}

const comparable = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');

const insuranceInWords = (key: InsuranceKey): string =>
  [key.insurerNumber, key.symbol, key.number, key.branchNumber].filter(Boolean).join(' ');

/** What the national system says otherwise than our record: 氏名, 住所, 保険. Compared after NFKC, without spaces. */
export function differencesBetween(
  ours: OurRecord,
  theirs: EligibilityResult,
): { field: '氏名' | '住所' | '保険'; ours: string; theirs: string }[] {
  const differences: ReturnType<typeof differencesBetween> = [];
  const ourName = `${ours.familyName} ${ours.givenName}`;
  if (comparable(ourName) !== comparable(theirs.person.name))
    differences.push({ field: '氏名', ours: ourName, theirs: theirs.person.name });
  // withheld (DV 等) is no difference: the card then holds no address
  if (theirs.person.address !== null && comparable(ours.address ?? '') !== comparable(theirs.person.address))
    differences.push({ field: '住所', ours: ours.address ?? '', theirs: theirs.person.address });
  const [coverage] = ours.coverages;
  if (theirs.insurance && !(coverage && isSameInsurance(coverage, theirs.insurance)))
    differences.push({
      field: '保険',
      ours: coverage ? insuranceInWords(coverage) : '',
      theirs: insuranceInWords(theirs.insurance),
    });
  return differences;
}
