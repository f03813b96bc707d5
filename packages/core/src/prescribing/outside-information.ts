import { Prisma, type UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate } from '@shirube/terminology';
import type { OutsideReading } from '../received/information.ts';
import { type OutsideFacts, outsideFactsOf } from '../received/outside-facts.ts';
import { assumedDays, mostDays } from '../received/take-over-plan.ts';
import type { OutsideInformation, SafetyAllergy, SafetyDrug } from '../safety/index.ts';

/** What outsideObject gives: JSON. */
export interface StoredOutside {
  /** the scopes of 電子カルテ情報共有 under which a consent lasts */
  consents: string[];
  shared: {
    scope: string;
    identifier: string;
    facilityName: string;
    on: CalendarDate;
    reading: OutsideReading;
  }[];
  letters: { id: string; identifier: string; facilityName: string; on: CalendarDate; facts: OutsideFacts }[];
  /** facilities whose letters came for this patient and were not opened: what stands in them is not known here */
  unopened: string[];
  /** '<letter>|<reference>' of what was taken over: our own record speaks for it */
  imported: string[];
}

/**
 * One SQL expression for what other facilities wrote of a patient: 6情報 while the consent lasts (the database shows no others), and letters
 * that were opened here. A letter that was withdrawn or replaced counts no more; an edition that was taken over says nothing of a later one.
 * `former`: charts that were merged into this one.
 */
export const outsideObject = (
  patientId: string,
  now: Date,
  former: readonly string[] = [],
): Prisma.Sql => Prisma.sql`
  jsonb_build_object(
    'consents', (SELECT coalesce(jsonb_agg(k.scope), '[]'::jsonb)
        FROM (SELECT DISTINCT ON (scope) scope, given, expires_at FROM consent
               WHERE patient_id = ${patientId}::uuid AND scope IN ('sharedDiagnoses', 'sharedClinical')
               ORDER BY scope, given_at DESC, id DESC) k
       WHERE k.given AND k.expires_at > ${now}),
    'shared', (SELECT coalesce(jsonb_agg(jsonb_build_object('scope', s.scope, 'identifier', s.identifier, 'facilityName', s.facility_name,
                 'on', (s.registered_at AT TIME ZONE 'Asia/Tokyo')::date, 'reading', s.reading) ORDER BY s.facility_name, s.id), '[]'::jsonb)
        FROM shared_information s WHERE s.patient_id = ${patientId}::uuid AND s.expires_at > ${now}),
    'letters', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'identifier', r.identifier, 'facilityName', r.sender_name,
                 'on', r.issued_on, 'facts', r.safety_facts) ORDER BY r.issued_on, r.id), '[]'::jsonb)
        FROM received_document r
       WHERE r.patient_id = ANY(${[patientId, ...former]}::uuid[]) AND r.state IN ('opened', 'accepted') AND r.safety_facts IS NOT NULL),
    'unopened', (SELECT coalesce(jsonb_agg(DISTINCT r.sender_name), '[]'::jsonb)
        FROM received_document r
       WHERE r.patient_id = ANY(${[patientId, ...former]}::uuid[]) AND r.state IN ('on_hold', 'readable')),
    'imported', (SELECT coalesce(jsonb_agg(v.received_document_id || '|' || v.reference), '[]'::jsonb)
        FROM import_provenance v
       WHERE v.patient_id = ANY(${[patientId, ...former]}::uuid[]) AND v.received_document_id IS NOT NULL))`;

interface Outside {
  /** null: 6情報, of which nothing is taken over */
  letterId: string | null;
  identifier: string;
  facilityName: string;
  source: string;
  facts: OutsideFacts;
}

/** The same as the engine takes it. What was taken over, and what our own record says in the same code, is left to our own record. */
export async function readOutside(
  uow: UnitOfWork,
  stored: StoredOutside,
  own: readonly SafetyAllergy[],
  today: CalendarDate,
): Promise<{ allergies: SafetyAllergy[]; drugs: SafetyDrug[]; information: OutsideInformation }> {
  const outside: Outside[] = [
    ...stored.shared.map(({ reading, on, identifier, facilityName }) => ({
      letterId: null,
      identifier,
      facilityName,
      source: '電子カルテ情報共有',
      facts: outsideFactsOf(reading.items, reading.unread, on),
    })),
    ...stored.letters.map(({ on: _, id, ...rest }) => ({ ...rest, letterId: id, source: '紹介状' })),
  ];
  const imported = new Set(stored.imported);
  const fresh = ({ letterId }: Outside, { reference }: { reference: string }) =>
    !imported.has(`${letterId}|${reference}`);
  const allergies = outside.flatMap((each) =>
    each.facts.allergies
      .filter((allergy) => fresh(each, allergy) && !own.some((ours) => isSameAllergy(ours, allergy)))
      .map(
        (allergy): SafetyAllergy => ({
          code: allergy.code ?? '',
          displayName: allergy.displayName,
          from: { facilityName: each.facilityName, source: each.source, recordedOn: allergy.recordedOn },
        }),
      ),
  );
  const medicines = outside.flatMap((each) =>
    each.facts.medications
      .filter((drug) => fresh(each, drug))
      .map((drug) => ({ ...drug, identifier: each.identifier, facilityName: each.facilityName })),
  );
  return {
    allergies,
    drugs: await drugsOf(uow, medicines, today),
    information: {
      shared: !stored.consents.includes('sharedClinical')
        ? 'no_consent'
        : !stored.shared.some(({ scope }) => scope === 'sharedClinical')
          ? 'nothing'
          : 'included',
      unopened: stored.unopened,
      unread: outside.flatMap((each) =>
        each.facts.unread.map(
          (text) => `${each.facilityName}（${each.source}）の情報に読めないところがあります：${text}`,
        ),
      ),
    },
  };
}

const dummies = /^(D9M|)$/;

const isSameAllergy = (ours: SafetyAllergy, theirs: { code: string | null; displayName: string }): boolean =>
  theirs.code === null || dummies.test(theirs.code.slice(0, 3))
    ? ours.displayName === theirs.displayName
    : ours.code === theirs.code;

/** As they are counted when a medicine is taken over: those that are not said are assumed, and a slip of the sender's is bounded. */
const daysOf = ({ days }: { days: number | null }): number =>
  days === null || days < 1 ? assumedDays : Math.min(days, mostDays);

/** Medicines whose days are not over. One without a code stays in: the check says that it could not compare it. */
async function drugsOf(
  uow: UnitOfWork,
  medicines: readonly (OutsideFacts['medications'][number] & { identifier: string; facilityName: string })[],
  today: CalendarDate,
): Promise<SafetyDrug[]> {
  if (medicines.length === 0) return [];
  const products = await uow.tables.drug.findMany({
    where: { yjCode: { in: medicines.flatMap((drug) => (drug.yjCode ? [drug.yjCode] : [])) } },
    select: { yjCode: true, ingredientName: true },
  });
  return medicines.flatMap((drug): SafetyDrug[] => {
    const from = drug.startsOn ?? today;
    const to = addDays(from, daysOf(drug) - 1);
    if (to < today) return [];
    return [
      {
        ref: `external:${drug.identifier}:${drug.reference}`,
        yjCode: drug.yjCode,
        name: drug.name,
        ingredientName: products.find((each) => each.yjCode === drug.yjCode)?.ingredientName ?? null,
        origin: 'external',
        facilityName: drug.facilityName,
        periodFrom: from,
        periodTo: to,
        givenOn: from,
      },
    ];
  });
}
