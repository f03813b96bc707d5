import { clinicProfileSchema, readClinicProfile } from '@shirube/core/clinics';
import { z } from 'zod';
import { defineRoute } from '../declaration.ts';

export const clinicRoute = defineRoute({
  name: 'clinic.read',
  method: 'GET',
  path: '/clinic',
  summary: '医療機関の名称・連絡先・診療科・診療時間を読む',
  scope: 'clinic.read',
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: null,
  answer: clinicProfileSchema.pick({
    institutionCode: true,
    name: true,
    postalCode: true,
    address: true,
    phone: true,
    fax: true,
    departments: true,
    calendar: true,
  }),
  // nothing about a patient
  audit: null,
  weight: 1,
  run: (uow) => readClinicProfile(uow),
});
