import type { Answer } from './client.ts';

const CLINS = 'http://jpfhir.jp/fhir/clins';
const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';
const TIME = '2026-11-20T10:00:00.000+09:00';
const NAME_KIND = 'http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation';

/** A report unit of diagnoses of テスト 太郎 (p01) that the service accepts, written by hand: every obligatory element and no more. */
export function conditionsBundle(unit: {
  institutionCode: string;
  localId: string;
  names: readonly string[];
}): Answer {
  const patientUrl = `urn:uuid:${crypto.randomUUID()}`;
  return {
    resourceType: 'Bundle',
    meta: {
      lastUpdated: TIME,
      profile: [`${CLINS}/StructureDefinition/JP_Bundle_CLINS|1.10.0`],
      tag: [{ system: `${CLINS}/CodeSystem/BundleResourceType_CS`, code: 'Condition' }],
    },
    identifier: {
      system: `${CLINS}/bundle-identifier`,
      value: `${unit.institutionCode}^2026^${unit.localId}`,
    },
    type: 'collection',
    timestamp: TIME,
    entry: [
      { fullUrl: patientUrl, resource: patient() },
      ...unit.names.map((name, index) => ({
        fullUrl: `urn:uuid:${crypto.randomUUID()}`,
        resource: condition(unit.institutionCode, patientUrl, name, index),
      })),
    ],
  };
}

function patient() {
  const name = (kind: string, family: string, given: string) => ({
    extension: [{ url: NAME_KIND, valueCode: kind }],
    text: `${family} ${given}`,
    family,
    given: [given],
  });
  return {
    resourceType: 'Patient',
    meta: { lastUpdated: TIME, profile: [`${ECS}/JP_Patient_eCS|1.10.0`] },
    identifier: [{ system: `${CLINS}/Idsystem/JP_Insurance_memberID`, value: '01139906:21700023:4127:00' }],
    name: [name('IDE', 'テスト', '太郎'), name('SYL', 'テスト', 'タロウ')],
    gender: 'male',
    birthDate: '1966-05-26',
    address: [{ text: '東京都標区模擬町一丁目１番１号' }],
  };
}

function condition(institutionCode: string, patientUrl: string, name: string, index: number) {
  const coded = (system: string, code: string, display: string) => ({ coding: [{ system, code, display }] });
  return {
    resourceType: 'Condition',
    meta: { lastUpdated: TIME, profile: [`${ECS}/JP_Condition_eCS|1.10.0`] },
    extension: [
      {
        url: `${CLINS}/Extension/StructureDefinition/JP_eCS_InstitutionNumber`,
        valueIdentifier: {
          system: 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
          value: institutionCode,
        },
      },
      {
        url: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department',
        valueCodeableConcept: { text: '内科' },
      },
    ],
    contained: [
      {
        resourceType: 'Encounter',
        id: 'e1',
        meta: { profile: ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Encounter'] },
      },
    ],
    identifier: [
      {
        system: 'http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier',
        value: `condition-${index}`,
      },
    ],
    clinicalStatus: coded('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active', 'Active'),
    verificationStatus: coded(
      'http://terminology.hl7.org/CodeSystem/condition-ver-status',
      'confirmed',
      'Confirmed',
    ),
    category: [
      coded(
        'http://terminology.hl7.org/CodeSystem/condition-category',
        'encounter-diagnosis',
        'Encounter Diagnosis',
      ),
    ],
    code: {
      ...coded('http://medis.or.jp/CodeSystem/master-disease-keyNumber', '20061682', name),
      text: name,
    },
    subject: { reference: patientUrl },
    encounter: { reference: '#e1' },
    onsetDateTime: '2026-04-10',
  };
}
