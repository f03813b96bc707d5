import pg from 'pg';

/** What is measured against: a patient whom the national services know, with three years of monthly visits and 20 drugs being taken. */
const visits = 36;
const drugs = 20;

/**
 * Writes the history of a patient of the demo, as confirmation would have left it. Among the 20 drugs of the last prescription, which is
 * still taken, is `takenYj`: to add it again raises 重複投薬.
 */
export async function insertLongHistory(
  ownerUrl: string,
  clinic: { institutionCode: string },
  person: { familyName: string; givenName: string },
  takenYj: string,
): Promise<{ name: string; kana: string }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const one = async (sql: string, values: unknown[]) => (await client.query(sql, values)).rows[0];
    const tenant = await one('SELECT id FROM tenant WHERE institution_code = $1', [clinic.institutionCode]);
    await client.query('BEGIN');
    await client.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenant.id]);
    const patient = await one(
      'SELECT id, family_kana, given_kana FROM patient WHERE family_name = $1 AND given_name = $2',
      [person.familyName, person.givenName],
    );
    const doctor = await one(
      `SELECT id FROM staff WHERE 'doctor' = ANY(roles) AND hpki_credential_id IS NOT NULL LIMIT 1`,
      [],
    );
    const yjCodes = (
      await client.query(
        `SELECT min(yj_code)::text AS yj FROM master.drug WHERE route_class LIKE '内%' AND NOT yj_code LIKE $1
          GROUP BY ingredient_code ORDER BY 1 LIMIT $2`,
        [`${takenYj.slice(0, 7)}%`, drugs - 1],
      )
    ).rows.map((row) => row.yj as string);
    for (let visit = visits - 1; visit >= 0; visit -= 1)
      await client.query(
        `WITH line AS (
           SELECT row_number() OVER ()::int AS n, d.*, u.code AS usage_code, u.text AS usage_text, u.times_per_day
             FROM unnest($4::text[]) WITH ORDINALITY AS l(yj, at) JOIN master.drug d ON d.yj_code = l.yj
             JOIN master.usage_code u ON u.code = '1011000400000000'),
         visit AS (
           INSERT INTO encounter (tenant_id, id, patient_id, doctor_id, department_code, department_name, visit_type, service_date,
                                  started_at, ended_at, row_version)
           VALUES ($1, gen_random_uuid(), $2, $3, '01', '内科', 'return', current_date - $5::int, now() - $5::int * interval '1 day',
                   now() - $5::int * interval '1 day', 1) RETURNING *),
         note AS (
           INSERT INTO clinical_note (tenant_id, id, encounter_id, patient_id, version_no, kind, subjective, objective, assessment, plan,
                                      entered_by_id, confirmed_by_id, confirmed_at, content_sha256)
           SELECT tenant_id, gen_random_uuid(), id, patient_id, 1, 'initial', '変わりない。', '著変なし。', '安定。', '同じ薬。', $3, $3, started_at, '\\x00'
             FROM visit),
         issued AS (
           INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id,
                                     record, entered_by_id, confirmed_by_id, confirmed_at)
           SELECT v.tenant_id, gen_random_uuid(), v.id, v.patient_id, 1, 'electronic', v.service_date, v.service_date + 3, $3,
                  jsonb_build_object('id', v.id, 'issueType', 'electronic', 'issuedOn', v.service_date, 'validUntil', v.service_date + 3,
                    'remarks', '[]'::jsonb, 'rps', (SELECT jsonb_agg(jsonb_build_object('rpNumber', n, 'formClass', '1', 'quantity', 35,
                      'usage', jsonb_build_object('code', usage_code, 'text', usage_text, 'timesPerDay', times_per_day),
                      'medications', jsonb_build_array(jsonb_build_object('itemNumber', 1, 'yjCode', yj_code, 'receiptCode', receipt_code,
                        'name', name, 'ingredientName', ingredient_name, 'dose', '1', 'unit', unit, 'unitCode', unit_code)))) FROM line)),
                  $3, $3, v.started_at
             FROM visit v RETURNING tenant_id, id, patient_id, issued_on),
         state AS (
           INSERT INTO prescription_state (tenant_id, prescription_id, status, row_version, updated_at)
           SELECT tenant_id, id, 'dispensed', 1, now() FROM issued)
         INSERT INTO prescription_item (tenant_id, id, prescription_id, patient_id, rp_number, item_number, yj_code, name, dose, unit,
                                        usage_code, usage_text, form_class, quantity, period_from, period_to)
         SELECT i.tenant_id, gen_random_uuid(), i.id, i.patient_id, line.n, 1, line.yj_code, line.name, 1, line.unit, line.usage_code,
                line.usage_text, '1', 35, i.issued_on, i.issued_on + 34
           FROM issued i CROSS JOIN line`,
        [tenant.id, patient.id, doctor.id, [takenYj, ...yjCodes], 20 + visit * 30],
      );
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return {
      name: `${person.familyName} ${person.givenName}`,
      kana: `${patient.family_kana} ${patient.given_kana}`,
    };
  } finally {
    await client.end();
  }
}
