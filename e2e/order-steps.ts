import { expect, type Page } from '@playwright/test';
import pg from 'pg';
import { institutionCode } from './steps.ts';

/** Somebody of the demo's population, as the screens write the name. */
export interface Person {
  name: string;
  kana: string;
}

/**
 * Somebody the national services know, with an earlier visit of five weeks ago: high blood pressure, one drug for 28 days, which have
 * passed. Written beside the product, because only time makes such a history; for people of the demo who have none.
 */
export async function regularPatient(familyName: string, givenName: string): Promise<Person> {
  const client = new pg.Client({ connectionString: process.env.SHIRUBE_DATABASE_OWNER_URL });
  await client.connect();
  try {
    const { rows: clinics } = await client.query('SELECT id FROM tenant WHERE institution_code = $1', [
      institutionCode,
    ]);
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [clinics[0]?.id]);
    const { rows: found } = await client.query(
      `SELECT p.id, p.family_kana, p.given_kana,
              (SELECT count(*)::int FROM prescription x WHERE x.patient_id = p.id) AS prescriptions
         FROM patient p WHERE p.family_name = $1 AND p.given_name = $2`,
      [familyName, givenName],
    );
    const [person] = found;
    expect(person, `${familyName} ${givenName}`).toBeDefined();
    if (person.prescriptions === 0)
      await client.query(
        `WITH model AS (
           SELECT e.*, rx.id AS rx_id FROM encounter e
             JOIN prescription rx ON rx.tenant_id = e.tenant_id AND rx.encounter_id = e.id
             JOIN (SELECT prescription_id, max(period_to) AS ends FROM prescription_item GROUP BY 1) i ON i.prescription_id = rx.id
            WHERE i.ends < current_date ORDER BY e.started_at DESC LIMIT 1),
         visit AS (
           INSERT INTO encounter (tenant_id, id, patient_id, doctor_id, department_code, department_name, visit_type, service_date,
                                  started_at, ended_at, row_version)
           SELECT tenant_id, gen_random_uuid(), $1, doctor_id, department_code, department_name, 'return', service_date, started_at,
                  ended_at, 1 FROM model RETURNING id),
         issued AS (
           INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id,
                                     record, entered_by_id, confirmed_by_id, confirmed_at)
           SELECT rx.tenant_id, gen_random_uuid(), visit.id, $1, 1, rx.issue_type, rx.issued_on, rx.valid_until, rx.doctor_id, rx.record,
                  rx.entered_by_id, rx.confirmed_by_id, rx.confirmed_at
             FROM prescription rx JOIN model ON model.rx_id = rx.id CROSS JOIN visit RETURNING tenant_id, id),
         state AS (
           INSERT INTO prescription_state (tenant_id, prescription_id, status, row_version, updated_at)
           SELECT tenant_id, id, 'dispensed', 1, now() FROM issued)
         INSERT INTO prescription_item (tenant_id, id, prescription_id, patient_id, rp_number, item_number, yj_code, name, dose, unit,
                                        usage_code, usage_text, form_class, quantity, period_from, period_to)
         SELECT i.tenant_id, gen_random_uuid(), issued.id, $1, i.rp_number, i.item_number, i.yj_code, i.name, i.dose, i.unit,
                i.usage_code, i.usage_text, i.form_class, i.quantity, i.period_from, i.period_to
           FROM prescription_item i JOIN model ON model.rx_id = i.prescription_id CROSS JOIN issued`,
        [person.id],
      );
    await client.query('COMMIT');
    return { name: `${familyName} ${givenName}`, kana: `${person.family_kana} ${person.given_kana}` };
  } finally {
    await client.end();
  }
}

/** Received at the desk without a card, by whoever is signed in. */
export async function receive(page: Page, person: Person): Promise<void> {
  await page.getByRole('button', { name: '患者をさがして受付する' }).click();
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill(person.kana);
  await page.getByRole('option').filter({ hasText: person.name }).first().click();
  await page.getByLabel('来院の目的').fill('定期受診');
  await page.getByText('資格確認書を見た').click();
  await page.getByRole('button', { name: '受付する', exact: true }).click();
  await expect(page.getByRole('button', { name: '受付する', exact: true })).toBeHidden();
}
