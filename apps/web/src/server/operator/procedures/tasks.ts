import {
  clinicIdInput,
  clinicReasonInput,
  listTasks,
  operatorTasksSchema,
  resetDemo,
  startExport,
} from '@shirube/core/operators';
import { z } from 'zod';
import { defineOperatorMutation, defineOperatorQuery } from '../operator.ts';

export const operatorTasksProcedure = defineOperatorQuery({
  name: 'tasks',
  permission: 'operator.clinics.view',
  input: clinicIdInput,
  output: operatorTasksSchema,
  event: null,
  run: (context, input) => listTasks(context, input),
});

export const startExportProcedure = defineOperatorMutation({
  name: 'startExport',
  permission: 'operator.clinics.export',
  input: clinicReasonInput,
  output: z.object({ exportId: z.uuid() }),
  event: 'clinic.export_start',
  run: (context, input) => startExport(context, input),
});

export const resetDemoProcedure = defineOperatorMutation({
  name: 'resetDemo',
  permission: 'operator.clinics.reset_demo',
  input: clinicReasonInput,
  output: z.object({ resetId: z.uuid() }),
  event: 'clinic.reset_demo',
  run: (context, input) => resetDemo(context, input),
});
