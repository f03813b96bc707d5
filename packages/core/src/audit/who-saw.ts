import type { UnitOfWork } from '@shirube/db';
import { addDays } from '@shirube/terminology';
import type { z } from 'zod';
import { toInstant } from '../shared/rows.ts';
import { requirePatient, startOfDayInTokyo } from './list-audit.ts';
import { type WhoSaw, whoSawInput } from './schema.ts';

/** Looking at a record this many days before or after a reception or visit of the patient belongs to that visit. */
export const visitDays = 7;

interface PersonRow {
  actor_id: string | null;
  actor_name: string;
  actor_role: string;
  first: Date;
  last: Date;
  count: number;
  without_visit: number;
  refused: number;
}

/**
 * Who has had to do with a patient's record: everybody, the last first, with how often that was without a visit near. Answers the
 * patient's own question (開示) as well. Lists that show many patients at once (受付一覧, search results) name none in the trail and
 * are not counted. Asking is an event of the patient's record too.
 * @throws DomainError not_found for a patient of another clinic
 */
export async function whoSawPatient(uow: UnitOfWork, input: z.input<typeof whoSawInput>): Promise<WhoSaw> {
  const { patientId, from, to } = whoSawInput.parse(input);
  const patient = await requirePatient(uow, patientId);
  const rows = await uow.tables.$queryRaw<PersonRow[]>`
    SELECT e.actor_id::text, (array_agg(e.actor_name ORDER BY e.at DESC))[1] AS actor_name,
           (array_agg(e.actor_role ORDER BY e.at DESC))[1] AS actor_role, min(e.at) AS first, max(e.at) AS last,
           count(*)::int AS count, count(*) FILTER (WHERE e.outcome = 'refused')::int AS refused,
           count(*) FILTER (WHERE e.outcome <> 'refused' AND NOT starts_with(e.action, 'audit.')
             AND NOT EXISTS (SELECT 1 FROM reception r WHERE r.patient_id = e.patient_id
                              AND abs(r.service_date - (e.at AT TIME ZONE 'Asia/Tokyo')::date) <= ${visitDays}::int)
             AND NOT EXISTS (SELECT 1 FROM encounter v WHERE v.patient_id = e.patient_id
                              AND abs(v.service_date - (e.at AT TIME ZONE 'Asia/Tokyo')::date) <= ${visitDays}::int))::int AS without_visit
      FROM audit_event e
     WHERE e.patient_id = ${patientId}::uuid
       AND e.at >= ${from === null ? new Date(0) : startOfDayInTokyo(from)}
       AND e.at < ${to === null ? new Date('9999-12-31T00:00:00Z') : startOfDayInTokyo(addDays(to, 1))}
     GROUP BY e.actor_id, CASE WHEN e.actor_id IS NULL THEN e.actor_name END
     ORDER BY max(e.at) DESC`;
  uow.audit({ action: 'audit.who_saw', patientId });
  return {
    patient: {
      id: patient.id,
      patientNumber: patient.patientNumber,
      familyName: patient.familyName,
      givenName: patient.givenName,
      familyKana: patient.familyKana,
      givenKana: patient.givenKana,
    },
    days: visitDays,
    people: rows.map((row) => ({
      actorId: row.actor_id,
      actorName: row.actor_name,
      actorRole: row.actor_role,
      first: toInstant(row.first),
      last: toInstant(row.last),
      count: row.count,
      withoutVisit: row.without_visit,
      refused: row.refused,
    })),
  };
}
