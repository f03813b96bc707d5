import { randomUUID } from 'node:crypto';
import { type PrescriptionRecord, plainLine, plainPrescription, plainRp } from '@shirube/core/records';
import type { ClinicFixture, TestDatabase } from '@shirube/db/testing';

/** The masters that the records below name. */
export async function fillMasters(admin: Awaited<ReturnType<TestDatabase['connect']>>): Promise<void> {
  await admin.query(
    `INSERT INTO master.disease (management_no, receipt_code, exchange_code, name, kana, search_key, icd10, edition, valid_from)
     VALUES ('20054213', '8830052', 'HR0V', '高血圧症', '', '', 'I10', 't', '2020-01-01')`,
  );
  await admin.query(
    `INSERT INTO master.lab_item (jlac10, fhir_code, name, abbreviation, category, unit, ucum, sort_no, edition, valid_from)
     VALUES ('3H015000002326101', 'K', 'カリウム', 'K', '生化学検査', 'mEq/L', 'meq/L', 1, 't', '2020-01-01')`,
  );
}

/** One record of each kind in the fixture patient's chart. */
export async function fillChart(
  admin: Awaited<ReturnType<TestDatabase['connect']>>,
  clinic: ClinicFixture,
): Promise<Record<string, string>> {
  const own = {
    Condition: randomUUID(),
    AllergyIntolerance: randomUUID(),
    Observation: randomUUID(),
    prescription: randomUUID(),
    Encounter: clinic.encounterId,
    DocumentReference: randomUUID(),
  };
  const { tenantId, patientId, encounterId, doctorId } = clinic;
  const who = [tenantId, patientId, doctorId];
  await admin.query(
    `UPDATE patient SET address = '秘密の町1', updated_at = '2026-11-01T00:00:00Z' WHERE id = $1`,
    [patientId],
  );
  await admin.query(
    `INSERT INTO condition (tenant_id, id, condition_id, version_no, kind, patient_id, encounter_id, management_no, display_name, icd10,
                            is_main, is_suspected, onset_date, outcome, department_code, undelivered, entered_by_id, confirmed_by_id, confirmed_at)
     SELECT $1, gen_random_uuid(), id, 1, 'initial', $2, $4, '20054213', '高血圧症', 'I10', true, false, '2020-04-01', 'active', '01', true,
            $3, $3, at FROM (VALUES ($5::uuid, '2026-11-10T01:00:00Z'::timestamptz), (gen_random_uuid(), '2026-11-12T01:00:00Z')) AS rows (id, at)`,
    [...who, encounterId, own.Condition],
  );
  await admin.query(
    `INSERT INTO allergy_intolerance (tenant_id, id, allergy_id, version_no, kind, patient_id, category, code, display_name, criticality,
                                      department_code, entered_by_id, confirmed_by_id, confirmed_at)
     VALUES ($1, gen_random_uuid(), $4, 1, 'initial', $2, 'food', 'J9FC11310000', 'さば', 'low', '01', $3, $3, '2026-11-11T01:00:00Z')`,
    [...who, own.AllergyIntolerance],
  );
  await admin.query(
    `INSERT INTO observation (tenant_id, id, patient_id, jlac10, name, value_number, value_text, unit, effective_on, reported_at)
     VALUES ($1, $3, $2, '3H015000002326101', 'カリウム', 4.0, '4.0', 'mEq/L', '2026-11-10', '2026-11-10T03:00:00Z')`,
    [tenantId, patientId, own.Observation],
  );
  const record = prescriptionRecord(own.prescription);
  await admin.query(
    `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id, record,
                               entered_by_id, confirmed_by_id, confirmed_at)
     VALUES ($1, $4, $5, $2, 1, 'electronic', '2026-11-10', '2026-11-13', $3, $6, $3, $3, '2026-11-10T04:00:00Z')`,
    [...who, own.prescription, encounterId, JSON.stringify(record)],
  );
  await admin.query(
    `INSERT INTO prescription_state (tenant_id, prescription_id, status, updated_at) VALUES ($1, $2, 'registered', now())`,
    [tenantId, own.prescription],
  );
  await admin.query(
    `INSERT INTO clinical_document (tenant_id, id, document_id, version_no, patient_id, kind, title, issued_on, doctor_id, record,
                                    confirmed_by_id, confirmed_at)
     VALUES ($1, gen_random_uuid(), $4, 1, $2, 'care_summary', '患者サマリー', '2026-11-10', $3, $5, $3, '2026-11-10T05:00:00Z')`,
    [...who, own.DocumentReference, JSON.stringify(careSummary(own.DocumentReference, encounterId))],
  );
  return { ...own, MedicationRequest: `${own.prescription}-1-1`, Bundle: own.DocumentReference };
}

const doctor = {
  code: 'D1',
  familyName: '検証',
  givenName: '医師',
  familyKana: 'ケンショウ',
  givenKana: 'イシ',
};
const facility = {
  institutionCode: '1310000000',
  name: '架空',
  postalCode: '100-0000',
  address: '架空町1',
  phone: '03-0000-0000',
  departmentCode: '01',
  departmentName: '内科',
};
const patient = {
  patientNumber: '00000001',
  familyName: '検証',
  givenName: '花子',
  familyKana: 'ケンショウ',
  givenKana: 'ハナコ',
  birthDate: '1980-01-31',
  sex: 'female' as const,
  postalCode: null,
  address: '架空町2',
  phone: null,
  coverage: null,
  publicSubsidies: [],
};

function prescriptionRecord(id: string): PrescriptionRecord {
  return {
    ...plainPrescription,
    id,
    issueType: 'electronic',
    facility,
    prescriber: doctor,
    patient,
    issuedOn: '2026-11-10',
    validUntil: '2026-11-13',
    rps: [
      {
        ...plainRp,
        rpNumber: 1,
        formClass: '1',
        quantity: 14,
        usage: { code: '1013044400000000', text: '１日３回朝昼夕食後　服用', timesPerDay: 3 },
        medications: [
          {
            ...plainLine,
            itemNumber: 1,
            yjCode: '2171022F1037',
            receiptCode: '612170709',
            name: 'ノルバスク錠２．５ｍｇ',
            ingredientName: 'アムロジピン',
            dose: '3',
            unit: '錠',
            unitCode: 'TAB',
          },
        ],
      },
    ],
  };
}

const careSummary = (documentId: string, encounterId: string) => ({
  kind: 'care_summary',
  documentId,
  versionNo: 1,
  issuedOn: '2026-11-10',
  confirmedAt: '2026-11-10T05:00:00.000Z',
  facility,
  author: { ...doctor, medicalRegistrationNumber: null },
  patient,
  encounter: {
    id: encounterId,
    startedAt: '2026-11-10T00:00:00.000Z',
    departmentCode: '01',
    departmentName: '内科',
  },
  category: 'OUTPATIENT',
  planCategory: 'hospital-plan',
  periodStart: '2026-11-10',
  periodEnd: null,
  plan: '塩分をひかえてください。',
  conditions: [],
});
