import { demoTotpSecret, hashPassword, sealTotpSecret } from '@shirube/core/identity/sign-in';
import type { CalendarDate } from '@shirube/terminology';
import pg from 'pg';
import { demoClinics, demoPassword } from './accounts.ts';
import { insertPeople, profileOf } from './clinic.ts';
import { writeDemoDocuments } from './documents.ts';
import { fillClinic } from './fill-clinic.ts';
import { insertRows, inTransaction } from './rows.ts';

export interface ResetOptions {
  appUrl: string;
  /** the installation's 32-byte key: seals the demo's authenticator secrets */
  key: Uint8Array;
  /** today in Tokyo */
  asOf: CalendarDate;
  tenantId: string;
  /** the operator's request, without which the database empties nothing (ops.empty_demo_clinic) */
  resetId: string;
}

/**
 * A demo clinic as on its first day: what visitors left is gone, people and sign-ins are the demo's again. One transaction: nobody
 * sees the clinic empty. Runs as the app role.
 */
export async function resetDemoClinic(options: ResetOptions): Promise<'done'> {
  const { tenantId, resetId } = options;
  const app = new pg.Client({ connectionString: options.appUrl });
  await app.connect();
  try {
    let filled = { tenantId, doctorId: '', slug: '' };
    await inTransaction(app, async () => {
      await app.query(`SELECT set_config('app.tenant_id', $1, true)`, [tenantId]);
      const { rows } = await app.query<{ slug: string }>('SELECT slug FROM tenant');
      const clinic = demoClinics.find(({ slug }) => slug === rows[0]?.slug);
      if (!clinic) throw new Error('this demo clinic was not made by the seed');
      await app.query('SELECT ops.empty_demo_clinic($1)', [resetId]);
      const profile = profileOf(clinic);
      const columns = Object.keys(profile);
      await app.query(
        `UPDATE tenant SET (${columns.join(', ')}) = (SELECT ${columns.map((column) => `r.${column}`).join(', ')}
           FROM jsonb_populate_record(NULL::tenant, $1::jsonb) r), setup_put_off = '{}', row_version = row_version + 1`,
        [JSON.stringify(profile)],
      );
      await insertRows(app, 'department', [
        { tenant_id: tenantId, code: profile.department_code, name: profile.department_name, position: 1 },
      ]);
      const accounts = new Map<string, string>();
      for (const person of clinic.people) {
        const restored = await app.query<{ id: string }>(
          'SELECT ops.restore_demo_account($1, $2, $3, $4, $5) AS id',
          [
            resetId,
            person.loginId,
            await hashPassword(demoPassword),
            `${person.familyName} ${person.givenName}`,
            Buffer.from(sealTotpSecret(options.key, demoTotpSecret)),
          ],
        );
        accounts.set(person.loginId, restored.rows[0]?.id as string);
      }
      const ids = await insertPeople(app, tenantId, clinic, accounts);
      await fillClinic(app, clinic, ids, options.asOf);
      filled = { tenantId, doctorId: ids.doctorId, slug: clinic.slug };
      await app.query(
        `INSERT INTO audit_event (tenant_id, id, at, actor_name, actor_role, action, entity_type, entity_id, outcome, client)
         VALUES ($1, gen_random_uuid(), now(), '運用者', 'operator', 'clinic.reset_demo', 'tenant', $1, 'success', 'worker')`,
        [tenantId],
      );
      await app.query('SELECT ops.finish_demo_reset($1, true)', [resetId]);
    });
    await writeDemoDocuments({ ...options, ...filled });
    return 'done';
  } catch (error) {
    await app.query('SELECT ops.finish_demo_reset($1, false)', [resetId]);
    throw error;
  } finally {
    await app.end();
  }
}
