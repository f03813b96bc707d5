import type { ClinicFixture } from '@shirube/db/testing';

/**
 * A valid call of each route for outside systems, by name. It names the rows of `clinic` wherever it can name one. A route without an
 * entry fails the walk in `server/rest/routes.db.test.ts`; the attacks change these calls field by field.
 */
export const restInputs = (clinic: ClinicFixture): Record<string, { path: string; body?: unknown }> => ({
  'me.read': { path: '/me' },
  'clinic.read': { path: '/clinic' },
  'patients.byNumber': { path: '/patients?patientNumber=00000001' },
  'patients.match': {
    path: '/patients/match',
    body: { familyKana: 'ケンショウ', givenKana: 'ハナコ', birthDate: '1980-01-31' },
  },
  'receptions.list': { path: '/receptions?date=2026-11-20' },
  'receptions.read': { path: `/receptions/${clinic.receptionId}` },
});
