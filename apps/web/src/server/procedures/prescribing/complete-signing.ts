import { completeSigning } from '@shirube/core/signing';
import { z } from 'zod';
import { environment, secretKey } from '~/env.ts';
import { defineMutation } from '../../procedure.ts';

export const completeSigningProcedure = defineMutation({
  name: 'prescribing.completeSigning',
  permission: 'prescription.authorize_signing',
  input: z.object({ code: z.string().min(1).max(2000), state: z.string().min(1).max(200) }),
  output: z.object({ expiresAt: z.string() }),
  audit: 'signing.authorize',
  run: (context, input) =>
    completeSigning(context, secretKey(), {
      ...input,
      redirectUri: `${environment().SHIRUBE_PUBLIC_URL}/c/${context.membership.tenantSlug}/signing/callback`,
    }),
});
