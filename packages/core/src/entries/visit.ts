import { Prisma, type UnitOfWork } from '@shirube/db';
import { type Holder, isLicence, isRole, may } from '../identity/index.ts';
import { notFound } from '../shared/errors.ts';

/** The reception an entry belongs to, and the visit when it has begun. */
export interface EntryVisit {
  receptionId: string;
  patientId: string;
  /** calendar date in Asia/Tokyo */
  serviceDate: string;
  purpose: string;
  encounterId: string | null;
  visitDoctorId: string | null;
  /** why nothing can be entered any more, as a sentence; null while it can */
  closed: string | null;
}

interface VisitRow {
  patient_id: string;
  service_date: string;
  purpose: string;
  status: string;
  encounter_id: string | null;
  doctor_id: string | null;
  confirmed: boolean;
}

/** @throws DomainError not_found, also for a reception of another patient or another clinic */
export async function readVisit(
  uow: UnitOfWork,
  place: { receptionId: string; patientId: string },
): Promise<EntryVisit> {
  const [row] = await uow.tables.$queryRaw<VisitRow[]>`
    SELECT r.patient_id::text, r.service_date::text, r.purpose, r.status::text, e.id::text AS encounter_id, e.doctor_id::text,
           EXISTS (SELECT 1 FROM clinical_note n WHERE n.tenant_id = e.tenant_id AND n.encounter_id = e.id) AS confirmed
      FROM reception r LEFT JOIN encounter e ON e.tenant_id = r.tenant_id AND e.reception_id = r.id
     WHERE r.id = ${place.receptionId}::uuid AND r.patient_id = ${place.patientId}::uuid`;
  if (!row) throw notFound('受付');
  return {
    receptionId: place.receptionId,
    patientId: row.patient_id,
    serviceDate: row.service_date,
    purpose: row.purpose,
    encounterId: row.encounter_id,
    visitDoctorId: row.doctor_id,
    closed: row.confirmed
      ? 'この診察はすでに確定しています。直すことがあれば、担当の医師に訂正を頼んでください。'
      : row.status === 'cancelled'
        ? 'この受付は取り消されています。受付一覧を確かめてください。'
        : null,
  };
}

/**
 * The same, with the visit held until the transaction ends, so that nothing is handed over or decided while it is being confirmed. The
 * visit's row is the lock that confirmation takes; before the visit begins, the reception's row is the lock that beginning takes.
 */
export async function lockVisit(
  uow: UnitOfWork,
  place: { receptionId: string; patientId: string },
): Promise<EntryVisit> {
  const lockEncounter = Prisma.sql`
    SELECT id::text FROM encounter WHERE reception_id = ${place.receptionId}::uuid FOR UPDATE`;
  const begun = await uow.tables.$queryRaw<{ id: string }[]>(lockEncounter);
  if (begun.length === 0) {
    await uow.tables
      .$queryRaw`SELECT id::text FROM reception WHERE id = ${place.receptionId}::uuid FOR UPDATE`;
    await uow.tables.$queryRaw(lockEncounter);
  }
  return readVisit(uow, place);
}

/** The clinic's people for whom something may be entered: those who may approve it. In the order of their kana. */
export async function doctorsOf(uow: UnitOfWork): Promise<{ id: string; name: string }[]> {
  const staff = await uow.tables.staff.findMany({
    where: { active: true, roles: { has: 'doctor' } },
    orderBy: [{ familyKana: 'asc' }, { givenKana: 'asc' }],
  });
  const holder = (person: (typeof staff)[number]): Holder => ({
    roles: person.roles.filter(isRole),
    licence: person.licence !== null && isLicence(person.licence) ? person.licence : null,
  });
  return staff
    .filter((person) => may(holder(person), 'entry.approve'))
    .map((person) => ({ id: person.id, name: `${person.familyName} ${person.givenName}` }));
}
