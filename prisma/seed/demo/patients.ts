import { randomUUID } from 'node:crypto';
import { toSearchKey } from '@shirube/terminology';
import type pg from 'pg';
import type { RegisteredPerson } from './people.ts';
import { insertRows } from './rows.ts';

export async function insertPatients(
  app: pg.Client,
  tenantId: string,
  people: readonly RegisteredPerson[],
): Promise<Map<string, string>> {
  const ids = new Map(people.map((person) => [person.patientNumber, randomUUID()]));
  const now = new Date().toISOString();
  await insertRows(
    app,
    'patient',
    people.map((person) => ({
      tenant_id: tenantId,
      id: ids.get(person.patientNumber),
      patient_number: person.patientNumber,
      family_name: person.familyName,
      given_name: person.givenName,
      family_kana: person.familyKana,
      given_kana: person.givenKana,
      kana_key: toSearchKey(`${person.familyKana}${person.givenKana}`),
      birth_date: person.birthDate,
      sex: person.sex,
      postal_code: person.postalCode,
      address: person.address,
      phone: person.phone,
      row_version: 1,
      created_at: now,
      updated_at: now,
    })),
  );
  await insertRows(
    app,
    'coverage',
    people.flatMap((person) =>
      person.insurance
        ? [
            {
              tenant_id: tenantId,
              id: randomUUID(),
              patient_id: ids.get(person.patientNumber),
              insurer_number: person.insurance.insurerNumber,
              insurer_name: person.insurance.insurerName,
              symbol: person.insurance.symbol,
              number: person.insurance.number,
              branch_number: person.insurance.branchNumber,
              is_dependent: person.insurance.isDependent,
              copay_percent: person.insurance.copayPercent,
              source: 'デモ',
              created_at: now,
            },
          ]
        : [],
    ),
  );
  await insertRows(
    app,
    'public_subsidy',
    people.flatMap((person) =>
      person.publicSubsidies.map((subsidy, index) => ({
        tenant_id: tenantId,
        id: randomUUID(),
        patient_id: ids.get(person.patientNumber),
        payer_number: subsidy.payerNumber,
        recipient_number: subsidy.recipientNumber,
        priority: index + 1,
      })),
    ),
  );
  return ids;
}
