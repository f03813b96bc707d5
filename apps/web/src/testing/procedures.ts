import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Holder, type Licence, licences, type PermissionRule, roles } from '@shirube/core/identity';
import type { Database, ResolvedSession } from '@shirube/db';
import type { ClinicFixture } from '@shirube/db/testing';
import { type AnyDeclaration, createCallerFactory } from '../server/procedure.ts';
import { appRouter } from '../server/router.ts';

/** What the tests that walk every procedure have in common. */
const folder = path.join(import.meta.dirname, '../server/procedures');

/** Every declaration there is, read from the folder and not from the router, so that none is forgotten. */
export async function loadDeclarations(): Promise<AnyDeclaration[]> {
  const declarations: AnyDeclaration[] = [];
  for (const file of fs.globSync('**/*.ts', { cwd: folder })) {
    const module = (await import(path.join(folder, file))) as Record<string, AnyDeclaration>;
    declarations.push(...Object.values(module));
  }
  return declarations;
}

export const doctor: Holder = { roles: ['doctor'], licence: '医師' };

/** Everybody there can be: each role alone with each licence and without one. */
export const everybody: Holder[] = roles.flatMap((role) =>
  [null, ...licences].map((licence): Holder => ({ roles: [role], licence: licence as Licence | null })),
);

/** Somebody who may, for a permission that is given. */
export function holderFor(rule: PermissionRule): Holder {
  return { roles: rule.roles.slice(0, 1), licence: rule.licences?.[0] ?? null };
}

export function sessionOf(clinic: ClinicFixture, person: Holder, slug: string): ResolvedSession {
  return {
    sessionId: randomUUID(),
    accountId: randomUUID(),
    displayName: 'x',
    expiresAt: new Date(Date.now() + 3600_000),
    idleMinutes: 5,
    factors: ['passkey'],
    assuredAt: new Date(),
    refused: [],
    memberships: [
      {
        tenantId: clinic.tenantId,
        tenantSlug: slug,
        tenantName: 'x',
        staffId: clinic.doctorId,
        roles: [...person.roles],
        staffName: 'x',
        licence: person.licence,
      },
    ],
  };
}

const factory = createCallerFactory(appRouter);

export interface Answer {
  ok: boolean;
  /** 'ok' or the code of the refusal */
  code: string;
  /** everything the caller gets to read, and the cause, which reaches the log */
  text: string;
  error: Error | null;
}

/** Calls a procedure by its name in the clinic `ours`, as the HTTP layer would after it has read the request. */
export async function callProcedure(
  name: string,
  input: unknown,
  by: { session: ResolvedSession | null; database: Database },
): Promise<Answer> {
  const caller = factory({ ...by, clinic: 'ours', requestId: 'test', ip: null });
  const [group = '', verb = ''] = name.split('.');
  const target = (caller as unknown as Record<string, Record<string, (input: unknown) => Promise<unknown>>>)[
    group
  ]?.[verb];
  if (!target) throw new Error(`${name} is not in the router`);
  try {
    return { ok: true, code: 'ok', text: JSON.stringify(await target(input)), error: null };
  } catch (error) {
    const { code, message, cause } = error as { code: string; message: string; cause?: Error };
    return { ok: false, code, text: `${message} ${cause?.message ?? ''}`, error: error as Error };
  }
}
