import { Prisma, type UnitOfWork } from '@shirube/db';
import { parseDate, prefixRange, toSearchKey } from '@shirube/terminology';
import type { z } from 'zod';
import { notFound } from '../shared/errors.ts';
import { toCalendarDate } from '../shared/rows.ts';
import type { PatientSummary, patientSearchInput } from './schema.ts';

interface PatientRow {
  id: string;
  patientNumber: string;
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
  birthDate: Date;
  sex: PatientSummary['sex'];
}

export const toPatientSummary = (row: PatientRow): PatientSummary => ({
  id: row.id,
  patientNumber: row.patientNumber,
  familyName: row.familyName,
  givenName: row.givenName,
  familyKana: row.familyKana,
  givenKana: row.givenKana,
  birthDate: toCalendarDate(row.birthDate),
  sex: row.sex,
});

const patientNumberDigits = 8;

function birthDateOf(text: string): string | null {
  try {
    return parseDate(text);
  } catch {
    return null;
  }
}

/**
 * Finds patients by the beginning of their kana, by name, by 患者番号 or by birth date in any usual form. Kana is searched
 * by range: LIKE is not leakproof and would read the whole clinic below row-level security.
 */
export async function searchPatients(
  uow: UnitOfWork,
  input: z.output<typeof patientSearchInput>,
): Promise<PatientSummary[]> {
  const text = input.text.normalize('NFKC').trim();
  const birthDate = birthDateOf(text);
  const compact = text.replace(/\s/g, '');
  const range = prefixRange(toSearchKey(text));
  const conditions = [Prisma.sql`(kana_key ~>=~ ${range.from} AND kana_key ~<~ ${range.to})`];
  if (/^\d{1,8}$/.test(text))
    conditions.push(Prisma.sql`patient_number = ${text.padStart(patientNumberDigits, '0')}`);
  if (birthDate !== null) conditions.push(Prisma.sql`birth_date = ${birthDate}::date`);
  const rows: PatientRow[] = [];
  for (const condition of conditions) rows.push(...(await selectPatients(uow, condition, input.limit)));
  if (rows.length === 0 && compact !== '')
    rows.push(
      ...(await selectPatients(
        uow,
        Prisma.sql`(family_name = ${compact} OR family_name || given_name = ${compact}
                    OR family_name = ${text} OR family_name || ' ' || given_name = ${text})`,
        input.limit,
      )),
    );
  const unique = [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, input.limit);
  uow.audit({ action: 'patient.search', detail: { found: unique.length } });
  return unique.map(toPatientSummary);
}

const selectPatients = (uow: UnitOfWork, condition: Prisma.Sql, limit: number): Promise<PatientRow[]> =>
  uow.tables.$queryRaw<PatientRow[]>`
    SELECT id::text, patient_number AS "patientNumber", family_name AS "familyName", given_name AS "givenName",
           family_kana AS "familyKana", given_kana AS "givenKana", birth_date AS "birthDate", sex::text AS sex
      FROM patient WHERE ${condition} ORDER BY kana_key, birth_date LIMIT ${limit}`;

export async function getPatient(uow: UnitOfWork, input: { patientId: string }): Promise<PatientSummary> {
  const patient = await uow.tables.patient.findFirst({ where: { id: input.patientId } });
  if (!patient) throw notFound('患者');
  uow.audit({ action: 'patient.view', patientId: patient.id });
  return toPatientSummary(patient);
}
