import { randomUUID } from 'node:crypto';
import type { Database, Scope } from '@shirube/db';

/** The operator at the command line, in one clinic. */
const scopeOf = (tenantId: string): Scope => ({
  tenantId,
  actor: {
    staffId: null,
    name: '運用者',
    role: 'operator',
    requestId: randomUUID(),
    origin: { client: 'command', ip: null, sessionId: null, authentication: null },
  },
});

/** The clinic named by its name in the address or its 医療機関コード, in use or not. Throws when there is none. */
export async function findClinic(
  database: Database,
  wanted: string,
): Promise<{ scope: Scope; name: string }> {
  const clinic = (await database.operations.everyClinic()).find(
    ({ slug, institutionCode }) => slug === wanted || institutionCode === wanted,
  );
  if (clinic) return { scope: scopeOf(clinic.tenantId), name: clinic.name };
  throw new Error(`医療機関 ${wanted} が見つかりません。`);
}
