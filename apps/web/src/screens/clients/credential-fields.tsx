'use client';

import { RadioCards, Select, TextArea } from '@shirube/ui';
import type { Problems } from '../people/problems.ts';
import { validityOptions } from './words.ts';

export interface CredentialValues {
  kind: 'private_key_jwt' | 'secret';
  publicKey: string;
  validDays: string;
}

export const noCredential: CredentialValues = { kind: 'private_key_jwt', publicKey: '', validDays: '365' };

/** The values as the server takes them. */
export const credentialInputOf = ({ kind, publicKey, validDays }: CredentialValues) => ({
  method: kind === 'secret' ? { kind } : { kind, publicKey },
  validDays: Number(validDays),
});

interface CredentialFieldsProps {
  values: CredentialValues;
  problems: Problems;
  onChange: (values: CredentialValues) => void;
}

/** How the other system proves who it is. The better way stands first. */
export function CredentialFields({ values, problems, onChange }: CredentialFieldsProps) {
  const set = (change: Partial<CredentialValues>) => onChange({ ...values, ...change });
  return (
    <div className="grid gap-5">
      <RadioCards<CredentialValues['kind']>
        label="認証の方法"
        options={[
          {
            value: 'private_key_jwt',
            label: '鍵の署名（おすすめ）',
            description: '相手が作った公開鍵を登録します。秘密はどこにも渡しません。',
          },
          {
            value: 'secret',
            label: '合言葉',
            description: 'ここで作る長い合言葉を相手に渡します。渡すときに漏れないよう、気をつけてください。',
          },
        ]}
        value={values.kind}
        onChange={(kind) => set({ kind })}
      />
      {values.kind === 'private_key_jwt' ? (
        <TextArea
          label="相手の公開鍵"
          hint="PEM（-----BEGIN PUBLIC KEY-----）か JWK / JWKS をそのまま貼り付けます。秘密鍵は貼り付けないでください。"
          required
          rows={6}
          spellCheck={false}
          value={values.publicKey}
          error={problems.publicKey}
          onChange={(event) => set({ publicKey: event.target.value })}
        />
      ) : null}
      <Select
        label="使える期間"
        hint="過ぎる前に、相手と日を合わせて入れ替えます。"
        options={validityOptions}
        value={values.validDays}
        onChange={(event) => set({ validDays: event.target.value })}
      />
    </div>
  );
}
