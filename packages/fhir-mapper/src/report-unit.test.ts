import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportUnitLocalId, selectForReport } from './report-unit.ts';

describe('which records belong to the set', () => {
  test.each([
    ['without end date', null, '2026-11-20', true],
    ['ended today', '2026-11-20', '2026-11-20', true],
    ['ended five years ago to the day', '2021-11-20', '2026-11-20', true],
    ['ended five years and a day ago', '2021-11-19', '2026-11-20', false],
    ['ended on 29 February, five years later', '2024-02-29', '2029-02-28', true],
    ['ended on 29 February, the day after five years', '2024-02-29', '2029-03-01', false],
    ['seen from 29 February, ended on 1 March', '2023-03-01', '2028-02-29', true],
    ['seen from 29 February, ended on 28 February', '2023-02-28', '2028-02-29', false],
  ])('%s', (_name, endDate, onDate, belongs) => {
    expect(selectForReport([{ endDate }], onDate)).toHaveLength(belongs ? 1 : 0);
  });

  test('長期保存 stays after five years, so that the next registration does not delete it', () => {
    const records = [
      { id: 1, endDate: '2001-01-01', longTerm: true },
      { id: 2, endDate: '2001-01-01', longTerm: false },
    ];
    expect(selectForReport(records, '2026-11-20').map(({ id }) => id)).toEqual([1]);
  });

  test('the order is kept', () => {
    const records = [
      { endDate: null, id: 2 },
      { endDate: '2000-01-01', id: 3 },
      { endDate: null, id: 1 },
    ];
    expect(selectForReport(records, '2026-11-20').map(({ id }) => id)).toEqual([2, 1]);
  });
});

describe('facility-local id', () => {
  test('fits the pattern, is stable, and differs by kind and patient, whatever the patient id is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (patientId, otherId) => {
        const id = reportUnitLocalId('Condition', patientId);
        expect(id).toMatch(/^[A-Za-z0-9-]{1,36}$/);
        expect(reportUnitLocalId('Condition', patientId)).toBe(id);
        expect(reportUnitLocalId('AllergyIntolerance', patientId)).not.toBe(id);
        expect(reportUnitLocalId('Condition', otherId) === id).toBe(otherId === patientId);
      }),
    );
  });

  test('does not change between releases: a changed id would leave the old set at the service', () => {
    expect(reportUnitLocalId('Condition', 'patient-1')).toBe('condition-fb880342afa4642cca22f84c38');
    expect(reportUnitLocalId('AllergyIntolerance', 'patient-1')).toBe('allergy-c399650056a99b52026655c8bbd6');
  });
});
