import type { UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { toPatientSummary } from '../patients/search-patients.ts';
import type { EligibilityResult } from '../ports/index.ts';
import { toInstant } from '../shared/rows.ts';
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
        'encounterId', e.id, 'hasDraft', d.encounter_id IS NOT NULL, 'rowVersion', r.row_version,
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

/** Card results nobody has taken yet, oldest first, with what differs from our record of the candidate. */
async function listInbound(uow: UnitOfWork): Promise<Board['inbound']> {
  const messages = await uow.tables.inboundMessage.findMany({
    where: {
      kind: 'eligibility_face',
      receptionId: null,
      handledAt: null,
      receivedAt: { gt: new Date(uow.now.getTime() - 24 * 3600_000) },
    },
    orderBy: { receivedAt: 'asc' },
    take: 50,
    omit: { raw: true },
  });
  if (messages.length === 0) return [];
  const candidates = await uow.tables.patient.findMany({
    where: { id: { in: messages.flatMap((message) => (message.patientId ? [message.patientId] : [])) } },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 } },
  });
  return messages.map((message) => {
    const result = message.summary as unknown as EligibilityResult | null;
    const candidate = candidates.find((each) => each.id === message.patientId);
    return {
      id: message.id,
      status: message.status,
      receivedAt: toInstant(message.receivedAt),
      reason: message.reason,
      person: result
        ? {
            name: result.person.name,
            nameKana: result.person.nameKana,
            birthDate: result.person.birthDate,
            sex: result.person.sex,
            address: result.person.address,
          }
        : null,
      validity: result?.validity ?? null,
      candidate: candidate ? toPatientSummary(candidate) : null,
      differences: candidate && result ? differencesBetween(candidate, result) : [],
    };
  });
}

interface OurRecord {
  familyName: string;
  givenName: string;
  address: string | null;
  coverages: { insurerNumber: string; symbol: string | null; number: string; branchNumber: string | null }[];
}

const comparable = (text: string | null | undefined): string =>
  (text ?? '').normalize('NFKC').replace(/[\s　]/g, '');

/** What the national system says otherwise than our record: 氏名, 住所, 保険. Compared after NFKC, without spaces. */
export function differencesBetween(
  ours: OurRecord,
  theirs: EligibilityResult,
): { field: string; ours: string; theirs: string }[] {
  const insuranceOf = (each: OurRecord['coverages'][number] | null | undefined) =>
    each ? [each.insurerNumber, each.symbol ?? '', each.number, each.branchNumber ?? ''].join(' ') : '';
  const pairs: [string, string, string | null][] = [
    ['氏名', `${ours.familyName} ${ours.givenName}`, theirs.person.name],
    ['住所', ours.address ?? '', theirs.person.address],
    ['保険', insuranceOf(ours.coverages[0]), theirs.insurance ? insuranceOf(theirs.insurance) : null],
  ];
  return pairs.flatMap(([field, mine, other]) =>
    other !== null && comparable(mine) !== comparable(other) ? [{ field, ours: mine, theirs: other }] : [],
  );
}
