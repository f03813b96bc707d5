import { demoTotpSecret, hashPassword, sealTotpSecret } from '@shirube/core/identity/sign-in';
import { demoOperator } from '@shirube/core/operators';
import type { SqlExecutor } from '../masters-import/index.ts';
import { demoPassword } from './accounts.ts';

/** The demo's operator, with the demo's password and authenticator. Owner connection. */
export async function createOperator(owner: SqlExecutor, key: Uint8Array): Promise<void> {
  await owner.query(
    `INSERT INTO identity.operator (id, login_id, display_name, roles, password_hash, totp_encrypted)
     VALUES (gen_random_uuid(), $1, '運用 太郎', '{manager}', $2, $3) ON CONFLICT (login_id) DO NOTHING`,
    [demoOperator, await hashPassword(demoPassword), Buffer.from(sealTotpSecret(key, demoTotpSecret))],
  );
}
