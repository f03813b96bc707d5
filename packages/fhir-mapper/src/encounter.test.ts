import { expect, test } from 'vitest';
import { toEncounter } from './encounter.ts';
import { CONDITION } from './testing/records.ts';

test('a visit of its own names patient and department, and carries no extension, which its profile does not allow here', () => {
  const endedAt = '2024-04-10T15:40:00Z';
  const context = { id: 'a', institutionCode: '1312345670', patientReference: 'Patient/p' };
  const encounter = toEncounter({ ...CONDITION.encounter, endedAt }, context);
  expect(encounter).toMatchObject({
    meta: { profile: ['http://jpfhir.jp/fhir/eCS/StructureDefinition/JP_Encounter_eCS|1.10.0'] },
    status: 'finished',
    class: { code: 'AMB', display: '外来' },
    serviceType: { text: '循環器内科', coding: [{ code: '08' }] },
    subject: { reference: 'Patient/p' },
    period: { start: '2024-04-11T00:05:00.000+09:00', end: '2024-04-11T00:40:00.000+09:00' },
  });
  expect(encounter).not.toHaveProperty('extension');
});
