import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { soapSha256 } from '@shirube/core/charting';
import { usualHours } from '@shirube/core/clinics/schema';
import { medicationPeriod, validUntil } from '@shirube/core/prescribing/rules';
import { addDays, type CalendarDate, composeInstitutionCode, toSearchKey } from '@shirube/terminology';
import pg from 'pg';
import { importMasters, readDemoMasters } from '../masters-import/index.ts';
import { createAccount, type DemoPerson, demoClinics } from './accounts.ts';
import { type RegisteredPerson, randomFrom, readPeople } from './people.ts';
import { hypertension, type Story, testTaro } from './stories.ts';
import { syntheticPeople } from './synthetic.ts';

export interface SeedOptions {
  ownerUrl: string;
  appUrl: string;
  /** the installation's 32-byte key (SHIRUBE_SECRET): seals the demo's authenticator secrets */
  key: Uint8Array;
  /** today in Tokyo */
  asOf: CalendarDate;
  log(text: string): void;
}

/** Arrive by card for the first time in the tour, so the clinic does not know them yet. */
const newcomers = ['p15', 'p16'];

interface ClinicIds {
  tenantId: string;
  doctorId: string;
  clerkId: string;
}

/** Fills an empty database with the code tables and the demo clinics; does nothing when they are there. */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const owner = new pg.Client({ connectionString: options.ownerUrl });
  const app = new pg.Client({ connectionString: options.appUrl });
  await owner.connect();
  await app.connect();
  try {
    const { rows } = await owner.query(`SELECT count(*)::int AS n FROM identity.account`);
    if (rows[0].n > 0) {
      options.log('The demo clinics are there already.');
      return;
    }
    const masters = readDemoMasters(path.join(import.meta.dirname, '../masters'));
    await inTransaction(owner, async () => {
      const reports = await importMasters(owner, masters.tables, { editions: masters.editions });
      options.log(`Loaded ${reports.length} code tables.`);
    });
    const known = readPeople().filter((person) => !newcomers.includes(person.id));
    for (const [index, clinic] of demoClinics.entries()) {
      const accounts = new Map<string, string>();
      await inTransaction(owner, async () => {
        for (const person of clinic.people)
          accounts.set(person.loginId, await createAccount(owner, person, options.key));
      });
      const people =
        index === 0 ? [...known, ...syntheticPeople(clinic.slug, 286)] : syntheticPeople(clinic.slug, 120);
      await inTransaction(app, async () => {
        const ids = await insertClinic(app, clinic, accounts);
        const patients = await insertPatients(app, ids.tenantId, people);
        await insertHistories(app, ids, clinic.slug, people, patients, options.asOf);
        if (index === 0) await insertTestTaro(app, ids, patients.get('00009999') as string, options.asOf);
        await insertFavourites(app, ids);
        if (index === 0) await insertToday(app, ids, people, patients, options.asOf);
      });
      options.log(`${clinic.name}: ${people.length} patients.`);
    }
  } finally {
    await owner.end();
    await app.end();
  }
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Rows as one statement: the columns are those of the first row. */
async function insertRows(client: pg.Client, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  await client.query(
    `INSERT INTO ${table} (${columns.join(', ')})
     SELECT ${columns.map((column) => `r.${column}`).join(', ')} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r`,
    [JSON.stringify(rows)],
  );
}

async function insertClinic(
  app: pg.Client,
  clinic: (typeof demoClinics)[number],
  accounts: Map<string, string>,
): Promise<ClinicIds> {
  const tenantId = randomUUID();
  await app.query(`SET LOCAL app.tenant_id = '${tenantId}'`);
  await insertRows(app, 'tenant', [
    {
      id: tenantId,
      slug: clinic.slug,
      name: clinic.name,
      institution_code: composeInstitutionCode({
        prefectureCode: clinic.prefectureCode,
        scoreTable: '1',
        institutionNumber: clinic.institutionNumber,
      }),
      postal_code: '100-0000',
      address: clinic.address,
      phone: clinic.phone,
      department_code: '01',
      department_name: '内科',
      founder_name: clinic.founderName,
      managing_doctor_name: clinic.managingDoctorName,
      opening_hours: usualHours,
      setup_finished_at: new Date().toISOString(),
      is_demo: true,
      created_at: new Date().toISOString(),
    },
  ]);
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
    doctor_code: person.doctorCode,
    hpki_credential_id: person.hpkiCredentialId,
    active: true,
    row_version: 1,
  }));
  await insertRows(app, 'staff', staff);
  const idOf = (role: string) =>
    staff.find((person) => (person.roles as readonly string[]).includes(role))?.id as string;
  return { tenantId, doctorId: idOf('doctor'), clerkId: idOf('clerk') };
}

async function insertPatients(
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

interface VisitRows {
  encounter: Record<string, unknown>[];
  clinical_note: Record<string, unknown>[];
  condition: Record<string, unknown>[];
  prescription: Record<string, unknown>[];
  prescription_item: Record<string, unknown>[];
  prescription_state: Record<string, unknown>[];
}

const emptyRows = (): VisitRows => ({
  encounter: [],
  clinical_note: [],
  condition: [],
  prescription: [],
  prescription_item: [],
  prescription_state: [],
});

/** One finished visit as confirmed rows. The diagnosis is written once, at the visit where it began. */
function addVisit(
  rows: VisitRows,
  ids: ClinicIds,
  patientId: string,
  date: CalendarDate,
  story: Story,
  options: { first: boolean; withCondition: boolean; isMain?: boolean },
): void {
  const encounterId = randomUUID();
  const at = `${date}T10:15:00+09:00`;
  const soap = {
    subjective: story.subjective,
    objective: story.objective,
    assessment: story.assessment,
    plan: story.plan,
  };
  const author = { entered_by_id: ids.doctorId, confirmed_by_id: ids.doctorId, confirmed_at: at };
  rows.encounter.push({
    tenant_id: ids.tenantId,
    id: encounterId,
    patient_id: patientId,
    doctor_id: ids.doctorId,
    department_code: '01',
    department_name: '内科',
    visit_type: options.first ? 'first' : 'return',
    service_date: date,
    started_at: at,
    ended_at: at,
    row_version: 1,
  });
  rows.clinical_note.push({
    tenant_id: ids.tenantId,
    id: randomUUID(),
    encounter_id: encounterId,
    patient_id: patientId,
    version_no: 1,
    kind: 'initial',
    ...soap,
    ...author,
    content_sha256: `\\x${Buffer.from(soapSha256(soap)).toString('hex')}`,
  });
  if (options.withCondition)
    rows.condition.push({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      condition_id: randomUUID(),
      version_no: 1,
      kind: 'initial',
      patient_id: patientId,
      encounter_id: encounterId,
      management_no: story.managementNo,
      modifier_codes: [],
      display_name: story.diseaseName,
      icd10: story.icd10,
      is_main: options.isMain ?? true,
      is_suspected: false,
      onset_date: date,
      outcome: 'active',
      department_code: '01',
      uninformed: false,
      undelivered: false,
      long_term: false,
      ...author,
    });
  if (!story.drug) return;
  const prescriptionId = randomUUID();
  const period = medicationPeriod('1', story.drug.days, date);
  rows.prescription.push({
    tenant_id: ids.tenantId,
    id: prescriptionId,
    encounter_id: encounterId,
    patient_id: patientId,
    version_no: 1,
    issue_type: 'electronic',
    issued_on: date,
    valid_until: validUntil(date),
    doctor_id: ids.doctorId,
    record: {},
    ...author,
  });
  rows.prescription_item.push({
    tenant_id: ids.tenantId,
    id: randomUUID(),
    prescription_id: prescriptionId,
    patient_id: patientId,
    rp_number: 1,
    item_number: 1,
    yj_code: story.drug.yjCode,
    name: '',
    dose: story.drug.dose,
    unit: '',
    usage_code: story.drug.usageCode,
    usage_text: '',
    form_class: '1',
    quantity: story.drug.days,
    period_from: period.from,
    period_to: period.to,
  });
  rows.prescription_state.push({
    tenant_id: ids.tenantId,
    prescription_id: prescriptionId,
    status: 'dispensed',
    row_version: 1,
    updated_at: at,
  });
}

async function writeVisits(app: pg.Client, rows: VisitRows): Promise<void> {
  const codes = rows.prescription_item.map((item) => item.yj_code);
  const usageCodes = rows.prescription_item.map((item) => item.usage_code);
  const drugs = await app.query(`SELECT yj_code, name, unit FROM master.drug WHERE yj_code = ANY($1)`, [
    codes,
  ]);
  const usages = await app.query(`SELECT code, text FROM master.usage_code WHERE code = ANY($1)`, [
    usageCodes,
  ]);
  for (const item of rows.prescription_item) {
    const drug = drugs.rows.find((row) => row.yj_code === item.yj_code);
    const usage = usages.rows.find((row) => row.code === item.usage_code);
    Object.assign(item, { name: drug?.name, unit: drug?.unit, usage_text: usage?.text });
  }
  for (const [table, tableRows] of Object.entries(rows)) await insertRows(app, table, tableRows);
}

/** Two years of regular visits for the chronic patients, one visit for the rest. */
async function insertHistories(
  app: pg.Client,
  ids: ClinicIds,
  slug: string,
  people: readonly RegisteredPerson[],
  patients: Map<string, string>,
  asOf: CalendarDate,
): Promise<void> {
  const rows = emptyRows();
  const random = randomFrom(`${slug}:history`);
  for (const person of people) {
    if (person.patientNumber === '00009999') continue;
    const patientId = patients.get(person.patientNumber) as string;
    const isChronic = person.birthDate < addDays(asOf, -45 * 365) && random() < 0.55;
    const visits = isChronic ? 4 + Math.floor(random() * 14) : 1;
    for (let visit = visits; visit >= 1; visit -= 1) {
      const date = addDays(asOf, -(visit * 28 + 2 + Math.floor(random() * 5)));
      addVisit(
        rows,
        ids,
        patientId,
        date,
        isChronic
          ? hypertension
          : {
              ...hypertension,
              drug: null,
              subjective: 'せき、のどの痛み。',
              objective: '体温 36.8　咽頭発赤軽度',
              assessment: '血圧は高め。風邪症状は軽い。',
              plan: '水分をとり、様子をみる。',
            },
        {
          first: visit === visits,
          withCondition: visit === visits,
        },
      );
    }
  }
  await writeVisits(app, rows);
}

async function insertTestTaro(
  app: pg.Client,
  ids: ClinicIds,
  patientId: string,
  asOf: CalendarDate,
): Promise<void> {
  const rows = emptyRows();
  const observations: Record<string, unknown>[] = [];
  const items = await app.query(
    `SELECT jlac10::text, name, abbreviation, unit, ref_low_male, ref_high_male FROM master.lab_item
      WHERE abbreviation = ANY($1)`,
    [['K', 'Cre', 'AST', 'LDL-C']],
  );
  for (const [index, { daysAgo, story, labs }] of testTaro.entries()) {
    const date = addDays(asOf, -daysAgo);
    addVisit(rows, ids, patientId, date, story, { first: index === 0, withCondition: index === 0 });
    for (const [name, [value, interpretation]] of Object.entries(labs)) {
      const item = items.rows.find((row) => row.abbreviation === (name === 'LDL' ? 'LDL-C' : name));
      if (!item) continue;
      observations.push({
        tenant_id: ids.tenantId,
        id: randomUUID(),
        patient_id: patientId,
        jlac10: item.jlac10,
        name: item.name,
        value_number: value,
        unit: item.unit,
        ref_low: item.ref_low_male,
        ref_high: item.ref_high_male,
        interpretation,
        effective_on: date,
        reported_at: `${date}T18:00:00+09:00`,
      });
    }
  }
  const [first] = rows.encounter;
  const { rows: nail } = await app.query(
    `SELECT management_no::text, name, icd10 FROM master.disease WHERE name = '爪白癬'`,
  );
  rows.condition.push({
    ...rows.condition[0],
    id: randomUUID(),
    condition_id: randomUUID(),
    encounter_id: first?.id,
    management_no: nail[0].management_no,
    display_name: nail[0].name,
    icd10: nail[0].icd10,
    is_main: false,
  });
  await writeVisits(app, rows);
  await insertRows(app, 'observation', observations);
  const author = {
    version_no: 1,
    kind: 'initial',
    patient_id: patientId,
    encounter_id: first?.id,
    department_code: '01',
    entered_by_id: ids.doctorId,
    confirmed_by_id: ids.doctorId,
    confirmed_at: first?.started_at,
  };
  const { rows: macrolide } = await app.query(
    `SELECT yj_code::text FROM master.drug WHERE ingredient_name LIKE 'クラリスロマイシン%' ORDER BY yj_code LIMIT 1`,
  );
  await insertRows(app, 'allergy_intolerance', [
    ...(macrolide[0]
      ? [
          {
            tenant_id: ids.tenantId,
            id: randomUUID(),
            allergy_id: randomUUID(),
            ...author,
            category: 'medication',
            code: `YCM${macrolide[0].yj_code}`,
            display_name: 'クラリスロマイシン',
            reaction: '発疹',
            criticality: 'high',
          },
        ]
      : []),
    {
      tenant_id: ids.tenantId,
      id: randomUUID(),
      allergy_id: randomUUID(),
      ...author,
      category: 'food',
      code: 'J9FA19140000',
      display_name: 'そば',
      reaction: 'じんましん',
      criticality: 'high',
    },
  ]);
}

/** The doctor's buttons: everyday drugs and those of the tour. */
const favourites = [
  ['1124007F2026', '1', '1011100000000000', 7],
  ['6290004M1029', '2', '1011000300000000', 7],
  ['3229005F1080', '3', '1013044400000000', 7],
  ['2171022F2289', '1', '1011000400000000', 28],
  ['1149019F1560', '3', '1013044400000000', 5],
  ['1141007F3023', '3', '1013044400000000', 5],
] as const;

async function insertFavourites(app: pg.Client, ids: ClinicIds): Promise<void> {
  await insertRows(
    app,
    'drug_favourite',
    favourites.map(([yjCode, dose, usageCode, quantity], position) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      staff_id: ids.doctorId,
      yj_code: yjCode,
      dose,
      usage_code: usageCode,
      quantity,
      position,
    })),
  );
}

/** Today's list when the tour begins: some wait, one is done. テスト 太郎 has not come yet. */
async function insertToday(
  app: pg.Client,
  ids: ClinicIds,
  people: readonly RegisteredPerson[],
  patients: Map<string, string>,
  asOf: CalendarDate,
): Promise<void> {
  const arrivals = people.filter((person) => person.patientNumber !== '00009999').slice(0, 5);
  const purposes = ['高血圧の定期受診', '発熱 38.2℃、咳', '予防接種の相談', '糖尿病の定期受診', '花粉症'];
  const statuses = ['waiting', 'waiting', 'waiting', 'awaiting_payment', 'done'];
  const now = Date.now();
  await insertRows(
    app,
    'reception',
    arrivals.map((person, index) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      patient_id: patients.get(person.patientNumber),
      service_date: asOf,
      number: index + 1,
      status: statuses[index],
      purpose: purposes[index],
      verification_method: 'マイナ保険証',
      prescription_preference: 'electronic',
      arrived_at: new Date(now - (31 - index * 6) * 60_000).toISOString(),
      received_by_id: ids.clerkId,
      row_version: 1,
    })),
  );
}
