import { clinicIdentityInput, saveClinicIdentity } from '@shirube/core/clinics';
import { rowVersion } from '@shirube/core/shared';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const saveClinicIdentityProcedure = defineMutation({
  name: 'clinic.saveIdentity',
  permission: 'clinic.edit',
  input: clinicIdentityInput,
  output: z.object({ rowVersion }),
  audit: 'clinic.edit',
  run: (context, input) => context.run((uow) => saveClinicIdentity(uow, input)),
});
