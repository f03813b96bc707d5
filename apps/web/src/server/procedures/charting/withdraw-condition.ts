import { conditionVersionSchema, withdrawCondition, withdrawConditionInput } from '@shirube/core/charting';
import { defineMutation } from '../../procedure.ts';

export const withdrawConditionProcedure = defineMutation({
  name: 'charting.withdrawCondition',
  permission: 'chart.confirm',
  input: withdrawConditionInput,
  output: conditionVersionSchema,
  audit: 'condition.withdraw',
  run: (context, input) => context.run((uow) => withdrawCondition(uow, input)),
});
