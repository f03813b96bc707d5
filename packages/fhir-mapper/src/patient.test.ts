import { describe, expect, test } from 'vitest';
import { toPatient } from './patient.ts';
import { PATIENT } from './testing/records.ts';

const CONTEXT = { id: 'p', institutionCode: '1312345670', lastUpdated: '2026-11-20T10:02:03.004+09:00' };

test('JP_Patient_eCS with everything it asks for and no telephone number', () => {
  expect(toPatient(PATIENT, CONTEXT)).toEqual({
    resourceType: 'Patient',
    id: 'p',
    meta: {
      lastUpdated: '2026-11-20T10:02:03.004+09:00',
      profile: ['http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Patient_eCS|1.10.0'],
    },
    extension: [
      {
        url: 'http://jpfhir.jp/fhir/clins/Extension/StructureDefinition/JP_eCS_InstitutionNumber',
        valueIdentifier: {
          system: 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
          value: '1312345670',
        },
      },
    ],
    identifier: [
      { system: 'urn:oid:1.2.392.100495.20.3.51.11312345670', value: '000123' },
      {
        system: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID',
        value: '00012345:あいう:１８７:05',
      },
    ],
    name: [
      {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation', valueCode: 'IDE' },
        ],
        text: '髙﨑 𠮷子',
        family: '髙﨑',
        given: ['𠮷子'],
      },
      {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation', valueCode: 'SYL' },
        ],
        text: 'タカサキ ヨシコ',
        family: 'タカサキ',
        given: ['ヨシコ'],
      },
    ],
    gender: 'female',
    birthDate: '1958-02-28',
    address: [{ text: '東京都中央区銀座1丁目1番1号', postalCode: '104-0061' }],
  });
});

describe('what is not recorded', () => {
  test('is left out, not sent empty', () => {
    const patient = toPatient(
      {
        ...PATIENT,
        patientNumber: ' ',
        postalCode: null,
        address: '\u3000',
        coverage: null,
        familyKana: '',
        givenKana: '',
      },
      CONTEXT,
    );
    expect(patient.identifier).toBeUndefined();
    expect(patient.address).toBeUndefined();
    expect(patient.name).toHaveLength(1);
    expect(JSON.stringify(patient)).not.toMatch(/""|\[\]|\{\}|null/);
  });

  test('全角空白 in a name becomes one half-width blank', () => {
    const patient = toPatient({ ...PATIENT, givenName: '\u3000花\u3000\u3000子 ' }, CONTEXT);
    expect(patient.name?.[0]?.text).toBe('髙﨑 花 子');
    expect(patient.name?.[0]?.given).toEqual(['花 子']);
  });

  test('生活保護 alone is told by the identifier of later versions', () => {
    const patient = toPatient(
      {
        ...PATIENT,
        coverage: null,
        publicSubsidies: [{ payerNumber: '12131234', recipientNumber: '0012345' }],
      },
      CONTEXT,
    );
    expect(patient.identifier?.[1]).toEqual({
      system: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_PublicPayer_memberID',
      value: '12131234::0012345:',
    });
  });
});
