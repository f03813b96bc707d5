/** What the house writes, the services of the sandbox accept: the clinic's writers against the other side's readers. */
import {
  type AllergyRecord,
  type ConditionRecord,
  type FacilityRecord,
  type PatientRecord,
  plainLine,
  plainPrescription,
  plainRp,
} from '@shirube/core/records';
import { writeSj1 } from '@shirube/eprescription';
import {
  allergiesToBundle,
  conditionsToBundle,
  reportUnitLocalId,
  serializeBundle,
} from '@shirube/fhir-mapper';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DemoPerson } from './knowledge/people.ts';
import { base64, CLINIC, children, NOON, TestSandbox } from './testing/client.ts';
import { signedEnvelope } from './testing/signed.ts';

let sandbox: TestSandbox;
let people: DemoPerson[];
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  people = (await sandbox.json('GET', '/control/people')).body.people;
}, 60_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.json('POST', '/control/reset');
});

const facility: FacilityRecord = {
  institutionCode: CLINIC,
  name: '標クリニック',
  postalCode: '100-0099',
  address: '東京都標区模擬町１－１',
  phone: '03-0000-0000',
  departmentCode: '01',
  departmentName: '内科',
};
const doctor = {
  code: '0001',
  familyName: '標',
  givenName: '一郎',
  familyKana: 'シルベ',
  givenKana: 'イチロウ',
};

function patientOf(person: DemoPerson): PatientRecord {
  return { ...person, coverage: person.insurance, publicSubsidies: person.publicSubsidies };
}

function recordOf(person: DemoPerson): Uint8Array {
  return writeSj1({
    id: '01989f00-0000-7000-8000-000000000001',
    issueType: 'electronic',
    facility,
    prescriber: doctor,
    patient: patientOf(person),
    issuedOn: '2026-11-20',
    validUntil: '2026-11-23',
    rps: [
      {
        rpNumber: 1,
        formClass: '1',
        ...plainRp,
        quantity: 7,
        usage: { code: '1013044400000000', text: '１日３回朝昼夕食後　服用', timesPerDay: 3 },
        medications: [
          {
            itemNumber: 1,
            yjCode: '3229005F1080',
            receiptCode: '620004902',
            name: 'アスパラカリウム錠３００ｍｇ',
            ingredientName: 'Ｌ－アスパラギン酸カリウム',
            dose: '3',
            unit: '錠',
            unitCode: 'TAB',
            ...plainLine,
          },
        ],
      },
    ],
    ...plainPrescription,
  });
}

describe('the clinic’s own writers', () => {
  it('every demo person with a valid insurance can be checked and prescribed for, 外字 and 公費 alone included', async () => {
    const insured = people.filter((person) => person.validity !== '2');
    expect(insured.length).toBeGreaterThanOrEqual(14);
    for (const person of insured) {
      const csv = new TextDecoder().decode(recordOf(person));
      const check = await sandbox.gateway(
        'EPSsiCHK01',
        `c-${person.id}`,
        `<PrescriptionInfo>${base64(csv)}</PrescriptionInfo><OralConsentFlg>1</OralConsentFlg>`,
      );
      expect([person.id, check.body.ProcessingResultStatus]).toEqual([person.id, '1']);
      const forbidden = children(check.body, 'CheckResultList', 'CheckResult').map(
        (row) => row.CheckedDrugName,
      );
      expect(forbidden).toEqual(person.id === 'p01' ? ['セララ錠２５ｍｇ'] : []);

      const envelope = await signedEnvelope(sandbox.url, csv, 'hpki-test-doctor-1', NOON);
      const body = `<PrescriptionInfo>${base64(envelope)}</PrescriptionInfo><IssueType>1</IssueType>`;
      const registered = await sandbox.gateway('EPSsiPIR01', `r-${person.id}`, body);
      expect([person.id, registered.body.ProcessingResultStatus]).toEqual([person.id, '1']);
    }
  }, 60_000);

  const condition: ConditionRecord = {
    conditionId: '01989f00-0000-7000-8000-0000000000c1',
    versionNo: 1,
    managementNo: '20061682',
    exchangeCode: 'CJ02',
    receiptCode: '4019014',
    diseaseName: '高血圧症',
    icd10: 'I10',
    modifiers: [],
    displayName: '高血圧症',
    isMain: true,
    isSuspected: false,
    onsetDate: '2024-04-10',
    endDate: null,
    outcome: 'active',
    uninformed: false,
    undelivered: false,
    longTerm: false,
    recordedAt: '2024-04-10T15:30:00Z',
    encounter: {
      id: '01989f00-0000-7000-8000-0000000000e1',
      startedAt: '2024-04-10T15:05:00Z',
      departmentCode: '01',
      departmentName: '内科',
    },
    recorder: doctor,
  };
  const allergy: AllergyRecord = {
    allergyId: '01989f00-0000-7000-8000-0000000000a1',
    versionNo: 1,
    category: 'food',
    code: 'J9FC11310000',
    displayName: 'さば',
    reaction: 'じんましん',
    criticality: 'low',
    onsetDate: '2010-05-05',
    endDate: null,
    recordedAt: '2024-04-10T15:30:00Z',
    departmentCode: '01',
    departmentName: '内科',
    recorder: doctor,
  };

  it('diagnoses and allergies of every insured demo person are accepted, and sent again they replace', async () => {
    const insured = people.filter((person) => person.validity !== '2' && person.insurance !== null);
    for (const person of insured) {
      const unit = { facility, patient: patientOf(person), issueYear: 2026, timestamp: NOON.toISOString() };
      const bundles = [
        conditionsToBundle({
          ...unit,
          bundleLocalId: reportUnitLocalId('Condition', person.id),
          conditions: [{ ...condition, modifiers: [] }],
        }),
        allergiesToBundle({
          ...unit,
          bundleLocalId: reportUnitLocalId('AllergyIntolerance', person.id),
          allergies: [allergy],
        }),
      ];
      for (const bundle of bundles) {
        for (const replaced of [false, true]) {
          const response = await fetch(`${sandbox.url}/sharing/v0/${CLINIC}/bundles`, {
            method: 'POST',
            headers: { 'content-type': 'application/fhir+json', 'x-request-id': crypto.randomUUID() },
            body: new Uint8Array(serializeBundle(bundle)),
          });
          expect([person.id, await response.json()]).toMatchObject([person.id, { replaced }]);
        }
      }
    }
    const { documents } = (await sandbox.json('GET', `/sharing/v0/documents?institutionCode=${CLINIC}`)).body;
    expect(documents).toHaveLength(insured.length * 2);
  });
});
