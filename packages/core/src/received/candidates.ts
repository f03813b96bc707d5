import type { UnitOfWork } from '@shirube/db';
import { toSearchKey } from '@shirube/terminology';
import { toPatientSummary } from '../patients/search-patients.ts';
import type { InsuranceKey } from '../reception/insurance-key.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { isInsuredUnder } from './insured-person.ts';
import { type LetterCandidate, type LetterPerson, sexOf, sexWords } from './schema.ts';

/** More people alike are no choice for a person to make: the patient is then searched for. */
const mostShown = 10;

interface OurPerson {
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
  birthDate: Date;
  sex: LetterCandidate['patient']['sex'];
  coverages: InsuranceKey[];
}

/** A name for comparison: NFKC, without spaces. */
export const comparable = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
const insuranceInWords = (key: InsuranceKey): string =>
  [key.insurerNumber, key.symbol, key.number, key.branchNumber].filter(Boolean).join(' ');

/** What the letter says of the person otherwise than our record. Compared after NFKC, without spaces; the insurance as the service does. */
export function differencesOf(
  ours: OurPerson,
  person: LetterPerson,
  insuredId: string,
): LetterCandidate['differences'] {
  const differences: LetterCandidate['differences'] = [];
  const compare = (field: string, mine: string, theirs: string, same: boolean) => {
    if (!same) differences.push({ field, ours: mine, theirs });
  };
  const name = `${ours.familyName} ${ours.givenName}`;
  const kana = `${ours.familyKana} ${ours.givenKana}`;
  const born = toCalendarDate(ours.birthDate);
  compare('氏名', name, person.name, comparable(name) === comparable(person.name));
  if (person.kana !== null)
    compare('カナ', kana, person.kana, toSearchKey(kana) === toSearchKey(person.kana));
  compare('生年月日', born, person.birthDate, born === person.birthDate);
  compare('性別', sexWords[ours.sex], sexWords[sexOf(person.sex)], ours.sex === sexOf(person.sex));
  compare(
    '保険',
    ours.coverages[0] ? insuranceInWords(ours.coverages[0]) : '登録なし',
    insuredId.split(':').filter(Boolean).join(' '),
    ours.coverages.some((coverage) => isInsuredUnder(insuredId, coverage)),
  );
  return differences;
}

/**
 * Whom a letter may be about: those insured under its number first, then those with the same kana, birth date and sex. Proposals only: a
 * person decides, and nobody is taken by the machine.
 */
export async function candidatesFor(
  uow: UnitOfWork,
  person: LetterPerson,
  insuredId: string,
): Promise<LetterCandidate[]> {
  const number = insuredId.split(':')[2] ?? '';
  const rows = await uow.tables.patient.findMany({
    where: {
      OR: [
        // the number as it is written may have another width or zeros: the rows of the day are compared below
        ...(number === '' ? [] : [{ coverages: { some: { number } } }]),
        ...(/^\d{4}-\d{2}-\d{2}$/.test(person.birthDate)
          ? [{ birthDate: toDateColumn(person.birthDate) }]
          : []),
      ],
    },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] } },
  });
  const merged = new Set(
    (
      await uow.tables.patientMerge.findMany({
        where: { fromId: { in: rows.map((row) => row.id) } },
        select: { fromId: true },
      })
    ).map((row) => row.fromId),
  );
  const kanaKey = toSearchKey(person.kana ?? '');
  const sex = sexOf(person.sex);
  const found = rows.flatMap((row): LetterCandidate[] => {
    if (merged.has(row.id)) return [];
    const insured = row.coverages.some((coverage) => isInsuredUnder(insuredId, coverage));
    const alike =
      toCalendarDate(row.birthDate) === person.birthDate &&
      kanaKey !== '' &&
      row.kanaKey === kanaKey &&
      (row.sex === sex || row.sex === 'unknown' || sex === 'unknown');
    if (!insured && !alike) return [];
    return [
      {
        patient: toPatientSummary(row),
        by: insured ? 'insurance' : 'kana',
        differences: differencesOf(row, person, insuredId),
      },
    ];
  });
  return found
    .sort(
      (a, b) =>
        a.differences.length - b.differences.length ||
        Number(b.by === 'insurance') - Number(a.by === 'insurance'),
    )
    .slice(0, mostShown);
}
