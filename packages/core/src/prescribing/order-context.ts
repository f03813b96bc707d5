import { Prisma, type UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import { formerCharts } from '../patients/merge/former-charts.ts';
import {
  checkOrder,
  type DrugRuleIndex,
  type OutsideInformation,
  type PairIndex,
  type PatientFacts,
  type SafetyAllergy,
  type SafetyDrug,
  type SafetyResult,
} from '../safety/index.ts';
import { notFound } from '../shared/errors.ts';
import { type Knowledge, loadDrugRules, loadPairs } from './knowledge.ts';
import { type OrderedProduct, orderDrugs } from './order-drugs.ts';
import { outsideObject, readOutside, type StoredOutside } from './outside-information.ts';
import { patientFactsObject, readPatientFacts, type StoredFacts } from './patient-facts.ts';
import type { DraftRp } from './rules/draft.ts';

/** What this clinic knows about a patient that an order must be checked against. */
export interface OrderContext {
  active: SafetyDrug[];
  external: SafetyDrug[];
  allergies: SafetyAllergy[];
  /** how far what other facilities wrote is among `external` and `allergies` */
  outside: OutsideInformation;
  facts: PatientFacts;
  /** what the master says of the products of the order */
  products: OrderedProduct[];
  pairs: Knowledge<PairIndex>;
  rules: Knowledge<DrugRuleIndex>;
  /** what a doctor has decided to go on with, newest first, while it holds */
  accepted: AcceptedBefore[];
}

/** An earlier decision about the same two drugs and the same period. */
export interface AcceptedBefore {
  acceptKey: string;
  on: CalendarDate;
  reason: string;
  by: string;
}

/** Period of drugs whose days cannot be counted (外用, 頓服): 電子処方箋管理サービスの運用について. */
const uncountableDays = 14;
/**
 * How long after its prescription a drug may be dispensed for the last time (リフィル: three times, each with its days): its period then
 * starts that much later; two earlier supplies of half a year are the longest. Only so old prescriptions are looked at.
 */
export const longestWaitDays = 400;

/** How long a decision spares the doctor the same question. */
const acceptedForDays = 180;

interface KnownDrugRow {
  ref: string;
  origin: 'clinic' | 'external';
  yj_code: string | null;
  name: string;
  ingredient_name: string | null;
  facility_name: string;
  period_from: CalendarDate;
  period_to: CalendarDate;
  given_on: CalendarDate;
}

const acceptedArray = (patientId: string, now: Date): Prisma.Sql => Prisma.sql`
  (SELECT coalesce(jsonb_agg(jsonb_build_object('acceptKey', d.accept_key, 'on', (d.decided_at AT TIME ZONE 'Asia/Tokyo')::date,
            'reason', coalesce(d.reason_text, d.reason_code), 'by', s.family_name || ' ' || s.given_name) ORDER BY d.decided_at DESC), '[]'::jsonb)
     FROM safety_decision d JOIN staff s ON s.tenant_id = d.tenant_id AND s.id = d.decided_by_id
    WHERE d.patient_id = ${patientId}::uuid AND d.accept_key IS NOT NULL AND d.decision = 'override'
      AND d.decided_at > ${new Date(now.getTime() - acceptedForDays * 24 * 3600_000)})`;

/** What was decided for this patient and still holds, newest first. */
export async function acceptedBefore(uow: UnitOfWork, patientId: string): Promise<AcceptedBefore[]> {
  const [row] = await uow.tables.$queryRaw<{ accepted: AcceptedBefore[] }[]>`
    SELECT ${acceptedArray(patientId, uow.now)} AS accepted`;
  return row?.accepted ?? [];
}

interface ContextRow {
  drugs: KnownDrugRow[];
  allergies: SafetyAllergy[];
  facts: StoredFacts | null;
  products: OrderedProduct[];
  accepted: AcceptedBefore[];
  outside: StoredOutside;
}

/**
 * Reads the other side of the check: drugs of this clinic still taken (not those of `exceptEncounterId`, whose order is
 * being written), drugs known from outside while the consent lasts, allergies, and what is recorded of
 * the patient. A period starts with the day of dispensing, or of the prescription where none is known. One statement besides the tables of knowledge, and one for the names of medicines that a letter
 * brought.
 */
export async function loadOrderContext(
  uow: UnitOfWork,
  patientId: string,
  exceptEncounterId: string,
  yjCodes: readonly string[],
): Promise<OrderContext> {
  const today = todayInTokyo(uow.now);
  // two charts of one person: what either knows counts
  const former = await formerCharts(uow, patientId);
  const charts = Prisma.sql`ANY(${[patientId, ...former]}::uuid[])`;
  const pairs = await loadPairs(uow);
  const rules = await loadDrugRules(uow);
  const [row] = await uow.tables.$queryRaw<ContextRow[]>`
    SELECT
      ${patientFactsObject(patientId, exceptEncounterId, former)} AS facts,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('yjCode', m.yj_code, 'ingredientName', m.ingredient_name,
                'strength', m.strength, 'unit', m.unit)), '[]'::jsonb)
         FROM master.drug m WHERE m.yj_code = ANY(${[...yjCodes]}::bpchar[])) AS products,
      ${acceptedArray(patientId, uow.now)} AS accepted,
      ${outsideObject(patientId, uow.now, former)} AS outside,
      (SELECT coalesce(jsonb_agg(k), '[]'::jsonb) FROM (
         SELECT 'own:' || i.id AS ref, 'clinic' AS origin, i.yj_code::text AS yj_code, i.name, d.ingredient_name,
                '自院' AS facility_name, start.on_day AS period_from, start.on_day + (i.period_to - i.period_from) AS period_to,
                start.on_day AS given_on
           FROM prescription_item i
           JOIN prescription rx ON rx.tenant_id = i.tenant_id AND rx.id = i.prescription_id
           JOIN prescription_state st ON st.tenant_id = i.tenant_id AND st.prescription_id = i.prescription_id
                AND st.status NOT IN ('cancelled', 'superseded')
           LEFT JOIN (SELECT prescription_id, max(dispensed_on) AS on_day FROM dispensing
                       WHERE patient_id = ${charts} GROUP BY prescription_id) given ON given.prescription_id = i.prescription_id
           CROSS JOIN LATERAL (SELECT coalesce(given.on_day, i.period_from) AS on_day) start
           LEFT JOIN master.drug d ON d.yj_code = i.yj_code
          WHERE i.patient_id = ${charts} AND i.line_kind <> 'material'
            AND i.period_to >= ${today}::date - ${longestWaitDays}::int
            AND start.on_day + (i.period_to - i.period_from) >= ${today}::date
            AND rx.encounter_id <> ${exceptEncounterId}::uuid
         UNION ALL
         SELECT 'external:' || x.id, 'external', coalesce(x.yj_code, d.yj_code)::text, x.name, d.ingredient_name,
                x.facility_name, x.dispensed_on, x.dispensed_on + taken.days - 1, x.dispensed_on
           FROM external_medication x
           LEFT JOIN LATERAL (SELECT yj_code, ingredient_name FROM master.drug m
                               WHERE m.yj_code = x.yj_code OR (x.yj_code IS NULL AND m.receipt_code = x.receipt_code) LIMIT 1) d ON true
           CROSS JOIN LATERAL (SELECT CASE WHEN x.days < 1 OR substr(coalesce(x.yj_code, d.yj_code), 5, 3) >= '700'
                                           THEN ${uncountableDays}::int ELSE x.days END AS days) taken
          WHERE x.patient_id = ${charts} AND x.expires_at > ${uow.now}
            AND x.dispensed_on + taken.days - 1 >= ${today}::date) k) AS drugs,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'displayName', a.display_name)), '[]'::jsonb)
         FROM (SELECT DISTINCT ON (allergy_id) * FROM allergy_intolerance WHERE patient_id = ${charts}
                ORDER BY allergy_id, version_no DESC) a
        WHERE a.kind <> 'entered_in_error' AND (a.end_date IS NULL OR a.end_date > ${today}::date)) AS allergies`;
  const drugs = (row?.drugs ?? []).map(
    (drug): SafetyDrug => ({
      ref: drug.ref,
      yjCode: drug.yj_code,
      name: drug.name,
      ingredientName: drug.ingredient_name,
      origin: drug.origin,
      facilityName: drug.facility_name,
      periodFrom: drug.period_from,
      periodTo: drug.period_to,
      givenOn: drug.given_on,
    }),
  );
  if (!row?.facts) throw notFound('患者');
  const outside = await readOutside(uow, row.outside, row.allergies, today);
  return {
    active: drugs.filter((drug) => drug.origin === 'clinic'),
    external: [...drugs.filter((drug) => drug.origin === 'external'), ...outside.drugs],
    allergies: [...row.allergies, ...outside.allergies],
    outside: outside.information,
    facts: readPatientFacts(row.facts),
    products: row.products,
    pairs,
    rules,
    accepted: row.accepted,
  };
}

/** The order against everything the clinic knows; today starts it. */
export function checkAgainst(
  context: OrderContext,
  rps: readonly DraftRp[],
  today: CalendarDate,
): SafetyResult {
  return checkOrder({
    order: orderDrugs(rps, context.products, today),
    active: context.active,
    external: context.external,
    allergies: context.allergies,
    pairs: context.pairs.index,
    pairsEdition: context.pairs.edition,
    pairsDate: context.pairs.dataDate,
    knowledge: {
      rules: context.rules.index,
      edition: context.rules.edition,
      dataDate: context.rules.dataDate,
    },
    facts: context.facts,
    outside: context.outside,
  });
}
