import { patientSummarySchema, registerPatient, registerPatientInput } from '@shirube/core/patients';
import { defineMutation } from '../../procedure.ts';

export const registerPatientProcedure = defineMutation({
  name: 'patients.register',
  permission: 'patient.register',
  input: registerPatientInput,
  output: patientSummarySchema,
  audit: 'patient.register',
  run: (context, input) => context.run((uow) => registerPatient(uow, input)),
});
