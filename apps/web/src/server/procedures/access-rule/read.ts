import { accessRuleViewSchema, readAccessRule } from '@shirube/core/identity';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const readAccessRuleProcedure = defineQuery({
  name: 'accessRule.read',
  permission: 'clinic.settings',
  input: z.object({}),
  output: accessRuleViewSchema,
  // nothing about a patient
  audit: null,
  run: (context) => context.run((uow) => readAccessRule(uow, context.caller)),
});
