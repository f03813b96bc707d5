import { startSigning } from '@shirube/core/prescribing';
import { z } from 'zod';
import { environment } from '~/env.ts';
import { defineMutation } from '../../procedure.ts';

export const startSigningProcedure = defineMutation({
  name: 'prescribing.startSigning',
  permission: 'prescription.authorize_signing',
  stepUp: true,
  input: z.object({}),
  output: z.object({ authorizationUrl: z.url() }),
  audit: 'signing.start',
  run: (context) =>
    startSigning(context, {
      redirectUri: `${environment().SHIRUBE_PUBLIC_URL}/c/${context.membership.tenantSlug}/signing/callback`,
    }),
});
