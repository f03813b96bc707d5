import { z } from 'zod';

/** Everything the worker and the command line read from their environment. */
const schema = z.object({
  SHIRUBE_DATABASE_APP_URL: z.url(),
  SHIRUBE_DATABASE_QUEUE_URL: z.url(),
  SHIRUBE_SECRET: z
    .base64()
    .refine((value) => Buffer.from(value, 'base64').length === 32, '32 bytes are needed'),
  SHIRUBE_GATEWAY_URL: z.url(),
  SHIRUBE_SIGNING_URL: z.url(),
  SHIRUBE_TSA_URL: z.url(),
  SHIRUBE_SHARING_URL: z.url(),
  SHIRUBE_SIGNING_CLIENT_ID: z.string().min(1).default('shirube'),
  SHIRUBE_HPKI_ROOTS_FILE: z.string().min(1),
  /** roots of the time-stamp authority; the HPKI roots when it is not given */
  SHIRUBE_TSA_ROOTS_FILE: z.string().min(1).optional(),
  /** how often the card readers' folders are looked into */
  SHIRUBE_CARD_POLL_MS: z.coerce.number().int().min(200).default(2_000),
});

export type WorkerEnvironment = z.infer<typeof schema>;

export function readEnvironment(): WorkerEnvironment {
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not complete (see .env.example):\n${problems.join('\n')}`);
  }
  return result.data;
}
