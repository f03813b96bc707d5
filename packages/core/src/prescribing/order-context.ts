import type { UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate, todayInTokyo } from '@shirube/terminology';
import {
  buildPairIndex,
  checkOrder,
  type InteractionPair,
  type PairIndex,
  type SafetyAllergy,
  type SafetyDrug,
  type SafetyResult,
} from '../safety/index.ts';
import type { DraftRp } from './rules/draft.ts';
import { medicationPeriod } from './rules/order.ts';

/** What this clinic knows about a patient that an order must be checked against. */
export interface OrderContext {
  active: SafetyDrug[];
  external: SafetyDrug[];
  allergies: SafetyAllergy[];
  pairs: PairIndex;
  pairsEdition: string;
}

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

/** The index of the interaction table, kept per edition: building it costs more than a check. */
let cachedIndex: { edition: string; index: PairIndex } | null = null;

async function loadPairs(uow: UnitOfWork): Promise<{ edition: string; index: PairIndex }> {
  const [newest] = await uow.tables.$queryRaw<{ edition: string }[]>`
    SELECT edition FROM master.master_edition WHERE table_name = 'interaction' ORDER BY valid_from DESC, loaded_at DESC LIMIT 1`;
  const edition = newest?.edition ?? '';
  if (cachedIndex?.edition === edition && edition !== '') return cachedIndex;
  const today = new Date(`${todayInTokyo(uow.now)}T00:00:00Z`);
  const rows = await uow.tables.interaction.findMany({
    where: { validFrom: { lte: today }, OR: [{ validTo: null }, { validTo: { gte: today } }] },
  });
  const pairs = rows.map(
    (row): InteractionPair => ({
      id: row.id,
      ingredientA: row.ingredientA,
      prefixesA: row.prefixesA,
      ingredientB: row.ingredientB,
      prefixesB: row.prefixesB,
      severity: 'contraindicated',
      message: row.message,
      basis: row.basis,
      condition: row.condition,
    }),
  );
  const loaded = { edition, index: buildPairIndex(pairs) };
  cachedIndex = loaded;
  return loaded;
}

/**
 * Reads the other side of the check: drugs of this clinic still taken (not those of `exceptEncounterId`, whose order is
 * being written), drugs known from outside while the consent lasts, and allergies. One statement besides the table.
 */
export async function loadOrderContext(
  uow: UnitOfWork,
  patientId: string,
  exceptEncounterId: string,
): Promise<OrderContext> {
  const today = todayInTokyo(uow.now);
  const pairs = await loadPairs(uow);
  const [row] = await uow.tables.$queryRaw<{ drugs: KnownDrugRow[]; allergies: SafetyAllergy[] }[]>`
    SELECT
      (SELECT coalesce(jsonb_agg(k), '[]'::jsonb) FROM (
         SELECT 'own:' || i.id AS ref, 'clinic' AS origin, i.yj_code::text AS yj_code, i.name, d.ingredient_name,
                '自院' AS facility_name, i.period_from, i.period_to, rx.issued_on AS given_on
           FROM prescription_item i
           JOIN prescription rx ON rx.tenant_id = i.tenant_id AND rx.id = i.prescription_id
           JOIN prescription_state st ON st.tenant_id = i.tenant_id AND st.prescription_id = i.prescription_id
                AND st.status NOT IN ('cancelled', 'superseded')
           JOIN master.drug d ON d.yj_code = i.yj_code
          WHERE i.patient_id = ${patientId}::uuid AND i.period_to >= ${today}::date
            AND rx.encounter_id <> ${exceptEncounterId}::uuid
         UNION ALL
         SELECT 'external:' || x.id, 'external', coalesce(x.yj_code, d.yj_code)::text, x.name, d.ingredient_name,
                x.facility_name, x.dispensed_on, x.dispensed_on + greatest(x.days, 1) - 1, x.dispensed_on
           FROM external_medication x
           LEFT JOIN LATERAL (SELECT yj_code, ingredient_name FROM master.drug m
                               WHERE m.yj_code = x.yj_code OR (x.yj_code IS NULL AND m.receipt_code = x.receipt_code) LIMIT 1) d ON true
          WHERE x.patient_id = ${patientId}::uuid AND x.expires_at > ${uow.now}
            AND x.dispensed_on + greatest(x.days, 1) - 1 >= ${today}::date) k) AS drugs,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'displayName', a.display_name)), '[]'::jsonb)
         FROM (SELECT DISTINCT ON (allergy_id) * FROM allergy_intolerance WHERE patient_id = ${patientId}::uuid
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
  return {
    active: drugs.filter((drug) => drug.origin === 'clinic'),
    external: drugs.filter((drug) => drug.origin === 'external'),
    allergies: row?.allergies ?? [],
    pairs: pairs.index,
    pairsEdition: pairs.edition,
  };
}

/** Days assumed while the doctor has not yet said how many: what a drug without a computable period counts for. */
const assumedDays = 14;

/** The draft order as the engine sees it, starting today. A line's ref is its clientId. */
export function orderDrugs(rps: readonly DraftRp[], today: CalendarDate): SafetyDrug[] {
  return rps.flatMap((rp) => {
    const period =
      rp.quantity === null
        ? { from: today, to: addDays(today, assumedDays - 1) }
        : medicationPeriod(rp.formClass, rp.quantity, today);
    return rp.medications.map(
      (medication): SafetyDrug => ({
        ref: medication.clientId,
        yjCode: medication.yjCode === '' ? null : medication.yjCode,
        name: medication.name,
        ingredientName: medication.ingredientName === '' ? null : medication.ingredientName,
        origin: 'order',
        facilityName: '自院・今回',
        periodFrom: period.from,
        periodTo: period.to,
        givenOn: today,
      }),
    );
  });
}

export function checkAgainst(
  context: OrderContext,
  rps: readonly DraftRp[],
  today: CalendarDate,
): SafetyResult {
  return checkOrder({
    order: orderDrugs(rps, today),
    active: context.active,
    external: context.external,
    allergies: context.allergies,
    pairs: context.pairs,
    pairsEdition: context.pairsEdition,
  });
}
