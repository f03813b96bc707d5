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

/** The clinic named by its name in the address or its 医療機関コード. Throws when there is none. */
export async function findClinic(
  database: Database,
  wanted: string,
): Promise<{ scope: Scope; name: string }> {
  for (const { tenantId } of await database.operations.clinics()) {
    const scope = scopeOf(tenantId);
    const clinic = await database.run(scope, (uow) => uow.tables.tenant.findFirstOrThrow());
    if (clinic.slug === wanted || clinic.institutionCode === wanted) return { scope, name: clinic.name };
  }
  throw new Error(`医療機関 ${wanted} が見つかりません。`);
}
