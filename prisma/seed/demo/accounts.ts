import { demoTotpSecret, hashPassword, sealTotpSecret } from '@shirube/core/identity/sign-in';
import type { SqlExecutor } from '../masters-import/index.ts';

/** The password of every demo sign-in. Demo clinics hold synthetic data only. */
export const demoPassword = 'shirube-demo-2026';

export interface DemoPerson {
  loginId: string;
  roles: readonly ('doctor' | 'nurse' | 'technologist' | 'pharmacist' | 'clerk' | 'admin')[];
  familyName: string;
  givenName: string;
  familyKana: string;
  givenKana: string;
  licence: string | null;
  doctorCode: string | null;
  hpkiCredentialId: string | null;
}

const clerk = (
  loginId: string,
  names: [string, string, string, string],
  role: 'clerk' | 'admin' = 'clerk',
): DemoPerson => ({
  loginId,
  roles: [role],
  familyName: names[0],
  givenName: names[1],
  familyKana: names[2],
  givenKana: names[3],
  licence: null,
  doctorCode: null,
  hpkiCredentialId: null,
});

/** Works at both clinics with one sign-in. */
const atBoth: DemoPerson = {
  loginId: 'kawaguchi',
  roles: ['doctor'],
  familyName: '川口',
  givenName: '誠',
  familyKana: 'カワグチ',
  givenKana: 'マコト',
  licence: '医師',
  doctorCode: 'D002',
  hpkiCredentialId: null,
};

export const demoClinics = [
  {
    slug: 'shirube',
    name: 'しるべ内科クリニック',
    institutionNumber: '123456',
    prefectureCode: '13',
    address: '東京都架空区標１－２－３',
    phone: '03-0000-0001',
    founderName: '医療法人 標会',
    managingDoctorName: '山田 花子',
    bedCount: 0,
    people: [
      {
        loginId: 'yamada',
        roles: ['doctor'],
        familyName: '山田',
        givenName: '花子',
        familyKana: 'ヤマダ',
        givenKana: 'ハナコ',
        licence: '医師',
        doctorCode: 'D001',
        hpkiCredentialId: 'hpki-test-doctor-1',
      },
      clerk('sasaki', ['佐々木', '恵', 'ササキ', 'メグミ']),
      clerk('tamura', ['田村', '健', 'タムラ', 'ケン'], 'admin'),
      {
        loginId: 'mori',
        roles: ['nurse'],
        familyName: '森',
        givenName: '由美',
        familyKana: 'モリ',
        givenKana: 'ユミ',
        licence: '看護師',
        doctorCode: null,
        hpkiCredentialId: null,
      },
      atBoth,
    ] satisfies DemoPerson[],
  },
  {
    slug: 'minato',
    name: 'みなと診療所',
    institutionNumber: '234567',
    prefectureCode: '14',
    address: '神奈川県架空市港４－５',
    phone: '045-000-0001',
    founderName: '港 一郎',
    managingDoctorName: '港 一郎',
    // writes 退院時サマリー
    bedCount: 8,
    people: [
      {
        loginId: 'minato',
        roles: ['doctor'],
        familyName: '港',
        givenName: '一郎',
        familyKana: 'ミナト',
        givenKana: 'イチロウ',
        licence: '医師',
        doctorCode: 'D001',
        hpkiCredentialId: 'hpki-test-doctor-2',
      },
      clerk('kishi', ['岸', '直美', 'キシ', 'ナオミ']),
      clerk('hama', ['浜', '修', 'ハマ', 'オサム'], 'admin'),
      atBoth,
    ] satisfies DemoPerson[],
  },
] as const;

/**
 * Creates the sign-in of a demo person with the demo's authenticator app, once however many clinics they work at; returns the
 * account's id. Owner connection. `key` seals the authenticator secret.
 */
export async function createAccount(
  owner: SqlExecutor,
  person: DemoPerson,
  key: Uint8Array,
): Promise<string> {
  const { rows } = await owner.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name)
     VALUES (gen_random_uuid(), $1, $2, $3)
     ON CONFLICT (login_id) DO UPDATE SET display_name = excluded.display_name RETURNING id`,
    [person.loginId, await hashPassword(demoPassword), `${person.familyName} ${person.givenName}`],
  );
  const { id } = rows[0] as { id: string };
  await owner.query(
    `INSERT INTO identity.totp_factor (id, account_id, secret_encrypted, confirmed_at)
     VALUES (gen_random_uuid(), $1, $2, now()) ON CONFLICT DO NOTHING`,
    [id, Buffer.from(sealTotpSecret(key, demoTotpSecret))],
  );
  return id;
}
