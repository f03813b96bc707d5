import { compareCharts, mergeComparisonSchema, mergePairInput } from '@shirube/core/patients';
import { defineQuery } from '../../procedure.ts';

export const compareMergeProcedure = defineQuery({
  name: 'patients.compareMerge',
  permission: 'patient.merge',
  input: mergePairInput,
  output: mergeComparisonSchema,
  audit: 'patient.merge_compare',
  run: (context, input) => context.run((uow) => compareCharts(uow, input)),
});
