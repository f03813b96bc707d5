import { z } from 'zod';
import { defineAccountQuery } from '../account.ts';

const instant = z.iso.datetime({ offset: true });
const factor = z.enum(['password', 'passkey', 'totp', 'recovery_code']);
const at = (date: Date): string => date.toISOString();
const atOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

/** Everything about one's own sign-in: factors, recovery codes, sessions, history. */
export const overviewProcedure = defineAccountQuery({
  name: 'overview',
  stages: ['active'],
  input: z.object({}),
  output: z.object({
    loginId: z.string(),
    name: z.string(),
    passwordChangedAt: instant,
    clinics: z.array(z.object({ slug: z.string(), name: z.string() })),
    passkeys: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        backedUp: z.boolean(),
        createdAt: instant,
        lastUsedAt: instant.nullable(),
      }),
    ),
    app: z.object({ id: z.uuid(), createdAt: instant, lastUsedAt: instant.nullable() }).nullable(),
    recoveryCodes: z.object({ unused: z.number().int(), issuedAt: instant.nullable() }),
    sessions: z.array(
      z.object({
        id: z.uuid(),
        current: z.boolean(),
        createdAt: instant,
        lastSeenAt: instant,
        locked: z.boolean(),
        factors: z.array(factor),
        ip: z.string().nullable(),
        userAgent: z.string().nullable(),
      }),
    ),
    history: z.array(
      z.object({
        at: instant,
        kind: z.string(),
        factor: factor.nullable(),
        ip: z.string().nullable(),
        userAgent: z.string().nullable(),
      }),
    ),
  }),
  run: async ({ signIn, session }) => {
    const { accountId, sessionId, displayName, memberships } = session();
    const { identity } = signIn.database;
    const [person, passkeys, app, codes, sessions, history] = await Promise.all([
      identity.person(accountId),
      identity.passkeysOf(accountId),
      identity.totpOf(accountId, true),
      identity.recoveryCodesLeft(accountId),
      identity.sessionsOf(accountId),
      identity.historyOf(accountId, 50),
    ]);
    return {
      loginId: person?.loginId ?? '',
      name: displayName,
      passwordChangedAt: at(person?.passwordChangedAt ?? new Date(0)),
      clinics: memberships.map((each) => ({ slug: each.tenantSlug, name: each.tenantName })),
      passkeys: passkeys.map((each) => ({
        id: each.passkeyId,
        name: each.name,
        backedUp: each.backedUp,
        createdAt: at(each.createdAt),
        lastUsedAt: atOrNull(each.lastUsedAt),
      })),
      app: app && { id: app.totpId, createdAt: at(app.createdAt), lastUsedAt: atOrNull(app.lastUsedAt) },
      recoveryCodes: { unused: codes.unused, issuedAt: atOrNull(codes.issuedAt) },
      sessions: sessions.map((each) => ({
        id: each.sessionId,
        current: each.sessionId === sessionId,
        createdAt: at(each.createdAt),
        lastSeenAt: at(each.lastSeenAt),
        locked: each.locked,
        factors: each.factors,
        ip: each.ip,
        userAgent: each.userAgent,
      })),
      history: history.map((each) => ({
        at: at(each.at),
        kind: each.kind,
        factor: each.factor,
        ip: each.ip,
        userAgent: each.userAgent,
      })),
    };
  },
});
