import type { UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { listInbound } from './list-inbound.ts';
import type { Board, boardSchema } from './schema.ts';

/** 受付一覧 of one day (today in Tokyo by default) and the card results that wait for the clerk. */
export async function listBoard(
  uow: UnitOfWork,
  input: { serviceDate: CalendarDate | null },
): Promise<Board> {
  const serviceDate = input.serviceDate ?? todayInTokyo(uow.now);
  const [row] = await uow.tables.$queryRaw<{ rows: z.input<typeof boardSchema>['rows'] }[]>`
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'receptionId', r.id, 'number', r.number, 'status', r.status,
        'patient', jsonb_build_object('id', p.id, 'patientNumber', p.patient_number, 'familyName', p.family_name,
            'givenName', p.given_name, 'familyKana', p.family_kana, 'givenKana', p.given_kana, 'birthDate', p.birth_date, 'sex', p.sex),
        'purpose', r.purpose, 'verificationMethod', r.verification_method,
        'eligibility', CASE WHEN c.id IS NULL THEN NULL ELSE jsonb_build_object('validity', c.validity, 'checkedAt', c.checked_at) END,
        'prescriptionPreference', r.prescription_preference,
        'hasExternalMedication', EXISTS (SELECT 1 FROM external_medication x WHERE x.tenant_id = r.tenant_id
            AND x.patient_id = r.patient_id AND x.expires_at > ${uow.now}),
        'arrivedAt', r.arrived_at, 'calledAt', r.called_at, 'finishedAt', r.finished_at,
        'encounterId', e.id, 'hasDraft', d.encounter_id IS NOT NULL,
        'pendingEntries', (SELECT count(*) FROM entry_proposal ep WHERE ep.tenant_id = r.tenant_id AND ep.reception_id = r.id
            AND NOT EXISTS (SELECT 1 FROM entry_decision ed WHERE ed.tenant_id = ep.tenant_id AND ed.proposal_id = ep.id)), 'rowVersion', r.row_version,
        'prescription', (SELECT jsonb_build_object('status', s.status, 'accessCode', s.access_code)
            FROM prescription rx JOIN prescription_state s ON s.tenant_id = rx.tenant_id AND s.prescription_id = rx.id
           WHERE rx.tenant_id = e.tenant_id AND rx.encounter_id = e.id ORDER BY rx.version_no DESC LIMIT 1))
        ORDER BY r.number), '[]'::jsonb) AS rows
      FROM reception r
      JOIN patient p ON p.tenant_id = r.tenant_id AND p.id = r.patient_id
      LEFT JOIN eligibility_check c ON c.tenant_id = r.tenant_id AND c.id = r.eligibility_check_id
      LEFT JOIN encounter e ON e.tenant_id = r.tenant_id AND e.reception_id = r.id
      LEFT JOIN encounter_draft d ON d.tenant_id = e.tenant_id AND d.encounter_id = e.id
     WHERE r.service_date = ${serviceDate}::date`;
  const inbound = await listInbound(uow);
  uow.audit({ action: 'reception.list', detail: { rows: row?.rows.length ?? 0 } });
  return { serviceDate, rows: row?.rows ?? [], inbound } as Board;
}
