import {
  type MedicationRecord,
  type PrescriptionRecord,
  plainLine,
  plainPrescription,
  plainRp,
  type RpRecord,
} from '@shirube/core/records';

export const lineOf = (name: string, more: Partial<MedicationRecord> = {}): MedicationRecord => ({
  ...plainLine,
  itemNumber: 1,
  yjCode: '2171022F1029',
  receiptCode: '612170709',
  name,
  ingredientName: name,
  dose: '1',
  unit: '錠',
  unitCode: 'TAB',
  ...more,
});

export const rpOf = (
  rpNumber: number,
  medications: MedicationRecord[],
  more: Partial<RpRecord> = {},
): RpRecord => ({
  ...plainRp,
  rpNumber,
  formClass: '1',
  quantity: 28,
  usage: { code: '1011000400000000', text: '内服・経口・１日１回朝食後', timesPerDay: 1 },
  medications: medications.map((each, index) => ({ ...each, itemNumber: index + 1 })),
  ...more,
});

export const prescriptionOf = (
  rps: RpRecord[],
  more: Partial<Omit<PrescriptionRecord, 'patient'>> & {
    patient?: Partial<PrescriptionRecord['patient']>;
  } = {},
): PrescriptionRecord => ({
  ...plainPrescription,
  id: '00000000-0000-4000-8000-000000000001',
  issueType: 'paper',
  facility: {
    institutionCode: '1311234567',
    name: '検証クリニック',
    postalCode: '100-0001',
    address: '東京都千代田区検証１－１',
    phone: '03-0000-0000',
    departmentCode: '01',
    departmentName: '内科',
    fax: '03-0000-0009',
  },
  prescriber: {
    code: 'D1',
    familyName: '検証',
    givenName: '太郎',
    familyKana: 'ケンショウ',
    givenKana: 'タロウ',
  },
  issuedOn: '2026-11-20',
  validUntil: '2026-11-23',
  rps,
  ...more,
  patient: {
    patientNumber: '000123',
    familyName: '試験',
    givenName: '花子',
    familyKana: 'シケン',
    givenKana: 'ハナコ',
    birthDate: '1980-01-31',
    sex: 'female',
    postalCode: '100-0001',
    address: '東京都千代田区検証２－２',
    phone: '03-1111-2222',
    coverage: {
      insurerNumber: '138057',
      symbol: '１２',
      number: '３４５６',
      branchNumber: '01',
      isDependent: true,
      copayPercent: 30,
    },
    publicSubsidies: [],
    ...more.patient,
  },
});
