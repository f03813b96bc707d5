import { type PrescriptionRecord, plainLine, plainPrescription, plainRp } from '@shirube/core/records';
import { INSTITUTION, PATIENT } from '../testing/messages.ts';

/** アムロジピン for 14 days, for the demo person p01 by the doctor of hpki-test-doctor-1. */
export function prescriptionRecord(issuedOn: string, validUntil: string): PrescriptionRecord {
  return {
    id: crypto.randomUUID(),
    issueType: 'electronic',
    facility: {
      institutionCode: INSTITUTION,
      name: '標クリニック',
      postalCode: '100-0099',
      address: '東京都標区模擬町１－１',
      phone: '03-0000-0000',
      departmentCode: '01',
      departmentName: '内科',
    },
    prescriber: {
      code: '1',
      familyName: '標',
      givenName: '一郎',
      familyKana: 'シルベ',
      givenKana: 'イチロウ',
    },
    patient: {
      patientNumber: '00009999',
      familyName: 'テスト',
      givenName: '太郎',
      familyKana: 'テスト',
      givenKana: 'タロウ',
      birthDate: PATIENT.birthDate,
      sex: 'male',
      postalCode: null,
      address: null,
      phone: null,
      coverage: {
        insurerNumber: PATIENT.insurerNumber,
        symbol: PATIENT.symbol,
        number: PATIENT.number,
        branchNumber: PATIENT.branchNumber,
        isDependent: false,
        copayPercent: 30,
      },
      publicSubsidies: [],
    },
    issuedOn,
    validUntil,
    rps: [
      {
        rpNumber: 1,
        formClass: '1',
        ...plainRp,
        quantity: 14,
        usage: { code: '1011000400000000', text: '１日１回朝食後　服用', timesPerDay: 1 },
        medications: [
          {
            itemNumber: 1,
            yjCode: '2171022F2289',
            receiptCode: '620007870',
            name: 'アムロジピン錠５ｍｇ「サワイ」',
            ingredientName: 'アムロジピンベシル酸塩',
            dose: '1',
            unit: '錠',
            unitCode: 'TAB',
            ...plainLine,
          },
        ],
      },
    ],
    ...plainPrescription,
  };
}
