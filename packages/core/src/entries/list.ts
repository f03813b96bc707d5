import type { UnitOfWork } from '@shirube/db';
import { requireStaff } from '../shared/actor.ts';
import { entryJoins, entryObject, patientObject } from './entry-rows.ts';
import type { Approval, EntryCounts, MyEntry } from './schema.ts';

const listed = 100;
const day = 86_400_000;
/** A version that came back stays in the count for so long. */
const returnedDays = 14;
/** How far back a person's own list goes, in days. */
const ownDays = 92;

/**
 * 承認待ち: what was entered for the acting doctor and waits, the one that is due first on top. What belongs to a restricted chart that
 * the doctor may not open now is listed without its content.
 */
export async function listApprovals(uow: UnitOfWork): Promise<Approval[]> {
  const staffId = requireStaff(uow);
  const rows = await uow.tables.$queryRaw<{ line: Approval; refused: boolean }[]>`
    SELECT (ops.chart_access(ep.patient_id, ${staffId}::uuid, ${uow.now})).refused AS refused,
           jsonb_build_object('patient', ${patientObject}, 'purpose', r.purpose, 'serviceDate', r.service_date,
             'encounterId', e.id, 'entry', ${entryObject(uow.now)}, 'draft', d.content) AS line
      FROM entry_waiting w
      JOIN entry_proposal ep ON ep.tenant_id = w.tenant_id AND ep.id = w.proposal_id ${entryJoins}
      JOIN patient p ON p.tenant_id = ep.tenant_id AND p.id = ep.patient_id
      JOIN reception r ON r.tenant_id = ep.tenant_id AND r.id = ep.reception_id
      LEFT JOIN encounter e ON e.tenant_id = ep.tenant_id AND e.reception_id = ep.reception_id
      LEFT JOIN encounter_draft d ON d.tenant_id = e.tenant_id AND d.encounter_id = e.id
     WHERE w.on_behalf_of_id = ${staffId}::uuid
     ORDER BY w.due_at, w.proposal_id LIMIT ${listed}`;
  uow.audit({ action: 'entry.list', detail: { rows: rows.length } });
  return rows.map(({ line, refused }) =>
    refused
      ? {
          ...line,
          restricted: true,
          purpose: '',
          draft: null,
          entry: { ...line.entry, content: emptyContent },
        }
      : { ...line, restricted: false },
  );
}

const emptyContent: Approval['entry']['content'] = {
  soap: { subjective: '', objective: '', assessment: '', plan: '' },
  conditions: [],
  rps: [],
};

/**
 * 自分の代行入力: what the acting person is writing and the newest version of each thing they handed over in the last three months;
 * returned ones first.
 */
export async function listMyEntries(uow: UnitOfWork): Promise<MyEntry[]> {
  const staffId = requireStaff(uow);
  const since = new Date(uow.now.getTime() - ownDays * day);
  const rows = await uow.tables.$queryRaw<{ line: MyEntry }[]>`
    WITH mine AS (
      SELECT DISTINCT ON (entry_id) * FROM entry_proposal
       WHERE entered_by_id = ${staffId}::uuid AND submitted_at > ${since}
       ORDER BY entry_id, version_no DESC),
    lines AS (
      SELECT ep.patient_id, ep.reception_id, coalesce(ed.kind, 'pending') AS state, ${entryObject(uow.now)} AS entry,
             for_.family_name || ' ' || for_.given_name AS doctor, coalesce(ed.decided_at, ep.submitted_at) AS at
        FROM mine ep ${entryJoins}
       WHERE NOT EXISTS (SELECT 1 FROM entry_draft w WHERE w.entry_id = ep.entry_id AND w.staff_id = ${staffId}::uuid)
      UNION ALL
      SELECT w.patient_id, w.reception_id, 'draft', NULL, s.family_name || ' ' || s.given_name, w.updated_at
        FROM entry_draft w LEFT JOIN staff s ON s.tenant_id = w.tenant_id AND s.id = w.on_behalf_of_id
       WHERE w.staff_id = ${staffId}::uuid)
    SELECT jsonb_build_object('patient', ${patientObject}, 'purpose', r.purpose, 'serviceDate', r.service_date,
             'receptionId', l.reception_id, 'state', l.state, 'entry', l.entry, 'onBehalfOf', l.doctor, 'at', l.at) AS line
      FROM lines l
      JOIN patient p ON p.id = l.patient_id
      JOIN reception r ON r.id = l.reception_id
     ORDER BY array_position(ARRAY['returned', 'draft', 'pending'], l.state) NULLS LAST, l.at DESC LIMIT ${listed}`;
  uow.audit({ action: 'entry.list', detail: { rows: rows.length } });
  return rows.map((row) => row.line);
}

/** What waits for the acting person, for the head of every page. */
export async function entryCounts(uow: UnitOfWork): Promise<EntryCounts> {
  const staffId = requireStaff(uow);
  const since = new Date(uow.now.getTime() - returnedDays * day);
  const oldest = new Date(uow.now.getTime() - ownDays * day);
  const [row] = await uow.tables.$queryRaw<EntryCounts[]>`
    SELECT count(*)::int AS "toApprove", (count(*) FILTER (WHERE w.due_at <= ${uow.now}))::int AS overdue,
           (SELECT count(*)::int FROM entry_proposal p
              JOIN entry_decision d ON d.tenant_id = p.tenant_id AND d.proposal_id = p.id
                   AND d.kind = 'returned' AND d.decided_at > ${since}
             WHERE p.entered_by_id = ${staffId}::uuid AND p.submitted_at > ${oldest}
               AND NOT EXISTS (SELECT 1 FROM entry_proposal n WHERE n.entry_id = p.entry_id AND n.version_no > p.version_no)
               AND NOT EXISTS (SELECT 1 FROM encounter e JOIN clinical_note c ON c.tenant_id = e.tenant_id AND c.encounter_id = e.id
                                WHERE e.reception_id = p.reception_id)) AS returned
      FROM entry_waiting w WHERE w.on_behalf_of_id = ${staffId}::uuid`;
  return row ?? { toApprove: 0, overdue: 0, returned: 0 };
}
