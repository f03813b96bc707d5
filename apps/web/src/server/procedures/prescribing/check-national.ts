import { checkNationally, checkOrderInput, checkResultSchema } from '@shirube/core/prescribing';
import { defineMutation } from '../../procedure.ts';

export const checkNationalProcedure = defineMutation({
  name: 'prescribing.checkNational',
  permission: 'prescription.write',
  input: checkOrderInput,
  output: checkResultSchema,
  audit: 'safety.check_national',
  run: (context, input) => checkNationally(context, input, 'ordering'),
});
