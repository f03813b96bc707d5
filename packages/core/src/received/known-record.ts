import type { UnitOfWork } from '@shirube/db';
import { AllergenCode, todayInTokyo } from '@shirube/terminology';
import type { RecordAllergyInput } from '../patients/facts/schema.ts';
import { formerCharts } from '../patients/merge/former-charts.ts';
import type { ReceivedAllergy, ReceivedItem } from '../records/index.ts';
import { toCalendarDate } from '../shared/rows.ts';
import { isCoded } from './in-words.ts';

/** What our record and the masters say about the items of a letter: looked up once for all of them. */
export interface KnownRecord {
  conditions: { managementNo: string; modifierCodes: string[]; displayName: string; onsetDate: string }[];
  allergies: { code: string; displayName: string; reaction: string | null; criticality: string }[];
  /** medicines from elsewhere as they were entered here */
  external: { yjCode: string | null; name: string; dispensedOn: string }[];
  /** references of the letter's items that were taken over before */
  imported: ReadonlySet<string>;
  /** the master's names */
  diseases: ReadonlyMap<string, string>;
  modifiers: ReadonlyMap<string, string>;
  drugs: ReadonlyMap<string, { name: string; ingredientName: string }>;
  allergens: ReadonlyMap<string, { allergen: RecordAllergyInput['allergen']; code: string; name: string }>;
}

export async function loadKnownRecord(
  uow: UnitOfWork,
  patientId: string,
  identifier: string,
  items: readonly ReceivedItem[],
): Promise<KnownRecord> {
  const today = todayInTokyo(uow.now);
  const charts = { in: [patientId, ...(await formerCharts(uow, patientId))] };
  const conditions = await uow.tables.condition.findMany({
    where: { patientId: charts },
    distinct: ['conditionId'],
    orderBy: [{ conditionId: 'asc' }, { versionNo: 'desc' }],
  });
  const allergies = await uow.tables.allergyIntolerance.findMany({
    where: { patientId: charts },
    distinct: ['allergyId'],
    orderBy: [{ allergyId: 'asc' }, { versionNo: 'desc' }],
  });
  const external = await uow.tables.externalMedication.findMany({
    where: { patientId: charts, enteredById: { not: null }, expiresAt: { gt: uow.now } },
  });
  const imported = await uow.tables.importProvenance.findMany({
    where: { patientId: charts, identifier },
    select: { reference: true },
  });
  const diseases = await uow.tables.disease.findMany({
    where: {
      managementNo: {
        in: items.flatMap((item) =>
          item.kind === 'condition' && isCoded(item.managementNo) ? [item.managementNo] : [],
        ),
      },
    },
  });
  const modifiers = await uow.tables.diseaseModifier.findMany({
    where: {
      code: {
        in: items.flatMap((item) =>
          item.kind === 'condition' ? item.modifiers.map((each) => each.code) : [],
        ),
      },
    },
  });
  const drugs = await uow.tables.drug.findMany({
    where: {
      yjCode: {
        in: items.flatMap((item) => (item.kind === 'medication' && item.yjCode ? [item.yjCode] : [])),
      },
    },
  });
  const allergens = new Map<
    string,
    { allergen: RecordAllergyInput['allergen']; code: string; name: string }
  >();
  for (const item of items)
    if (item.kind === 'allergy') allergens.set(item.source.reference, await allergenOf(uow, item));
  return {
    conditions: conditions
      .filter((row) => row.kind !== 'entered_in_error' && row.outcome === 'active')
      .map((row) => ({ ...row, onsetDate: toCalendarDate(row.onsetDate) })),
    allergies: allergies.filter(
      (row) =>
        row.kind !== 'entered_in_error' && (row.endDate === null || toCalendarDate(row.endDate) > today),
    ),
    external: external.map((row) => ({ ...row, dispensedOn: toCalendarDate(row.dispensedOn) })),
    imported: new Set(imported.map((row) => row.reference)),
    diseases: new Map(diseases.map((row) => [row.managementNo, row.name])),
    modifiers: new Map(modifiers.map((row) => [row.code, row.name])),
    drugs: new Map(drugs.map((row) => [row.yjCode, row])),
    allergens,
  };
}

/**
 * The allergen as our record writes it: the ingredient of a coded drug, an allergen of J-FAGY, or the words of the sender where our masters
 * know no code of it.
 */
async function allergenOf(
  uow: UnitOfWork,
  item: ReceivedAllergy,
): Promise<{ allergen: RecordAllergyInput['allergen']; code: string; name: string }> {
  const code = item.code ?? '';
  if (AllergenCode.is(code) && /^(YCM|GCM)/.test(code)) {
    // ingredient, form and strength: a product that our master lacks is written as its like, not as mere words
    const drug = await uow.tables.drug.findFirst({
      where: { yjCode: { startsWith: code.slice(3, 12) } },
      orderBy: { yjCode: 'asc' },
    });
    if (drug)
      return {
        allergen: { kind: 'drug', yjCode: drug.yjCode },
        // as recordAllergy writes it: the ingredient in its form and strength
        code: `GCM${drug.yjCode.slice(0, 9)}ZZZ`,
        name: drug.ingredientName,
      };
  } else if (AllergenCode.is(code)) {
    const listed = await uow.tables.allergen.findFirst({ where: { code } });
    if (listed && !code.startsWith('D9M'))
      return { allergen: { kind: 'listed', code }, code, name: listed.name };
  }
  const text = item.displayName;
  return { allergen: { kind: 'words', text }, code: 'D9M000000000', name: text };
}
