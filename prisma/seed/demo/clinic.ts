import { randomUUID } from 'node:crypto';
import { usualHours } from '@shirube/core/clinics/schema';
import { composeInstitutionCode } from '@shirube/terminology';
import type pg from 'pg';
import type { DemoPerson, demoClinics } from './accounts.ts';
import { type ClinicIds, insertRows } from './rows.ts';

type DemoClinic = (typeof demoClinics)[number];

/** What a clinic says of itself, and can change itself. */
export const profileOf = (clinic: DemoClinic) => ({
  name: clinic.name,
  postal_code: '100-0000',
  address: clinic.address,
  phone: clinic.phone,
  fax: '',
  department_code: '01',
  department_name: '内科',
  founder_name: clinic.founderName,
  managing_doctor_name: clinic.managingDoctorName,
  opening_hours: usualHours,
  closed_on_national_holidays: true,
  own_holidays: [],
  setup_finished_at: new Date().toISOString(),
});

/** A new demo clinic with its people. */
export async function insertClinic(
  app: pg.Client,
  clinic: DemoClinic,
  accounts: Map<string, string>,
): Promise<ClinicIds> {
  const tenantId = randomUUID();
  await app.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
  await insertRows(app, 'tenant', [
    {
      id: tenantId,
      slug: clinic.slug,
      institution_code: composeInstitutionCode({
        prefectureCode: clinic.prefectureCode,
        scoreTable: '1',
        institutionNumber: clinic.institutionNumber,
      }),
      ...profileOf(clinic),
      is_demo: true,
      created_at: new Date().toISOString(),
    },
  ]);
  return insertPeople(app, tenantId, clinic, accounts);
}

export async function insertPeople(
  app: pg.Client,
  tenantId: string,
  clinic: DemoClinic,
  accounts: Map<string, string>,
): Promise<ClinicIds> {
  const staff = clinic.people.map((person: DemoPerson) => ({
    tenant_id: tenantId,
    id: randomUUID(),
    account_id: accounts.get(person.loginId),
    roles: person.roles,
    family_name: person.familyName,
    given_name: person.givenName,
    family_kana: person.familyKana,
    given_kana: person.givenKana,
    licence: person.licence,
    joined_on: '2021-04-01',
    doctor_code: person.doctorCode,
    hpki_credential_id: person.hpkiCredentialId,
    active: true,
    row_version: 1,
  }));
  await insertRows(app, 'staff', staff);
  const idOf = (role: string) =>
    staff.find((person) => (person.roles as readonly string[]).includes(role))?.id as string;
  if (clinic.bedCount > 0)
    await insertRows(app, 'clinic_settings', [
      {
        tenant_id: tenantId,
        // the strictest, as a clinic that chose nothing has them
        idle_lock_minutes: 5,
        entry_deadline_hours: 24,
        bed_count: clinic.bedCount,
        shares_information: true,
        row_version: 1,
        updated_at: new Date().toISOString(),
      },
    ]);
  return { tenantId, doctorId: idOf('doctor'), clerkId: idOf('clerk') };
}
