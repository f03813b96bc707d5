import { isIP } from 'node:net';
import { z } from 'zod';
import { instant, rowVersion, uuid } from '../shared/schema.ts';
import { apiScopeNames } from './scopes.ts';

export const clientStateSchema = z.enum(['active', 'suspended', 'retired']);

/**
 * An address or a range in CIDR form, IPv4 or IPv6. The widest ranges (below /8, below /16 for IPv6) are refused: they limit nothing,
 * and leaving the field empty says so more plainly.
 */
export const ipRange = z
  .string()
  .trim()
  .refine((text) => {
    const [address = '', prefix, ...rest] = text.split('/');
    const version = isIP(address);
    if (version === 0 || rest.length > 0 || address.includes('%')) return false;
    if (prefix === undefined) return true;
    const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    return version === 4 ? bits >= 8 && bits <= 32 : bits >= 16 && bits <= 128;
  }, 'IPアドレスは 203.0.113.5 か 203.0.113.0/24 の形で入力してください。');

const scopes = z
  .array(z.enum(apiScopeNames))
  .min(1, '許可することを1つ以上選んでください。')
  .transform((chosen) => apiScopeNames.filter((name) => chosen.includes(name)));

export const clientFieldsSchema = z.object({
  name: z.string().trim().min(1, '名称を入力してください。').max(60),
  purpose: z.string().trim().min(1, '使う目的を入力してください。').max(200),
  contact: z.string().trim().min(1, '連絡先を入力してください。').max(200),
  scopes,
  ipRanges: z.array(ipRange).max(20, 'IPアドレスは20件までです。'),
  quotaPerMinute: z.number().int().min(10).max(6000),
  requireDpop: z.boolean(),
});

/** How a new credential proves the client: a secret we make, or a public key the other side gives. */
export const newCredentialSchema = z.object({
  method: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('secret') }),
    z.object({ kind: z.literal('private_key_jwt'), publicKey: z.string().max(20_000) }),
  ]),
  /** days it may be used; it can be replaced earlier */
  validDays: z.number().int().min(1).max(730),
});

export const createClientInput = clientFieldsSchema.extend({ credential: newCredentialSchema });
export const changeClientInput = clientFieldsSchema.extend({ clientId: uuid, rowVersion });
export const setClientStateInput = z.object({
  clientId: uuid,
  state: clientStateSchema,
  rowVersion,
});
export const rotateCredentialInput = z.object({
  clientId: uuid,
  credential: newCredentialSchema,
  /** when the one in use ends: at once, or in so many hours, so that the other side can change over without a pause */
  previousEndsInHours: z.number().int().min(0).max(720),
});
export const endCredentialInput = z.object({ clientId: uuid, credentialId: uuid });

export const credentialSchema = z.object({
  id: uuid,
  kind: z.enum(['secret', 'private_key_jwt']),
  /** names of the keys (kid), never a key or a secret */
  keys: z.array(z.object({ kid: z.string(), words: z.string() })),
  validFrom: instant,
  validUntil: instant,
  live: z.boolean(),
  lastUsedAt: instant.nullable(),
});

export const clientSchema = clientFieldsSchema.extend({
  id: uuid,
  state: clientStateSchema,
  createdAt: instant,
  createdByName: z.string(),
  changedAt: instant,
  changedByName: z.string(),
  rowVersion,
  lastUsedAt: instant.nullable(),
  credentials: z.array(credentialSchema),
});
export type ApiClientView = z.infer<typeof clientSchema>;
export const clientListSchema = z.array(clientSchema);

/** The answer to creating or rotating: the one time that a secret is shown. */
export const newCredentialAnswer = z.object({
  clientId: uuid,
  credentialId: uuid,
  secret: z.string().nullable(),
  validUntil: instant,
});
