import { amendCondition, amendConditionInput, conditionVersionSchema } from '@shirube/core/charting';
import { defineMutation } from '../../procedure.ts';

export const amendConditionProcedure = defineMutation({
  name: 'charting.amendCondition',
  permission: 'chart.confirm',
  input: amendConditionInput,
  output: conditionVersionSchema,
  audit: 'condition.confirm',
  run: (context, input) => context.run((uow) => amendCondition(uow, input)),
});
