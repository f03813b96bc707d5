import { z } from 'zod';

/** What an installation believes about signatures, the same for every process of it. `.env.example` explains each. */
export const trustVariables = {
  /** PEM file with the HPKI roots this installation trusts */
  SHIRUBE_HPKI_ROOTS_FILE: z.string().min(1),
  /** PEM file with the roots of the time-stamp authority; the HPKI roots when it is not given */
  SHIRUBE_TSA_ROOTS_FILE: z.string().min(1).optional(),
  /** file with the addresses of revocation lists; without it revocation is shown as unchecked */
  SHIRUBE_CRL_FILE: z.string().min(1).optional(),
  /** true: demo and test only; test roots are trusted and the sandbox is shown */
  SHIRUBE_DEMO: z.enum(['true', 'false']).default('false'),
};
