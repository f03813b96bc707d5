import type { ConditionOutcome } from '@shirube/core/records';
import { describe, expect, test } from 'vitest';
import { type ReportedCondition, toCondition } from './condition.ts';
import { ACUTE, CONDITION, SUSPECTED } from './testing/records.ts';

const CONTEXT = { id: 'c', institutionCode: '1312345670', patientReference: 'urn:uuid:p' };
const convert = (change: Partial<ReportedCondition> = {}) =>
  toCondition({ ...CONDITION, ...change }, CONTEXT);

test('a diagnosis with all that the service makes mandatory', () => {
  const condition = convert({
    isMain: true,
    modifiers: [ACUTE, SUSPECTED],
    displayName: '急性高血圧性心疾患の疑い',
  });
  expect(condition.meta).toEqual({
    lastUpdated: '2024-04-11T00:30:00.000+09:00',
    profile: ['http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Condition_eCS|1.10.0'],
  });
  expect(condition.subject).toEqual({ reference: 'urn:uuid:p' });
  expect(condition.identifier).toEqual([
    {
      system: 'http://jpfhir.jp/fhir/core/IdSystem/resourceInstance-identifier',
      value: CONDITION.conditionId,
    },
  ]);
  expect(condition.extension?.slice(1)).toEqual([
    {
      url: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department',
      valueCodeableConcept: {
        coding: [
          {
            system: 'http://jami.jp/SS-MIX2/CodeSystem/ClinicalDepartment',
            code: '08',
            display: '循環器科',
          },
        ],
        text: '循環器内科',
      },
    },
    {
      url: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_DiagnosisType',
      valueCodeableConcept: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/ex-diagnosistype',
            code: 'principal',
            display: 'Principal Diagnosis',
          },
        ],
      },
    },
  ]);
  expect(condition.code?.text).toBe('急性高血圧性心疾患の疑い');
  expect(condition.code?.coding?.map(({ code }) => code)).toEqual(['20061598', 'ARRT', '4029010', 'I11.9']);
  expect(condition.code?.extension?.map(({ url }) => url.split('/').at(-1))).toEqual([
    'JP_Condition_DiseasePrefixModifier',
    'JP_Condition_DiseasePostfixModifier',
  ]);
  expect(condition.code?.extension?.[1]?.valueCodeableConcept?.coding).toEqual([
    {
      system: 'http://medis.or.jp/CodeSystem/master-disease-modKeyNumber',
      code: '27000001',
      display: 'の疑い',
    },
    { system: 'http://medis.or.jp/CodeSystem/master-disease-modExCode', code: '5395', display: 'の疑い' },
    {
      system: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterZ-disease-modifier',
      code: '8002',
      display: 'の疑い',
    },
  ]);
  expect(condition.onsetDateTime).toBe('2024-04-10');
  expect(condition.recordedDate).toBe('2024-04-11');
});

test('visit and recorder are contained, referenced by #id, and claim unversioned profiles', () => {
  const condition = convert();
  expect(condition.contained?.map((inner) => [inner.resourceType, inner.meta?.profile])).toEqual([
    ['Encounter', ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Encounter']],
    ['Practitioner', ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Practitioner']],
  ]);
  expect(condition.encounter).toEqual({ reference: '#encounter' });
  expect(condition.recorder).toEqual({ reference: '#recorder' });
});

test('a recorder of whom nothing is known is left out with the reference to it', () => {
  const recorder = { code: null, familyName: '', givenName: '', familyKana: '', givenKana: '' };
  const condition = convert({ recorder });
  expect(condition.contained).toHaveLength(1);
  expect(condition).not.toHaveProperty('recorder');
});

describe('疑い', () => {
  test.each([
    ['neither flag nor modifier', {}, 'confirmed', 'Confirmed'],
    ['the flag', { isSuspected: true }, 'unconfirmed', 'Unconfirmed'],
    ['the modifier 8002', { modifiers: [SUSPECTED] }, 'unconfirmed', 'Unconfirmed'],
    ['another modifier', { modifiers: [ACUTE] }, 'confirmed', 'Confirmed'],
  ])('%s', (_name, change, code, display) => {
    expect(convert(change).verificationStatus?.coding).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code, display },
    ]);
  });
});

describe('転帰', () => {
  test.each<[ConditionOutcome, string, string]>([
    ['active', 'active', 'Active'],
    ['cured', 'resolved', 'Resolved'],
    ['discontinued', 'inactive', 'Inactive'],
    ['moved', 'inactive', 'Inactive'],
    ['deceased', 'inactive', 'Inactive'],
  ])('%s is sent as %s', (outcome, code, display) => {
    const endDate = outcome === 'active' ? null : '2025-01-31';
    const condition = convert({ outcome, endDate });
    expect(condition.clinicalStatus?.coding).toEqual([
      { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code, display },
    ]);
    expect(condition.abatementDateTime).toBe(endDate ?? undefined);
  });
});

test('長期保存, 未告知 and 未提供 are tags without version; a record with none has no tag', () => {
  expect(convert({ longTerm: true, uninformed: true, undelivered: true }).meta?.tag).toEqual(
    [
      ['LTS', '長期保存'],
      ['UNINFORMED', '未告知'],
      ['UNDELIVERED', '未提供'],
    ].map(([code, display]) => ({
      system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication',
      code,
      display,
    })),
  );
  expect(convert().meta).not.toHaveProperty('tag');
});

test.each([{ receiptCode: '0000999' }, { managementNo: '99999999' }])(
  'an uncoded disease (%o) carries all nines; its name stands in the text',
  (change) => {
    const condition = convert({ ...change, displayName: '慢性腕だるさ症候群' });
    expect(condition.code?.coding?.map(({ code, display }) => [code, display])).toEqual([
      ['99999999', '未コード化傷病名'],
      ['0000999', '未コード化傷病名'],
    ]);
    expect(condition.code?.text).toBe('慢性腕だるさ症候群');
  },
);

test('a department outside SS-MIX2 is told in words only', () => {
  const encounter = { ...CONDITION.encounter, departmentCode: 'ZZ', departmentName: '訪問診療部' };
  expect(convert({ encounter }).extension?.[1]?.valueCodeableConcept).toEqual({ text: '訪問診療部' });
});
