import { z } from 'zod';
import { instant, rowVersion, uuid } from '../shared/schema.ts';
import { apiScopeNames } from './scopes.ts';

export const clientStateSchema = z.enum(['active', 'suspended', 'retired']);

const rangeSentence = 'IPアドレスは 203.0.113.5 か 203.0.113.0/24 の形で入力してください。';

/**
 * An address or a range in CIDR form, IPv4 or IPv6. The widest ranges (below /8, below /16 for IPv6) are refused: they limit nothing,
 * and leaving the field empty says so more plainly.
 */
export const ipRange = z
  .string()
  .trim()
  .max(60)
  .pipe(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], rangeSentence))
  .refine((text) => {
    const [address = '', bits] = text.split('/');
    return bits === undefined || Number(bits) >= (address.includes(':') ? 16 : 8);
  }, 'IPアドレスの範囲が広すぎます。どこからでもよいときは、空にしてください。');

const scopes = z
  .array(z.enum(apiScopeNames))
  .min(1, '許可することを1つ以上選んでください。')
  .transform((chosen) => apiScopeNames.filter((name) => chosen.includes(name)));

export const clientFieldsSchema = z.object({
  name: z.string().trim().min(1, '名称を入力してください。').max(60, '名称は60文字までです。'),
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

export const clientActivityInput = z.object({ clientId: uuid });

/** What a client did lately, as the audit trail has it. */
export const clientActivitySchema = z.array(
  z.object({
    id: uuid,
    at: instant,
    label: z.string(),
    patientNumber: z.string().nullable(),
    ip: z.string().nullable(),
    outcome: z.enum(['success', 'refused', 'failed']),
    /** in words; null when nothing was refused */
    reason: z.string().nullable(),
  }),
);
