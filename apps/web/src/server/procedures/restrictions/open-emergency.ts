import { emergencySchema, openEmergency, openEmergencyInput } from '@shirube/core/restrictions';
import { defineMutation } from '../../procedure.ts';

export const openEmergencyProcedure = defineMutation({
  name: 'restrictions.openEmergency',
  permission: 'emergency.access',
  input: openEmergencyInput,
  output: emergencySchema,
  audit: 'emergency.open',
  run: (context, input) => context.run((uow) => openEmergency(uow, input)),
});
