import 'server-only';
import type { Spent } from '@shirube/db';

/** seconds; the database's window (identity.api_spend) */
export const windowSeconds = 60;

/**
 * How much of its minute a client has left, as structured fields (draft-ietf-httpapi-ratelimit-headers-11, sections 3 and 4). The
 * policy has a name of its own: problem+json names it in violated-policies.
 */
export const rateLimitHeaders = ({ quota, remaining, resetSeconds }: Spent): Record<string, string> => ({
  'RateLimit-Policy': `"client";q=${quota};w=${windowSeconds}`,
  RateLimit: `"client";r=${remaining};t=${resetSeconds}`,
});
