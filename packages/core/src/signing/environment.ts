import { z } from 'zod';
import { signingProviderIds } from '../ports/signing.ts';

const address = z.url({ protocol: /^https?$/ });

/** The variables that say which ways to sign an installation offers (.env.example); part of what web and worker read at start. */
export const signingVariables = {
  /** ways to sign with commas between them, in the order they are shown */
  SHIRUBE_SIGNING_PROVIDERS: z
    .string()
    .default('csc-v2')
    .transform((text) => text.split(',').map((each) => each.trim()))
    .pipe(z.array(z.enum(signingProviderIds)).min(1)),
  /** csc-v2: base of the service and our client id there */
  SHIRUBE_SIGNING_URL: address.optional(),
  SHIRUBE_SIGNING_CLIENT_ID: z.string().min(1).default('shirube'),
  /** cardless-…: base of the OpenID Connect endpoints, and of the signing component */
  SHIRUBE_CARDLESS_IDENTITY_URL: address.optional(),
  SHIRUBE_CARDLESS_SIGNING_URL: address.optional(),
  /** local-card: the bridge on this computer, and the secret it was paired with */
  SHIRUBE_BRIDGE_URL: z
    .url({ protocol: /^http$/, hostname: /^(?:127\.0\.0\.1|localhost)$/ })
    .default('http://127.0.0.1:4020'),
  SHIRUBE_BRIDGE_SECRET: z.string().min(32, 'at least 32 characters are needed').optional(),
};

type SigningVariables = z.output<z.ZodObject<typeof signingVariables>>;

/** What each way needs beside being offered. */
const needed = {
  'csc-v2': ['SHIRUBE_SIGNING_URL'],
  cardless: ['SHIRUBE_CARDLESS_IDENTITY_URL', 'SHIRUBE_CARDLESS_SIGNING_URL'],
  'local-card': ['SHIRUBE_BRIDGE_SECRET'],
} as const;

/** For superRefine: what is offered is also configured. */
export function requireSigningConfigured(
  env: SigningVariables,
  context: { addIssue(issue: { code: 'custom'; path: string[]; message: string }): void },
): void {
  const names = env.SHIRUBE_SIGNING_PROVIDERS.flatMap((id) =>
    id === 'csc-v2' || id === 'local-card' ? [...needed[id]] : [...needed.cardless],
  );
  for (const name of new Set(names))
    if (env[name] === undefined)
      context.addIssue({ code: 'custom', path: [name], message: 'is needed by SHIRUBE_SIGNING_PROVIDERS' });
}

/** The same in the words of the adapters. */
export function signingConfigOf(env: SigningVariables) {
  const { SHIRUBE_SIGNING_URL: url, SHIRUBE_BRIDGE_SECRET: pairingSecret } = env;
  const { SHIRUBE_CARDLESS_IDENTITY_URL: identityUrl, SHIRUBE_CARDLESS_SIGNING_URL: signingUrl } = env;
  return {
    providers: env.SHIRUBE_SIGNING_PROVIDERS,
    ...(url === undefined ? {} : { csc: { url, clientId: env.SHIRUBE_SIGNING_CLIENT_ID } }),
    ...(identityUrl === undefined || signingUrl === undefined
      ? {}
      : { cardless: { identityUrl, signingUrl } }),
    ...(pairingSecret === undefined ? {} : { bridge: { url: env.SHIRUBE_BRIDGE_URL, pairingSecret } }),
  };
}
