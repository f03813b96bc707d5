import { adviseDoses, doseAdviceInput, doseAdviceOutput } from '@shirube/core/prescribing';
import { defineMutation } from '../../procedure.ts';

/** A mutation because it reads the patient's record, is audited and must never be answered from a cache. */
export const doseAdviceProcedure = defineMutation({
  name: 'prescribing.doseAdvice',
  permission: 'prescription.write',
  input: doseAdviceInput,
  output: doseAdviceOutput,
  audit: 'safety.dose_advice',
  run: (context, input) => context.run((uow) => adviseDoses(uow, input)),
});
