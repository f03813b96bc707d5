import { apiScopeNames } from '@shirube/core/api-clients';
import { toInstant } from '@shirube/core/shared';
import { z } from 'zod';
import { defineRoute } from '../declaration.ts';
import { windowSeconds } from '../rate-limit.ts';

export const meRoute = defineRoute({
  name: 'me.read',
  method: 'GET',
  path: '/me',
  summary: '自分（外部システム）の登録・許可・残りの回数を確かめる',
  scope: null,
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: null,
  answer: z.object({
    client: z.object({ id: z.uuid(), name: z.string() }),
    clinic: z.object({ name: z.string() }),
    scopes: z.array(z.enum(apiScopeNames)),
    token: z.object({ expiresAt: z.string(), boundToKey: z.boolean() }),
    rateLimit: z.object({
      quota: z.number().int(),
      windowSeconds: z.number().int(),
      remaining: z.number().int(),
      resetSeconds: z.number().int(),
    }),
  }),
  // nothing about a patient
  audit: null,
  weight: 1,
  run: async (_uow, _input, { token, spent }) => ({
    client: { id: token.clientId, name: token.clientName },
    clinic: { name: token.tenantName },
    scopes: token.scopes as typeof apiScopeNames,
    token: { expiresAt: toInstant(token.expiresAt), boundToKey: token.keyThumbprint !== null },
    rateLimit: {
      quota: spent.quota,
      windowSeconds,
      remaining: spent.remaining,
      resetSeconds: spent.resetSeconds,
    },
  }),
});
