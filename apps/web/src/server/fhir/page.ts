import 'server-only';
import { decryptAtRest, encryptAtRest } from '@shirube/core/shared';
import { z } from 'zod';
import { secretKey } from '../../env.ts';
import type { CallingClient } from '../rest/declaration.ts';
import { problems } from '../rest/problem.ts';

/** How long a link to a page leads somewhere. */
const pageMinutes = 60;

/** What was searched for, and after which resource the page begins. */
const pageSchema = z.strictObject({
  what: z.string(),
  client: z.uuid(),
  tenant: z.uuid(),
  until: z.number(),
  patientIds: z.array(z.uuid()),
  id: z.string().nullable(),
  lastUpdated: z.array(z.string()),
  count: z.number().int(),
  /** lastUpdated and id of the last resource of the page before; null: the first page */
  after: z.tuple([z.string(), z.string()]).nullable(),
});
export type Page = Omit<z.infer<typeof pageSchema>, 'client' | 'tenant' | 'until' | 'what'>;

/**
 * A page as the address of a link names it: sealed with the installation's key, so that nothing of the search can be read in logs, and
 * bound to the program and the search it was made for.
 */
export function sealPage(page: Page, what: string, { token }: CallingClient, now: Date): string {
  const whole: z.infer<typeof pageSchema> = {
    ...page,
    what,
    client: token.clientId,
    tenant: token.tenantId,
    until: now.getTime() + pageMinutes * 60_000,
  };
  return Buffer.from(encryptAtRest(secretKey(), Buffer.from(JSON.stringify(whole)))).toString('base64url');
}

/** @throws Problem 400 for a link that was changed, is too old, or is another program's */
export function openPage(sealed: string, what: string, { token }: CallingClient, now: Date): Page {
  const read = readPage(sealed);
  const isOurs =
    read !== null &&
    read.what === what &&
    read.client === token.clientId &&
    read.tenant === token.tenantId &&
    read.until > now.getTime();
  if (!isOurs)
    throw problems.invalid([
      {
        in: 'query',
        pointer: '/_page',
        detail:
          'ページの続きは、受け取ってから60分まで、同じ外部システムだけが使えます。検索し直してください。',
      },
    ]);
  const { patientIds, id, lastUpdated, count, after } = read;
  return { patientIds, id, lastUpdated, count, after };
}

function readPage(sealed: string): z.infer<typeof pageSchema> | null {
  try {
    const plain = decryptAtRest(secretKey(), Buffer.from(sealed, 'base64url'));
    return pageSchema.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
  } catch {
    return null;
  }
}
