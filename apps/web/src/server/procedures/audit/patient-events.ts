import { auditListSchema, listAuditEvents, patientEventsInput } from '@shirube/core/audit';
import { defineQuery } from '../../procedure.ts';

/** The trail of one patient, for who may ask about a patient but not read the whole trail. */
export const patientEventsProcedure = defineQuery({
  name: 'audit.patientEvents',
  permission: 'audit.view_patient',
  input: patientEventsInput,
  output: auditListSchema,
  audit: 'audit.list',
  run: (context, input) => context.run((uow) => listAuditEvents(uow, input)),
});
