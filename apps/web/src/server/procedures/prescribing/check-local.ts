import { checkLocally, checkOrderInput, checkResultSchema } from '@shirube/core/prescribing';
import { defineMutation } from '../../procedure.ts';

/** A mutation because it is audited and must never be answered from a cache. */
export const checkLocalProcedure = defineMutation({
  name: 'prescribing.checkLocal',
  permission: 'prescription.write',
  input: checkOrderInput,
  output: checkResultSchema,
  audit: 'safety.check_local',
  run: (context, input) => context.run((uow) => checkLocally(uow, input)),
});
