import {
  identifyByNumber,
  identifyByReading,
  matchPatientInput,
  patientIdentitySchema,
} from '@shirube/core/patients';
import { z } from 'zod';
import { defineRoute } from '../declaration.ts';

const answer = z.object({ patients: z.array(patientIdentitySchema) });

export const patientByNumberRoute = defineRoute({
  name: 'patients.byNumber',
  method: 'GET',
  path: '/patients',
  summary: '患者番号から患者を確かめる',
  scope: 'patient.identify',
  params: z.strictObject({}),
  query: z.strictObject({ patientNumber: z.string().regex(/^[0-9A-Za-z-]{1,20}$/) }),
  body: null,
  answer,
  audit: 'patient.identify',
  weight: 2,
  run: async (uow, { query }) => ({ patients: await identifyByNumber(uow, query) }),
});

/** Posted although it only reads: a name and a birth date do not stand in an address. */
export const matchPatientRoute = defineRoute({
  name: 'patients.match',
  method: 'POST',
  path: '/patients/match',
  summary: '氏名の読みと生年月日から患者を照合する',
  scope: 'patient.identify',
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: matchPatientInput,
  answer,
  audit: 'patient.identify',
  weight: 5,
  run: async (uow, { body }) => ({ patients: await identifyByReading(uow, body) }),
});
