import { bindCertificate, bindCertificateInput, changedSchema } from '@shirube/core/people';
import { defineMutation } from '../../procedure.ts';

export const bindCertificateProcedure = defineMutation({
  name: 'people.bindCertificate',
  permission: 'people.edit',
  stepUp: true,
  input: bindCertificateInput,
  output: changedSchema,
  audit: 'people.bind_certificate',
  run: (context, input) => context.run((uow) => bindCertificate(uow, input)),
});
