import {
  changeClinic,
  changeClinicInput,
  clinicIdInput,
  clinicReasonInput,
  closeClinic,
  closeClinicInput,
  createClinic,
  createClinicInput,
  inviteFirstAdmin,
  inviteFirstAdminInput,
  listClinics,
  listOperatorEvents,
  operatorClinicDetailSchema,
  operatorClinicSchema,
  operatorEventsInput,
  operatorEventsSchema,
  readClinic,
  resumeClinic,
  suspendClinic,
} from '@shirube/core/operators';
import { z } from 'zod';
import { defineOperatorMutation, defineOperatorQuery } from '../operator.ts';

export const listClinicsProcedure = defineOperatorQuery({
  name: 'clinics',
  permission: 'operator.clinics.view',
  input: z.object({}),
  output: z.array(operatorClinicSchema),
  event: null,
  run: (context) => listClinics(context),
});

export const readClinicProcedure = defineOperatorQuery({
  name: 'clinic',
  permission: 'operator.clinics.view',
  input: clinicIdInput,
  output: operatorClinicDetailSchema,
  event: null,
  run: (context, input) => readClinic(context, input),
});

export const createClinicProcedure = defineOperatorMutation({
  name: 'createClinic',
  permission: 'operator.clinics.create',
  input: createClinicInput,
  output: z.object({ tenantId: z.uuid() }),
  event: 'clinic.create',
  run: (context, input) => createClinic(context, input),
});

export const inviteFirstAdminProcedure = defineOperatorMutation({
  name: 'inviteFirstAdmin',
  permission: 'operator.clinics.create',
  input: inviteFirstAdminInput,
  output: z.object({ code: z.string(), expiresAt: z.string() }),
  event: 'clinic.invite_admin',
  run: (context, input) => inviteFirstAdmin(context, input),
});

export const changeClinicProcedure = defineOperatorMutation({
  name: 'changeClinic',
  permission: 'operator.clinics.change',
  input: changeClinicInput,
  output: z.object({ institutionCode: z.string() }),
  event: 'clinic.change',
  run: (context, input) => changeClinic(context, input),
});

export const suspendClinicProcedure = defineOperatorMutation({
  name: 'suspendClinic',
  permission: 'operator.clinics.suspend',
  input: clinicReasonInput,
  output: z.object({ state: z.literal('suspended') }),
  event: 'clinic.suspend',
  run: (context, input) => suspendClinic(context, input),
});

export const resumeClinicProcedure = defineOperatorMutation({
  name: 'resumeClinic',
  permission: 'operator.clinics.suspend',
  input: clinicReasonInput,
  output: z.object({ state: z.literal('active') }),
  event: 'clinic.resume',
  run: (context, input) => resumeClinic(context, input),
});

export const closeClinicProcedure = defineOperatorMutation({
  name: 'closeClinic',
  permission: 'operator.clinics.close',
  input: closeClinicInput,
  output: z.object({ state: z.literal('closed'), retentionUntil: z.iso.date() }),
  event: 'clinic.close',
  run: (context, input) => closeClinic(context, input),
});

export const operatorEventsProcedure = defineOperatorQuery({
  name: 'events',
  permission: 'operator.events.view',
  input: operatorEventsInput,
  output: operatorEventsSchema,
  event: null,
  run: (context, input) => listOperatorEvents(context, input),
});
