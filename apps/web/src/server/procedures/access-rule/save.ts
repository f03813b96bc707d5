import { accessRuleSchema, accessRuleViewSchema, saveAccessRule } from '@shirube/core/identity';
import { defineMutation } from '../../procedure.ts';

export const saveAccessRuleProcedure = defineMutation({
  name: 'accessRule.save',
  permission: 'clinic.settings',
  stepUp: true,
  input: accessRuleSchema,
  output: accessRuleViewSchema,
  audit: 'clinic.access_rule',
  run: (context, input) => context.run((uow) => saveAccessRule(uow, input, context.caller)),
});
