import type { Bundle, MedicationRequest } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { DISCHARGE_SUMMARY, documentInput, MEDICATION_ORDER } from '../testing/documents.ts';
import { dischargeSummaryToBundle } from './discharge-summary.ts';

const resourcesOf = (bundle: Bundle, type: string) =>
  bundle.entry?.map(({ resource }) => resource).filter((resource) => resource?.resourceType === type) ?? [];

describe('退院時サマリー', () => {
  const bundle = dischargeSummaryToBundle(documentInput(DISCHARGE_SUMMARY));

  test('one stay: days in all, way in, outcome, and the diagnoses with their part in it', () => {
    expect(resourcesOf(bundle, 'Encounter')).toMatchObject([
      {
        meta: { profile: ['http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Encounter_eCS|1.10.0'] },
        status: 'finished',
        class: { code: 'IMP', display: '入院' },
        period: { start: '2026-11-05', end: '2026-11-19' },
        length: { value: 15, unit: '日', code: 'd' },
        reasonCode: [{ text: '心不全の治療のため' }],
        diagnosis: [{ use: { coding: [{ code: 'AD' }] } }, { use: { coding: [{ code: 'DD' }] } }],
        hospitalization: {
          admitSource: { coding: [{ code: '1', display: '家庭からの入院' }] },
          dischargeDisposition: { coding: [{ code: '1', display: '傷病が治癒・軽快' }] },
        },
      },
    ]);
  });

  test('a diagnosis of admission and discharge stands once and is referred to twice', () => {
    expect(resourcesOf(bundle, 'Condition')).toHaveLength(1);
  });

  test('what is prescribed for the way home is 退院処方; what was taken on the way in is not', () => {
    const sections = [
      ...DISCHARGE_SUMMARY.sections,
      {
        code: '432',
        text: '',
        emptyReason: null,
        entries: [{ type: 'medication' as const, record: MEDICATION_ORDER }],
      },
    ];
    const both = dischargeSummaryToBundle(documentInput({ ...DISCHARGE_SUMMARY, sections }));
    const categories = resourcesOf(both, 'MedicationRequest').map((resource) =>
      (resource as MedicationRequest).category?.[0]?.coding?.map(({ code }) => code),
    );
    expect(categories.toSorted()).toEqual([
      ['IHP', 'DCG'],
      ['OHP', 'OHO'],
    ]);
  });

  test('入院時詳細 and 退院時詳細 refer to the stay even where nothing is written', () => {
    const sections = DISCHARGE_SUMMARY.sections.filter(({ code }) => code !== '322' && code !== '324');
    const sparse = dischargeSummaryToBundle(documentInput({ ...DISCHARGE_SUMMARY, sections }));
    const text = JSON.stringify(sparse.entry?.[0]);
    expect(text).toContain('"code":"322"');
    expect(text).toContain('"code":"324"');
  });
});
