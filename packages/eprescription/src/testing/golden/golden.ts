import {
  type MedicationRecord,
  type PatientRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
  type RpRecord,
} from '@shirube/core/records';

/** A prescription that shows one feature of the record tables. The file of its name in `expected` holds its bytes. */
export interface Golden {
  name: string;
  feature: string;
  /** the records the feature is about */
  records: number[];
  prescription: PrescriptionRecord;
}

export function golden(
  name: string,
  feature: string,
  records: number[],
  prescription: PrescriptionRecord,
): Golden {
  return { name, feature, records, prescription };
}

/** 5 mg of amlodipine, one tablet a day. */
export function drug(change: Partial<MedicationRecord> = {}): MedicationRecord {
  return {
    itemNumber: 1,
    yjCode: '2171022F2289',
    receiptCode: '620007870',
    name: 'アムロジピン錠５ｍｇ「サワイ」',
    ingredientName: 'アムロジピン',
    dose: '1',
    unit: '錠',
    unitCode: 'TAB',
    ...plainLine,
    ...change,
  };
}

/** Once a day after breakfast for 28 days. */
export function rp(change: Partial<RpRecord> = {}): RpRecord {
  return {
    rpNumber: 1,
    formClass: '1',
    ...plainRp,
    quantity: 28,
    usage: { code: '1011000400000000', text: '１日１回朝食後　服用', timesPerDay: 1 },
    medications: [drug()],
    ...change,
  };
}

export const threeTimes = { code: '1013044400000000', text: '１日３回朝昼夕食後　服用', timesPerDay: 3 };
export const loxoprofen = {
  yjCode: '1149019F1560',
  receiptCode: '620098801',
  name: 'ロキソニン錠６０ｍｇ',
  ingredientName: 'ロキソプロフェンナトリウム',
};
export const prednisolone = {
  yjCode: '2456001F1310',
  receiptCode: '612450118',
  name: 'プレドニン錠５ｍｇ',
  ingredientName: 'プレドニゾロン',
};

export const patient: PatientRecord = {
  patientNumber: '000123',
  familyName: '試験',
  givenName: '花子',
  familyKana: 'シケン',
  givenKana: 'ハナコ',
  birthDate: '1980-01-31',
  sex: 'female',
  postalCode: '100-0002',
  address: '東京都架空区標４－５－６',
  phone: '090-0000-0000',
  coverage: {
    insurerNumber: '06139999',
    symbol: '１２',
    number: '３４５６',
    branchNumber: '01',
    isDependent: false,
    copayPercent: 30,
  },
  publicSubsidies: [],
};
export const coverage = patient.coverage as NonNullable<PatientRecord['coverage']>;

/** What a clinic writes most: one drug, employees' insurance, four days. */
export function prescription(change: Partial<PrescriptionRecord> = {}): PrescriptionRecord {
  return {
    id: '0197a000-0000-7000-8000-0000000000a1',
    issueType: 'electronic',
    facility: {
      institutionCode: '1311234567',
      name: '検証クリニック',
      postalCode: '100-0001',
      address: '東京都千代田区検証１－１',
      phone: '03-0000-0000',
      departmentCode: '01',
      departmentName: '内科',
    },
    prescriber: {
      code: null,
      familyName: '検証',
      givenName: '太郎',
      familyKana: 'ケンショウ',
      givenKana: 'タロウ',
    },
    patient,
    issuedOn: '2026-11-20',
    validUntil: '2026-11-23',
    rps: [rp()],
    ...plainPrescription,
    ...change,
  };
}

export const forPatient = (change: Partial<PatientRecord>): PrescriptionRecord =>
  prescription({ patient: { ...patient, ...change } });
export const ofRp = (change: Partial<RpRecord>): PrescriptionRecord => prescription({ rps: [rp(change)] });
export const ofDrug = (change: Partial<MedicationRecord>): PrescriptionRecord =>
  ofRp({ medications: [drug(change)] });
