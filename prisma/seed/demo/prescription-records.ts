import {
  type PatientRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
} from '@shirube/core/records';
import type { CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import type { VisitRows } from './visits.ts';

type Row = Record<string, unknown>;

/** The frozen prescription of each visit, as confirmation would have written it, from its one line and the masters. */
export async function fillRecords(app: pg.Client, rows: VisitRows): Promise<void> {
  const of = async (table: string, key: string, values: unknown[]): Promise<Map<unknown, Row>> => {
    const found = await app.query(`SELECT *, ${key} AS key FROM ${table} WHERE ${key} = ANY($1)`, [
      [...new Set(values)],
    ]);
    return new Map(found.rows.map((row) => [row.key, row]));
  };
  const [drugs, usages, patients, doctors, tenants] = [
    await of(
      'master.drug',
      'yj_code',
      rows.prescription_item.map((item) => item.yj_code),
    ),
    await of(
      'master.usage_code',
      'code',
      rows.prescription_item.map((item) => item.usage_code),
    ),
    await of(
      'patient',
      'id',
      rows.prescription.map((each) => each.patient_id),
    ),
    await of(
      'staff',
      'id',
      rows.prescription.map((each) => each.doctor_id),
    ),
    await of(
      'tenant',
      'id',
      rows.prescription.map((each) => each.tenant_id),
    ),
  ];
  const text = (row: Row | undefined, column: string): string => String(row?.[column] ?? '');
  for (const prescription of rows.prescription) {
    const item = rows.prescription_item.find((each) => each.prescription_id === prescription.id);
    const [drug, usage] = [drugs.get(item?.yj_code), usages.get(item?.usage_code)];
    const [patient, doctor, tenant] = [
      patients.get(prescription.patient_id),
      doctors.get(prescription.doctor_id),
      tenants.get(prescription.tenant_id),
    ];
    if (!item || !drug || !usage) continue;
    Object.assign(item, { name: drug.name, unit: drug.unit, usage_text: usage.text });
    const nameOf = (row: Row | undefined) => ({
      familyName: text(row, 'family_name'),
      givenName: text(row, 'given_name'),
      familyKana: text(row, 'family_kana'),
      givenKana: text(row, 'given_kana'),
    });
    const record: PrescriptionRecord = {
      ...plainPrescription,
      id: text(prescription, 'id'),
      issueType: 'electronic',
      facility: {
        institutionCode: text(tenant, 'institution_code'),
        name: text(tenant, 'name'),
        postalCode: text(tenant, 'postal_code'),
        address: text(tenant, 'address'),
        phone: text(tenant, 'phone'),
        departmentCode: text(tenant, 'department_code'),
        departmentName: text(tenant, 'department_name'),
      },
      prescriber: { code: (doctor?.doctor_code as string | null) ?? null, ...nameOf(doctor) },
      patient: {
        patientNumber: text(patient, 'patient_number'),
        ...nameOf(patient),
        birthDate: calendarDate(patient?.birth_date),
        sex: patient?.sex as PatientRecord['sex'],
        postalCode: null,
        address: null,
        phone: null,
        coverage: null,
        publicSubsidies: [],
      },
      issuedOn: text(prescription, 'issued_on'),
      validUntil: text(prescription, 'valid_until'),
      rps: [
        {
          rpNumber: 1,
          formClass: '1',
          ...plainRp,
          quantity: Number(item.quantity),
          usage: {
            code: text(usage, 'code'),
            text: text(usage, 'text'),
            timesPerDay: usage.times_per_day as number | null,
          },
          medications: [
            {
              itemNumber: 1,
              ...plainLine,
              yjCode: text(drug, 'yj_code'),
              receiptCode: text(drug, 'receipt_code'),
              name: text(drug, 'name'),
              ingredientName: text(drug, 'ingredient_name'),
              dose: text(item, 'dose'),
              unit: text(drug, 'unit'),
              unitCode: drug.unit_code as string | null,
            },
          ],
        },
      ],
    };
    prescription.record = record;
  }
}

/** A `date` column comes as midnight of this computer's zone. */
function calendarDate(column: unknown): CalendarDate {
  const date = column as Date;
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
