import { coverage, forPatient, type Golden, golden, patient, prescription } from './golden.ts';

const plain = prescription();
const subsidy = (payerNumber: string, recipientNumber: string | null = '1234567') => ({
  payerNumber,
  recipientNumber,
});

/** Facility, doctor, patient and insurance: records 1 to 31. */
export const patientGoldens: Golden[] = [
  golden('minimal', 'what a clinic writes most', [1, 2, 3, 4, 5, 11, 12, 13, 21, 22, 23, 24, 51], plain),
  golden(
    'facility-other-contact',
    'FAX and another contact of the clinic',
    [3],
    prescription({
      facility: { ...plain.facility, fax: '03-0000-0009', otherContact: '夜間 090-0000-0001' },
    }),
  ),
  golden(
    'facility-dental',
    'a dental clinic',
    [1, 4],
    prescription({
      facility: {
        ...plain.facility,
        institutionCode: '1331234567',
        departmentCode: '28',
        departmentName: '歯科',
      },
    }),
  ),
  golden(
    'department-without-code',
    'a department that has no code',
    [4],
    prescription({ facility: { ...plain.facility, departmentCode: '', departmentName: 'もの忘れ外来' } }),
  ),
  golden(
    'doctor-with-code',
    'the doctor’s own number',
    [5],
    prescription({ prescriber: { ...plain.prescriber, code: 'D-0012' } }),
  ),
  golden(
    'patient-ibm-letters',
    'a name with letters of the IBM extension',
    [11],
    forPatient({ familyName: '髙﨑', familyKana: 'タカサキ' }),
  ),
  golden(
    'patient-beyond-shift-jis',
    'a name with a letter that Shift_JIS lacks',
    [11],
    forPatient({ familyName: '𠮷田', familyKana: 'ヨシダ' }),
  ),
  golden(
    'patient-private-letter',
    'a name with a 外字',
    [11],
    forPatient({ familyName: '\uE000村', familyKana: 'ムラムラ' }),
  ),
  golden(
    'patient-voiced-kana',
    'a kana name with voiced letters and a long vowel',
    [11],
    forPatient({ familyKana: 'ガギグ', givenName: 'ベティー', givenKana: 'ベティー' }),
  ),
  golden(
    'patient-male',
    'a man',
    [12],
    forPatient({ sex: 'male', givenName: '一郎', givenKana: 'イチロウ' }),
  ),
  golden('born-in-leap-year', 'born on 29 February', [13], forPatient({ birthDate: '2000-02-29' })),
  golden(
    'elderly-ordinary',
    '70 years and over, ordinary',
    [14],
    forPatient({ birthDate: '1953-01-31', coverage: { ...coverage, copayPercent: 20 } }),
  ),
  golden(
    'elderly-seven-tenths',
    '70 years and over with the income of those who work',
    [14],
    forPatient({ birthDate: '1953-01-31' }),
  ),
  golden(
    'preschool',
    'a child before school age',
    [14, 23],
    forPatient({
      birthDate: '2022-05-05',
      coverage: { ...coverage, isDependent: true, branchNumber: '03', copayPercent: 20 },
    }),
  ),
  golden(
    'late-elderly-eight-tenths',
    '後期高齢者 who pay two tenths',
    [14, 21],
    forPatient({
      birthDate: '1945-01-31',
      coverage: {
        ...coverage,
        insurerNumber: '39131234',
        symbol: null,
        number: '01234567',
        branchNumber: null,
        copayPercent: 20,
      },
    }),
  ),
  golden(
    'national-health',
    '国民健康保険 with six digits',
    [21, 22],
    forPatient({ coverage: { ...coverage, insurerNumber: '138057' } }),
  ),
  golden(
    'no-symbol',
    'an insurance without 記号, a dependent, a 枝番 of one digit',
    [23],
    forPatient({ coverage: { ...coverage, symbol: null, isDependent: true, branchNumber: '2' } }),
  ),
  golden(
    'seaman-on-duty',
    '船員保険, on duty',
    [24, 25],
    forPatient({ coverage: { ...coverage, insurerNumber: '02130019', copayPercent: 0, dutyReason: '1' } }),
  ),
  golden(
    'subsidy-first',
    'one 公費 beside the insurance',
    [27],
    forPatient({ publicSubsidies: [subsidy('21131234')] }),
  ),
  golden(
    'subsidy-without-recipient',
    'a 公費 without the recipient’s number',
    [27],
    forPatient({ publicSubsidies: [subsidy('51131234', null)] }),
  ),
  golden(
    'subsidy-second',
    'two 公費',
    [27, 28],
    forPatient({ publicSubsidies: [subsidy('21131234'), subsidy('80131234', '7654321')] }),
  ),
  golden(
    'subsidy-third',
    'three 公費',
    [27, 28, 29],
    forPatient({
      publicSubsidies: [subsidy('21131234'), subsidy('80131234', '7654321'), subsidy('54131234', '1111111')],
    }),
  ),
  golden(
    'subsidy-alone',
    'livelihood protection: no insurer',
    [21, 22, 23, 27],
    forPatient({ coverage: null, publicSubsidies: [subsidy('12131234')] }),
  ),
  golden(
    'subsidy-special',
    '特殊公費 whose numbers follow no national form',
    [30],
    forPatient({ specialSubsidy: { payerNumber: '特－１２', recipientNumber: '架空１２３４５６７' } }),
  ),
  golden(
    'subsidy-special-alone',
    '特殊公費 without insurance and without a recipient’s number',
    [21, 22, 23, 30],
    forPatient({ coverage: null, specialSubsidy: { payerNumber: '特－１２', recipientNumber: '' } }),
  ),
  golden('receipt-kind', 'レセプト種別 from the receipt computer', [31], forPatient({ receiptKind: '1112' })),
];

export const burdened = {
  ...patient,
  publicSubsidies: [subsidy('21131234'), subsidy('80131234', '7654321')],
};
