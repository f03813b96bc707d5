import { randomUUID } from 'node:crypto';
import { apiScopeNames, newClientSecret, sha256 } from '@shirube/core/api-clients';
import type pg from 'pg';

/**
 * An outside system to try docs/api.md with. Its secret is made here, differs in every installation, is printed once and kept nowhere;
 * a new one is made on the administrator's page.
 */
export async function insertDemoApiClient(app: pg.Client, tenantId: string): Promise<string> {
  const admin = await app.query(`SELECT id FROM staff WHERE 'admin' = ANY (roles) LIMIT 1`);
  const adminId: string = admin.rows[0].id;
  const clientId = randomUUID();
  const secret = newClientSecret();
  await app.query(
    `INSERT INTO api_client (tenant_id, id, name, purpose, contact, scopes, created_by_id, changed_by_id)
     VALUES ($1, $2, 'デモ検査センター', 'API を試す', 'デモ', $3, $4, $4)`,
    [tenantId, clientId, apiScopeNames, adminId],
  );
  await app.query(
    `SELECT identity.api_add_credential($1, 'secret', $2, NULL, now() + interval '1 year', $3)`,
    [clientId, Buffer.from(sha256(secret)), adminId],
  );
  return `API client of the demo (docs/api.md): client_id=${clientId} client_secret=${secret}`;
}
