import { readEnvironment as read, trustVariables } from '@shirube/core/shared';
import { requireSigningConfigured, signingVariables } from '@shirube/core/signing/environment';
import { z } from 'zod';

/** Everything the worker and the command line read from their environment. */
const schema = z
  .object({
    SHIRUBE_DATABASE_APP_URL: z.url(),
    SHIRUBE_DATABASE_QUEUE_URL: z.url(),
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
    /** an unpacked official FHIR package (JP-CLINS), by which what is sent is validated too */
    SHIRUBE_FHIR_PACKAGE_DIR: z.string().optional(),
    /** how often the card readers' folders are looked into */
    SHIRUBE_CARD_POLL_MS: z.coerce.number().int().min(200).default(2_000),
    /** how often the management service is asked what became of prescriptions */
    SHIRUBE_PRESCRIPTION_POLL_MS: z.coerce.number().int().min(200).default(30_000),
    /** how often the sharing service is asked for letters that are addressed to the clinics */
    SHIRUBE_LETTER_POLL_MS: z.coerce.number().int().min(200).default(60_000),
  })
  .superRefine(requireSigningConfigured);

export type WorkerEnvironment = z.infer<typeof schema>;

/** Throws when something is missing or wrong; the error names variables, never values. */
export const readEnvironment = (): WorkerEnvironment => read(schema, process.env);
