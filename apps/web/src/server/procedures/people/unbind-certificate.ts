import { changedSchema, unbindCertificate, unbindCertificateInput } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const unbindCertificateProcedure = defineMutation({
  name: 'people.unbindCertificate',
  permission: 'people.edit',
  stepUp: true,
  input: unbindCertificateInput,
  output: changedSchema,
  audit: 'people.unbind_certificate',
  run: (context, input) => context.run((uow) => unbindCertificate(uow, input)),
});
