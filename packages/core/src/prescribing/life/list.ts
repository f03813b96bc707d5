import type { UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import type { IssueType } from '../../records/index.ts';
import { toInstant } from '../../shared/rows.ts';
import type { listedPrescriptionSchema, prescriptionListSchema } from './schema.ts';
import { needs, situationOf } from './situation.ts';
import type { PrescriptionStatus } from './status.ts';

type Listed = z.input<typeof listedPrescriptionSchema>;

interface Row {
  id: string;
  patient_id: string;
  encounter_id: string;
  patient_number: string;
  patient_name: string;
  doctor_id: string;
  doctor_name: string;
  issue_type: IssueType;
  issued_on: CalendarDate;
  valid_until: CalendarDate;
  status: PrescriptionStatus;
  attention: string | null;
  access_code: string | null;
  pharmacy_name: string | null;
  dispensed_count: number;
  has_copy: boolean;
  unread: number;
  change_refused: boolean;
  replaces_registered: boolean;
}

/** Prescriptions of other days are listed while something about them waits; older ones wait in the outbox and the charts. */
const daysBack = 120;

/**
 * The prescriptions of a day with their state and what needs a person, and those of other days that need one. It names no drug and
 * opens no chart: like the list of the day's reception it is audited as a whole.
 */
export async function listPrescriptions(
  uow: UnitOfWork,
  input: { date: CalendarDate | null },
): Promise<z.input<typeof prescriptionListSchema>> {
  const today = todayInTokyo(uow.now);
  const date = input.date ?? today;
  const rows = await uow.tables.$queryRaw<Row[]>`
    SELECT rx.id::text, rx.patient_id::text, rx.encounter_id::text, p.patient_number, p.family_name || ' ' || p.given_name AS patient_name,
           rx.doctor_id::text, d.family_name || ' ' || d.given_name AS doctor_name, rx.issue_type, rx.issued_on::text AS issued_on,
           rx.valid_until::text AS valid_until, st.status::text AS status, st.attention, st.access_code, st.pharmacy_name, st.dispensed_count,
           EXISTS (SELECT 1 FROM prescription_copy c WHERE c.tenant_id = rx.tenant_id AND c.prescription_id = rx.id) AS has_copy,
           (SELECT count(*)::int FROM dispensing x WHERE x.tenant_id = rx.tenant_id AND x.prescription_id = rx.id AND x.has_message
               AND NOT EXISTS (SELECT 1 FROM dispensing_reading r WHERE r.tenant_id = x.tenant_id AND r.dispensing_id = x.id)) AS unread,
           EXISTS (SELECT 1 FROM prescription_event e WHERE e.tenant_id = rx.tenant_id AND e.prescription_id = rx.id
               AND e.type = 'change_refused') AS change_refused,
           EXISTS (SELECT 1 FROM prescription_state b WHERE b.tenant_id = rx.tenant_id AND b.prescription_id = rx.supersedes_id
               AND b.external_id IS NOT NULL) AS replaces_registered
      FROM prescription rx
      JOIN prescription_state st ON st.tenant_id = rx.tenant_id AND st.prescription_id = rx.id
      JOIN patient p ON p.tenant_id = rx.tenant_id AND p.id = rx.patient_id
      JOIN staff d ON d.tenant_id = rx.tenant_id AND d.id = rx.doctor_id
     WHERE rx.issued_on = ${date}::date
        OR (rx.issued_on >= ${today}::date - ${daysBack}::int
            AND (st.status NOT IN ('cancelled', 'superseded', 'collected', 'dispensed', 'dispensing')
                 OR EXISTS (SELECT 1 FROM dispensing x WHERE x.tenant_id = rx.tenant_id AND x.prescription_id = rx.id AND x.has_message
                              AND NOT EXISTS (SELECT 1 FROM dispensing_reading r WHERE r.tenant_id = x.tenant_id AND r.dispensing_id = x.id))))
     ORDER BY rx.confirmed_at DESC, rx.id`;
  const listed = rows.map((row) => toListed(row, today)).sort((a, b) => rank(a) - rank(b));
  const quarantined = await uow.tables.dispensingQuarantine.findMany({
    where: { closedAt: null },
    orderBy: { receivedAt: 'desc' },
    omit: { xml: true },
  });
  uow.audit({ action: 'prescription.list', detail: { rows: listed.length } });
  return {
    date,
    rows: listed.filter((row) => row.issuedOn === date),
    waiting: listed.filter((row) => row.issuedOn !== date && row.situation.need !== null),
    quarantined: quarantined.map(({ id, pharmacyName, reason, receivedAt }) => ({
      id,
      pharmacyName,
      reason,
      receivedAt: toInstant(receivedAt),
    })),
  };
}

const rank = (row: Listed): number =>
  row.situation.need === null ? needs.length : needs.indexOf(row.situation.need);

function toListed(row: Row, today: CalendarDate): Listed {
  return {
    id: row.id,
    patientId: row.patient_id,
    encounterId: row.encounter_id,
    patientNumber: row.patient_number,
    patientName: row.patient_name,
    doctorId: row.doctor_id,
    doctorName: row.doctor_name,
    issueType: row.issue_type,
    issuedOn: row.issued_on,
    validUntil: row.valid_until,
    status: row.status,
    situation: situationOf({
      issueType: row.issue_type,
      status: row.status,
      attention: row.attention,
      validUntil: row.valid_until,
      today,
      dispensedCount: row.dispensed_count,
      unread: row.unread,
      changeRefused: row.change_refused,
      replacesRegistered: row.replaces_registered,
    }),
    accessCode: row.access_code,
    hasCopy: row.has_copy,
    pharmacyName: row.pharmacy_name,
  };
}
