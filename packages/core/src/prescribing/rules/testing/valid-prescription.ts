import {
  type MedicationRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
  type RpRecord,
} from '../../../records/index.ts';

export const medication: MedicationRecord = {
  itemNumber: 1,
  yjCode: '1124007F2026',
  receiptCode: '611120055',
  name: 'ハルシオン０．２５ｍｇ錠',
  ingredientName: 'トリアゾラム',
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...plainLine,
};

export const rp: RpRecord = {
  rpNumber: 1,
  formClass: '1',
  ...plainRp,
  quantity: 7,
  usage: { code: '1011100000000000', text: '１日１回就寝前　服用', timesPerDay: 1 },
  medications: [medication],
};

export const record: PrescriptionRecord = {
  id: '0197a5f0-0000-7000-8000-000000000001',
  issueType: 'electronic',
  facility: {
    institutionCode: '1311234567',
    name: '標クリニック',
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
  patient: {
    patientNumber: '000123',
    familyName: '髙﨑',
    givenName: '花子',
    familyKana: 'タカサキ',
    givenKana: 'ハナコ',
    birthDate: '1980-01-31',
    sex: 'female',
    postalCode: null,
    address: null,
    phone: null,
    coverage: {
      insurerNumber: '06139999',
      symbol: '１２',
      number: '３４５６',
      branchNumber: '01',
      isDependent: false,
      copayPercent: 30,
    },
    publicSubsidies: [],
  },
  issuedOn: '2026-11-20',
  validUntil: '2026-11-23',
  rps: [rp],
  ...plainPrescription,
};

export const withRp = (change: Partial<RpRecord>): PrescriptionRecord => ({
  ...record,
  rps: [{ ...rp, ...change }],
});
export const withDrug = (change: Partial<MedicationRecord>) =>
  withRp({ medications: [{ ...medication, ...change }] });
export const withPatient = (change: Partial<PrescriptionRecord['patient']>): PrescriptionRecord => ({
  ...record,
  patient: { ...record.patient, ...change },
});
export const withDoctor = (change: Partial<PrescriptionRecord['prescriber']>): PrescriptionRecord => ({
  ...record,
  prescriber: { ...record.prescriber, ...change },
});
