import { readEnvironment, trustVariables } from '@shirube/core/shared';
import { requireSigningConfigured, signingVariables } from '@shirube/core/signing/environment';
import { z } from 'zod';

const contactAddress = /^(?:mailto:[^@,]+@[^@,]+|https:\/\/[^/]+.*|tel:\+?[\d-]+)$/;

/** Everything the web process reads from its environment, checked once at start. `.env.example` explains each. */
const schema = z
  .object({
    SHIRUBE_DATABASE_APP_URL: z.url(),
    /** the role shirube_operator; empty: this process serves no operators' console */
    SHIRUBE_DATABASE_OPERATOR_URL: z.url().or(z.literal('')).default(''),
    SHIRUBE_PUBLIC_URL: z.url({ protocol: /^https?$/ }),
    /** 32 bytes, Base64: encrypts signing tokens and stored exchanges at rest, and seeds next-auth's own secret */
    SHIRUBE_SECRET: z
      .base64()
      .refine((value) => Buffer.from(value, 'base64').length === 32, '32 bytes are needed'),
    SHIRUBE_GATEWAY_URL: z.url({ protocol: /^https?$/ }),
    SHIRUBE_TSA_URL: z.url({ protocol: /^https?$/ }),
    SHIRUBE_SHARING_URL: z.url({ protocol: /^https?$/ }),
    /** names of outside services' hosts that may resolve to private addresses, with commas between them */
    SHIRUBE_PRIVATE_HOSTS: z
      .string()
      .default('')
      .transform((names) =>
        names
          .split(',')
          .map((name) => name.trim().toLowerCase())
          .filter(Boolean),
      ),
    ...signingVariables,
    ...trustVariables,
    /** true: a TLS-terminating proxy of this installation sets X-Forwarded-For and is the only way in */
    SHIRUBE_TRUSTED_PROXY: z.enum(['true', 'false']).default('false'),
    /** whom to tell of a vulnerability, the preferred address first; empty: no security.txt is served */
    SHIRUBE_SECURITY_CONTACT: z
      .string()
      .default('')
      .transform((text) => text.split(/\s+/).filter(Boolean))
      .refine(
        (contacts) => contacts.every((each) => contactAddress.test(each)),
        'mailto:, https: or tel: addresses are needed, with spaces between them',
      ),
    /** the screen is covered after so many minutes without a touch at most; each clinic chooses 5 to 15 below it */
    SHIRUBE_IDLE_MINUTES: z.coerce.number().int().min(1).max(15).default(15),
    SHIRUBE_SESSION_HOURS: z.coerce.number().int().min(1).max(12).default(12),
  })
  .superRefine(requireSigningConfigured);

export type Environment = z.infer<typeof schema>;

let cached: Environment | undefined;

/** Read at the first request and not at import, because `next build` runs without an environment. */
export function environment(): Environment {
  if (cached) return cached;
  cached = readEnvironment(schema, process.env);
  return cached;
}

/** The 32-byte key that seals what is stored encrypted. */
export const secretKey = (): Uint8Array => Buffer.from(environment().SHIRUBE_SECRET, 'base64');
