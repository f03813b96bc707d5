const CLINS = 'http://jpfhir.jp/fhir/clins';
const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';

/** The smallest report unit of one diagnosis the sharing service accepts, of the demo person p01. */
export function diagnosisBundle(institutionCode: string): Record<string, unknown> {
  const time = '2026-11-20T10:00:00.000+09:00';
  const institution = {
    url: `${CLINS}/Extension/StructureDefinition/JP_eCS_InstitutionNumber`,
    valueIdentifier: {
      system: 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
      value: institutionCode,
    },
  };
  const department = {
    url: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department',
    valueCodeableConcept: { text: '内科' },
  };
  const patient = {
    resourceType: 'Patient',
    meta: { profile: [`${ECS}/JP_Patient_eCS|1.10.0`] },
    identifier: [{ system: `${CLINS}/Idsystem/JP_Insurance_memberID`, value: '01139906:21700023:4127:00' }],
    name: [{ text: 'テスト 太郎' }, { text: 'テスト タロウ' }],
    gender: 'male',
    birthDate: '1966-05-26',
    address: [{ text: '東京都標区模擬町一丁目１番１号' }],
  };
  const condition = {
    resourceType: 'Condition',
    meta: { profile: [`${ECS}/JP_Condition_eCS|1.10.0`] },
    extension: [institution, department],
    contained: [
      {
        resourceType: 'Encounter',
        id: 'e1',
        meta: { profile: ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Encounter'] },
      },
    ],
    code: { text: '高血圧症' },
    onsetDateTime: '2026-04-10',
  };
  return {
    resourceType: 'Bundle',
    meta: {
      lastUpdated: time,
      profile: [`${CLINS}/StructureDefinition/JP_Bundle_CLINS|1.10.0`],
      tag: [{ system: `${CLINS}/CodeSystem/BundleResourceType_CS`, code: 'Condition' }],
    },
    identifier: { system: `${CLINS}/bundle-identifier`, value: `${institutionCode}^2026^cond-1` },
    type: 'collection',
    timestamp: time,
    entry: [patient, condition].map((resource) => ({
      fullUrl: `urn:uuid:${crypto.randomUUID()}`,
      resource,
    })),
  };
}
