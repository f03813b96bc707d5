import { Prisma, type UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { entryJoins, entryObject } from '../entries/entry-rows.ts';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { longestWaitDays } from '../prescribing/order-context.ts';
import { notFound } from '../shared/errors.ts';
import { type PastOrderRow, pastOrderOf, toPastOrder } from './past-orders.ts';
import type { Chart, chartSchema } from './schema.ts';

type ChartRow = Omit<z.input<typeof chartSchema>, 'pastVisits'> & {
  pastVisits: (Omit<Chart['pastVisits'][number], 'order'> & { order: PastOrderRow | null })[];
};

/** How many past visits come with the chart; older ones are asked for when the doctor goes back. */
const visitsShown = 10;

/**
 * Opens a patient's chart: everything the first screen shows, in one statement, and one audit row.
 * Viewing consents and what came in under them are included only while they last, and only for those whose licence allows it.
 */
export async function openChart(
  uow: UnitOfWork,
  input: { patientId: string; encounterId: string | null; mayViewExternal?: boolean },
): Promise<Chart> {
  const rows = await uow.tables.$queryRaw<{ chart: ChartRow | null }[]>(
    chartQuery(
      input.patientId,
      input.encounterId,
      uow.now,
      todayInTokyo(uow.now),
      await formerCharts(uow, input.patientId),
    ),
  );
  const chart = rows[0]?.chart;
  if (!chart) throw notFound('患者');
  if (input.encounterId !== null && chart.encounter === null) throw notFound('診察');
  uow.audit({
    action: 'chart.open',
    patientId: input.patientId,
    ...(input.encounterId === null ? {} : { entityType: 'encounter', entityId: input.encounterId }),
  });
  const externalVisible = input.mayViewExternal ?? true;
  return {
    ...chart,
    pastVisits: chart.pastVisits.map((visit) => ({
      ...visit,
      order: visit.order && toPastOrder(visit.order),
    })),
    externalVisible,
    ...(externalVisible ? {} : { externalMedications: [] }),
  } as Chart;
}

/** The number of the former chart a row stands in; null for the chart itself. */
function originOf(row: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT f.patient_number FROM patient f WHERE f.tenant_id = p.tenant_id AND f.id = ${row}.patient_id AND f.id <> p.id)`;
}

const medicationObject = Prisma.sql`
  jsonb_build_object('itemId', i.id, 'prescriptionId', i.prescription_id, 'yjCode', i.yj_code, 'receiptCode', d.receipt_code,
    'name', i.name, 'ingredientName', d.ingredient_name, 'dose', trim_scale(i.dose)::text, 'unit', i.unit,
    'usageCode', i.usage_code, 'usageText', i.usage_text, 'timesPerDay', u.times_per_day, 'formClass', i.form_class,
    'quantity', i.quantity, 'rpNumber', i.rp_number, 'periodFrom', start.on_day,
    'periodTo', start.on_day + (i.period_to - i.period_from), 'origin', ${originOf(Prisma.sql`i`)})`;

const noteObject = Prisma.sql`
  jsonb_build_object('id', n.id, 'versionNo', n.version_no, 'kind', n.kind, 'subjective', n.subjective,
    'objective', n.objective, 'assessment', n.assessment, 'plan', n.plan, 'reason', n.reason,
    'enteredBy', eb.family_name || ' ' || eb.given_name,
    'onBehalfOf', bo.family_name || ' ' || bo.given_name, 'confirmedBy', cb.family_name || ' ' || cb.given_name,
    'confirmedAt', n.confirmed_at)`;

const noteAuthors = Prisma.sql`
  JOIN staff eb ON eb.tenant_id = n.tenant_id AND eb.id = n.entered_by_id
  JOIN staff cb ON cb.tenant_id = n.tenant_id AND cb.id = n.confirmed_by_id
  LEFT JOIN staff bo ON bo.tenant_id = n.tenant_id AND bo.id = n.on_behalf_of_id`;

const prescriptionObject = Prisma.sql`
  jsonb_build_object('id', rx.id, 'versionNo', rx.version_no, 'issuedOn', rx.issued_on, 'validUntil', rx.valid_until,
    'issueType', rx.issue_type, 'status', st.status, 'accessCode', st.access_code, 'attention', st.attention,
    'hasCopy', EXISTS (SELECT 1 FROM prescription_copy c WHERE c.tenant_id = rx.tenant_id AND c.prescription_id = rx.id))`;

/** The facility whose letter a record of ours was taken over from; null: it was written here. */
const importedFrom = (kind: string, targetId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT v.facility_name FROM import_provenance v WHERE v.patient_id = p.id AND v.target_kind = ${kind} AND v.target_id = ${targetId} LIMIT 1)`;

/** The one statement behind openChart; also what the benchmark compares it with. */
export function chartQuery(
  patientId: string,
  encounterId: string | null,
  now: Date,
  today: string,
  former: readonly string[] = [],
): Prisma.Sql {
  // what is recorded in charts that were merged into this one is this person's too
  const charts = Prisma.sql`ANY(${[patientId, ...former]}::uuid[])`;
  const day = Prisma.sql`${today}::date`;
  const patient = Prisma.sql`${patientId}::uuid`;
  const visit = Prisma.sql`${encounterId}::uuid`;
  return Prisma.sql`
  SELECT CASE WHEN p.id IS NULL THEN NULL ELSE jsonb_build_object(
    'patient', jsonb_build_object('id', p.id, 'patientNumber', p.patient_number, 'familyName', p.family_name,
      'givenName', p.given_name, 'familyKana', p.family_kana, 'givenKana', p.given_kana, 'birthDate', p.birth_date, 'sex', p.sex,
      'coverage', (SELECT jsonb_build_object('insurerNumber', c.insurer_number, 'insurerName', c.insurer_name, 'symbol', c.symbol,
                     'number', c.number, 'branchNumber', c.branch_number, 'isDependent', c.is_dependent,
                     'copayPercent', c.copay_percent, 'verifiedAt', c.verified_at)
                     FROM coverage c WHERE c.patient_id = p.id AND (c.valid_to IS NULL OR c.valid_to >= ${day})
                    ORDER BY c.created_at DESC, c.id DESC LIMIT 1),
      'publicSubsidies', (SELECT coalesce(jsonb_agg(jsonb_build_object('payerNumber', s.payer_number,
                            'recipientNumber', s.recipient_number) ORDER BY s.priority), '[]'::jsonb)
                            FROM public_subsidy s WHERE s.patient_id = p.id AND (s.valid_to IS NULL OR s.valid_to >= ${day}))),
    'sharesNothing', (SELECT CASE WHEN NOT q.shares THEN jsonb_build_object('reason', q.reason, 'at', q.recorded_at,
                             'by', s.family_name || ' ' || s.given_name) END
                        FROM sharing_preference q JOIN staff s ON s.tenant_id = q.tenant_id AND s.id = q.recorded_by_id
                       WHERE q.patient_id = ${charts} ORDER BY q.recorded_at DESC, q.id DESC LIMIT 1),
    'formerCharts', (SELECT coalesce(jsonb_agg(jsonb_build_object('patientId', f.id, 'patientNumber', f.patient_number,
                            'mergedAt', g.merged_at) ORDER BY g.merged_at), '[]'::jsonb)
                       FROM patient_merge g JOIN patient f ON f.tenant_id = g.tenant_id AND f.id = g.from_id
                      WHERE g.from_id = ANY(${[...former]}::uuid[])),
    'mergedInto', (SELECT jsonb_build_object('patientId', f.id, 'patientNumber', f.patient_number)
                     FROM patient_merge g JOIN patient f ON f.tenant_id = g.tenant_id AND f.id = g.into_id WHERE g.from_id = p.id),
    'consents', (SELECT coalesce(jsonb_agg(jsonb_build_object('scope', k.scope, 'expiresAt', k.expires_at, 'source', k.source)
                        ORDER BY k.scope), '[]'::jsonb)
                   FROM (SELECT DISTINCT ON (scope) * FROM consent WHERE patient_id = p.id ORDER BY scope, given_at DESC) k
                  WHERE k.given AND k.expires_at > ${now}),
    'eligibility', (SELECT jsonb_build_object('validity', e.validity, 'checkedAt', e.checked_at, 'method', e.method)
                      FROM eligibility_check e WHERE e.patient_id = p.id ORDER BY e.checked_at DESC LIMIT 1),
    'allergies', (SELECT coalesce(jsonb_agg(jsonb_build_object('allergyId', a.allergy_id, 'versionNo', a.version_no,
                     'category', a.category, 'code', a.code, 'displayName', a.display_name, 'reaction', a.reaction,
                     'criticality', a.criticality, 'origin', ${originOf(Prisma.sql`a`)},
                     'importedFrom', ${importedFrom('allergy', Prisma.sql`a.allergy_id`)}) ORDER BY a.category DESC, a.confirmed_at), '[]'::jsonb)
                    FROM (SELECT DISTINCT ON (allergy_id) * FROM allergy_intolerance WHERE patient_id = ${charts}
                           ORDER BY allergy_id, version_no DESC) a
                   WHERE a.kind <> 'entered_in_error' AND (a.end_date IS NULL OR a.end_date > ${day})),
    'conditions', (SELECT coalesce(jsonb_agg(jsonb_build_object('conditionId', c.condition_id, 'versionNo', c.version_no,
                      'managementNo', c.management_no, 'displayName', c.display_name, 'modifierCodes', c.modifier_codes,
                      'isMain', c.is_main, 'isSuspected', c.is_suspected, 'onsetDate', c.onset_date, 'endDate', c.end_date,
                      'outcome', c.outcome, 'uninformed', c.uninformed, 'undelivered', c.undelivered, 'longTerm', c.long_term,
                      'origin', ${originOf(Prisma.sql`c`)},
                      'importedFrom', ${importedFrom('condition', Prisma.sql`c.condition_id`)}) ORDER BY c.is_main DESC, c.onset_date, c.condition_id), '[]'::jsonb)
                     FROM (SELECT DISTINCT ON (condition_id) * FROM condition WHERE patient_id = ${charts}
                            ORDER BY condition_id, version_no DESC) c
                    WHERE c.kind <> 'entered_in_error' AND c.outcome = 'active'),
    'medications', (SELECT coalesce(jsonb_agg(${medicationObject} ORDER BY i.period_from DESC, i.rp_number, i.item_number), '[]'::jsonb)
                      FROM prescription_item i
                      JOIN prescription_state st ON st.tenant_id = i.tenant_id AND st.prescription_id = i.prescription_id
                           AND st.status NOT IN ('cancelled', 'superseded')
                      -- as in the check of an order: a period starts with the last day of dispensing, where one is known
                      CROSS JOIN LATERAL (SELECT coalesce(max(g.dispensed_on), i.period_from) AS on_day FROM dispensing g
                                           WHERE g.tenant_id = i.tenant_id AND g.prescription_id = i.prescription_id) start
                      JOIN master.drug d ON d.yj_code = i.yj_code
                      JOIN master.usage_code u ON u.code = i.usage_code
                     WHERE i.patient_id = ${charts} AND i.period_to >= ${day} - ${longestWaitDays}::int
                       AND start.on_day + (i.period_to - i.period_from) >= ${day}
                       -- a change that is not registered yet: the prescription it replaces still counts
                       AND NOT EXISTS (SELECT 1 FROM prescription v
                             JOIN prescription_state o ON o.tenant_id = v.tenant_id AND o.prescription_id = v.supersedes_id
                            WHERE v.tenant_id = i.tenant_id AND v.id = i.prescription_id AND o.status NOT IN ('cancelled', 'superseded'))),
    'externalMedications', (SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'name', x.name, 'doseText', x.dose_text,
                               'usageText', x.usage_text, 'facilityName', x.facility_name, 'dispensedOn', x.dispensed_on,
                               'days', x.days, 'expiresAt', x.expires_at, 'byHand', x.entered_by_id IS NOT NULL,
                               'importedFrom', ${importedFrom('external_medication', Prisma.sql`x.id`)}) ORDER BY x.dispensed_on DESC, x.name), '[]'::jsonb)
                              FROM external_medication x WHERE x.patient_id = ${charts} AND x.expires_at > ${now}),
    'pastVisits', (SELECT coalesce(jsonb_agg(v.visit ORDER BY v.started_at DESC), '[]'::jsonb) FROM (
        SELECT e.started_at, jsonb_build_object('encounterId', e.id, 'serviceDate', e.service_date, 'visitType', e.visit_type,
            'doctorName', s.family_name || ' ' || s.given_name, 'departmentName', e.department_name,
            'note', (SELECT ${noteObject} FROM clinical_note n ${noteAuthors} WHERE n.encounter_id = e.id
                      ORDER BY n.version_no DESC LIMIT 1),
            'versionCount', (SELECT count(*) FROM clinical_note n WHERE n.encounter_id = e.id),
            'order', (${pastOrderOf(Prisma.sql`e.id`, day)}),
            'prescription', (SELECT ${prescriptionObject} FROM prescription rx
                               JOIN prescription_state st ON st.tenant_id = rx.tenant_id AND st.prescription_id = rx.id
                              WHERE rx.encounter_id = e.id ORDER BY rx.version_no DESC LIMIT 1)) AS visit
          FROM encounter e JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.doctor_id
         WHERE e.patient_id = p.id AND e.id IS DISTINCT FROM ${visit}
         ORDER BY e.started_at DESC LIMIT ${visitsShown}) v),
    'totalVisits', (SELECT count(*) FROM encounter e WHERE e.patient_id = p.id AND e.id IS DISTINCT FROM ${visit}),
    'labs', (SELECT coalesce(jsonb_agg(l.series ORDER BY l.sort_no), '[]'::jsonb) FROM (
        SELECT m.sort_no, jsonb_build_object('jlac10', o.jlac10, 'name', min(o.name), 'unit', min(o.unit),
            'isInfection', m.category = '感染症検査',
            'values', jsonb_agg(jsonb_build_object('effectiveOn', o.effective_on,
                 'text', coalesce(o.comparator, '') || coalesce(o.value_text, trim_scale(o.value_number)::text, o.absent_reason, ''),
                 'interpretation', o.interpretation, 'observationId', o.id, 'longTerm', o.long_term,
                 'origin', ${originOf(Prisma.sql`o`)}) ORDER BY o.effective_on)) AS series
          FROM observation o
          JOIN master.lab_item m ON m.jlac10 = o.jlac10
         WHERE o.patient_id = ${charts}
           AND o.effective_on >= coalesce((SELECT min(t.effective_on) FROM (SELECT DISTINCT effective_on FROM observation
                 WHERE patient_id = ${charts} ORDER BY effective_on DESC LIMIT 4) t), ${day})
           AND NOT EXISTS (SELECT 1 FROM observation r WHERE r.tenant_id = o.tenant_id AND r.replaces_id = o.id AND r.patient_id = o.patient_id)
         GROUP BY o.jlac10, m.sort_no, m.category) l),
    'encounter', (SELECT jsonb_build_object('id', e.id, 'receptionId', e.reception_id, 'startedAt', e.started_at, 'endedAt', e.ended_at,
            'departmentName', e.department_name, 'visitType', e.visit_type, 'doctorId', e.doctor_id,
            'doctorName', s.family_name || ' ' || s.given_name,
            'orderChoices', jsonb_build_object('narcoticLicence', s.narcotics_licence_number,
                'issueType', (SELECT nullif(r.prescription_preference, 'unspecified') FROM reception r
                               WHERE r.tenant_id = e.tenant_id AND r.id = e.reception_id)),
            'draft', (SELECT jsonb_build_object('revision', dr.revision, 'updatedAt', dr.updated_at, 'content', dr.content)
                        FROM encounter_draft dr WHERE dr.encounter_id = e.id),
            'notes', (SELECT coalesce(jsonb_agg(${noteObject} ORDER BY n.version_no DESC), '[]'::jsonb)
                        FROM clinical_note n ${noteAuthors} WHERE n.encounter_id = e.id),
            'prescriptions', (SELECT coalesce(jsonb_agg(${prescriptionObject} ORDER BY rx.version_no DESC), '[]'::jsonb)
                                FROM prescription rx
                                JOIN prescription_state st ON st.tenant_id = rx.tenant_id AND st.prescription_id = rx.id
                               WHERE rx.encounter_id = e.id),
            'oralConsents', (SELECT coalesce(jsonb_agg(jsonb_build_object('at', oc.given_at, 'by', os.family_name || ' ' || os.given_name)
                                      ORDER BY oc.given_at), '[]'::jsonb)
                               FROM consent oc JOIN staff os ON os.tenant_id = oc.tenant_id AND os.id = oc.recorded_by_id
                              WHERE oc.encounter_id = e.id AND oc.patient_id = e.patient_id AND oc.source = 'oral'),
            'authorship', (SELECT coalesce(jsonb_agg(jsonb_build_object('target', a.target, 'part', a.part, 'kept', a.kept,
                                     'enteredBy', ab.family_name || ' ' || ab.given_name,
                                     'onBehalfOf', af.family_name || ' ' || af.given_name)
                                     ORDER BY a.target = 'note' DESC, a.target, array_position(ARRAY['S', 'O', 'A', 'P'], a.part), a.part), '[]'::jsonb)
                             FROM entry_authorship a
                             JOIN staff ab ON ab.tenant_id = a.tenant_id AND ab.id = a.entered_by_id
                             JOIN staff af ON af.tenant_id = a.tenant_id AND af.id = a.on_behalf_of_id
                            WHERE a.encounter_id = e.id))
          FROM encounter e JOIN staff s ON s.tenant_id = e.tenant_id AND s.id = e.doctor_id
         WHERE e.id = ${visit} AND e.patient_id = p.id),
    'pendingEntries', (SELECT coalesce(jsonb_agg(${entryObject(now)} ORDER BY ep.submitted_at), '[]'::jsonb)
                         FROM entry_proposal ep ${entryJoins} WHERE ep.patient_id = p.id AND ed.kind IS NULL)
  ) END AS chart
  FROM (SELECT 1) one LEFT JOIN patient p ON p.id = ${patient}`;
}
