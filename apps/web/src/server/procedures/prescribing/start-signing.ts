import { startSigning, startSigningInput } from '@shirube/core/signing';
import { z } from 'zod';
import { environment } from '~/env.ts';
import { defineMutation } from '../../procedure.ts';

export const startSigningProcedure = defineMutation({
  name: 'prescribing.startSigning',
  permission: 'prescription.authorize_signing',
  stepUp: true,
  input: startSigningInput,
  output: z.object({ authorizationUrl: z.url() }),
  audit: 'signing.start',
  run: (context, { provider }) =>
    startSigning(context, {
      provider,
      redirectUri: `${environment().SHIRUBE_PUBLIC_URL}/c/${context.membership.tenantSlug}/signing/callback`,
    }),
});
