import type { AllergyRecord } from '@shirube/core/records';
import { describe, expect, test } from 'vitest';
import { toAllergyIntolerance } from './allergy-intolerance.ts';
import { ALLERGY } from './testing/records.ts';

const CONTEXT = { id: 'a', institutionCode: '1312345670', patientReference: 'urn:uuid:p' };
const convert = (change: Partial<AllergyRecord> = {}) =>
  toAllergyIntolerance({ ...ALLERGY, ...change }, CONTEXT);

const FOOD = 'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyFoodAllergen_CS';
const OTHER = 'http://jpfhir.jp/fhir/core/CodeSystem/JP_JfagyNonFoodNonMedicationAllergen_CS';
const YCM = 'http://jpfhir.jp/fhir/core/CodeSystem/YCM/JP_JfagyMedicationAllergen_CS';
const GCM = 'http://jpfhir.jp/fhir/core/CodeSystem/GCM/JP_JfagyMedicationAllergen_CS';

describe('code system', () => {
  test.each<[AllergyRecord['category'], string, string, string]>([
    ['food', 'J9FC11310000', FOOD, '入力した名称'],
    ['food', 'D9F000000000', FOOD, '食品ダミーコード'],
    ['environment', 'J9NA00000000', OTHER, '入力した名称'],
    ['environment', 'D9N000000000', OTHER, '非食品・非医薬品ダミーコード'],
    ['medication', 'YCM1124001F1030', YCM, '入力した名称'],
    ['medication', 'GCM1124001F1ZZZ', GCM, '入力した名称'],
    ['medication', 'D9M000000000', YCM, '医薬品ダミーコード'],
  ])('%s %s', (category, code, system, display) => {
    const allergy = convert({ category, code, displayName: '入力した名称' });
    expect(allergy.code).toEqual({ coding: [{ system, code, display }], text: '入力した名称' });
    expect(allergy.category).toEqual([category]);
  });
});

test('an allergy as one entry', () => {
  const allergy = convert();
  expect(allergy).toMatchObject({
    patient: { reference: 'urn:uuid:p' },
    criticality: 'low',
    onsetDateTime: '2010-05-05',
    recordedDate: '2024-04-11',
    recorder: { reference: '#recorder' },
    reaction: [{ manifestation: [{ text: 'じんましん' }] }],
  });
  expect(allergy.meta?.profile).toEqual([
    'http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_AllergyIntolerance_eCS|1.10.0',
  ]);
  expect(allergy.meta).not.toHaveProperty('tag');
});

test('an ended allergy is resolved', () => {
  const codes = [null, '2025-03-31'].map((endDate) => convert({ endDate }).clinicalStatus?.coding?.[0]?.code);
  expect(codes).toEqual(['active', 'resolved']);
});

test('no reaction, no onset, no department: the elements are left out', () => {
  const allergy = convert({ reaction: ' ', onsetDate: null, departmentName: '' });
  expect(allergy).not.toHaveProperty('reaction');
  expect(allergy).not.toHaveProperty('onsetDateTime');
  expect(allergy.extension).toHaveLength(1);
});
