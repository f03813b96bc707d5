import pg from 'pg';
import type { OperatorRole } from './console.ts';

// Who may be an operator is decided at the machine and not in a browser: these run as the owner of the tables.

export interface ListedOperator {
  loginId: string;
  displayName: string;
  roles: OperatorRole[];
  /** waiting: not enrolled yet */
  state: 'active' | 'waiting' | 'disabled';
  lastSignIn: Date | null;
}

export interface OperatorAdministration {
  /** A new operator who can do nothing but enrol with the code. @throws Error with a sentence when the name is taken */
  create(input: {
    loginId: string;
    displayName: string;
    roles: readonly OperatorRole[];
    codeSha256: Uint8Array;
    codeHours: number;
  }): Promise<void>;
  /** Takes both factors and every session away; the operator enrols again with the code. */
  reset(loginId: string, code: { codeSha256: Uint8Array; codeHours: number }): Promise<void>;
  /** Forgets the failed attempts. */
  unlock(loginId: string): Promise<void>;
  disable(loginId: string): Promise<void>;
  list(): Promise<ListedOperator[]>;
  close(): Promise<void>;
}

export async function openOperatorAdministration(ownerUrl: string): Promise<OperatorAdministration> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();

  /** One change and its line in the operators' book. */
  async function change(loginId: string, action: string, statements: [text: string, values: unknown[]][]) {
    await client.query('BEGIN');
    try {
      for (const [text, values] of statements) await client.query(text, values);
      const { rowCount } = await client.query(
        `INSERT INTO ops.operator_event (id, operator_id, operator_name, action, outcome, client, detail)
         SELECT uuidv7(), NULL, 'コマンド', $2, 'success', 'command', jsonb_build_object('loginId', login_id)
           FROM identity.operator WHERE login_id = $1`,
        [loginId, action],
      );
      if (rowCount !== 1) throw new Error(`運用者 ${loginId} が見つかりません。`);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  }
  const endSessions = (loginId: string): [string, unknown[]] => [
    `UPDATE identity.operator_session SET revoked_at = now() WHERE revoked_at IS NULL
        AND operator_id = (SELECT id FROM identity.operator WHERE login_id = $1)`,
    [loginId],
  ];

  return {
    async create({ loginId, displayName, roles, codeSha256, codeHours }) {
      const { rowCount } = await client.query('SELECT 1 FROM identity.operator WHERE login_id = $1', [
        loginId,
      ]);
      if (rowCount) throw new Error(`運用者 ${loginId} は、すでにいます。`);
      await change(loginId, 'operator.create', [
        [
          `INSERT INTO identity.operator (id, login_id, display_name, roles, enrolment_code_sha256, enrolment_expires_at)
           VALUES (uuidv7(), $1, $2, $3, $4, now() + make_interval(hours => $5))`,
          [loginId, displayName, roles, codeSha256, codeHours],
        ],
      ]);
    },
    reset: (loginId, { codeSha256, codeHours }) =>
      change(loginId, 'operator.reset', [
        [
          `UPDATE identity.operator SET password_hash = NULL, totp_encrypted = NULL, totp_last_step = 0,
                  enrolment_code_sha256 = $2, enrolment_expires_at = now() + make_interval(hours => $3) WHERE login_id = $1`,
          [loginId, codeSha256, codeHours],
        ],
        endSessions(loginId),
      ]),
    unlock: (loginId) =>
      change(loginId, 'operator.unlock', [
        [
          `DELETE FROM identity.attempt_counter WHERE kind = 'operator' AND subject_hash = sha256(convert_to($1, 'UTF8'))`,
          [loginId],
        ],
      ]),
    disable: (loginId) =>
      change(loginId, 'operator.disable', [
        [
          `UPDATE identity.operator SET disabled_at = now() WHERE login_id = $1 AND disabled_at IS NULL`,
          [loginId],
        ],
        endSessions(loginId),
      ]),
    async list() {
      const { rows } = await client.query<ListedOperator>(
        `SELECT login_id AS "loginId", display_name AS "displayName", roles,
                CASE WHEN disabled_at IS NOT NULL THEN 'disabled' WHEN password_hash IS NULL THEN 'waiting' ELSE 'active' END AS state,
                (SELECT max(s.created_at) FROM identity.operator_session s WHERE s.operator_id = o.id) AS "lastSignIn"
           FROM identity.operator o ORDER BY login_id`,
      );
      return rows;
    },
    close: () => client.end(),
  };
}
