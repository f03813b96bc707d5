'use client';

import { createClientInput } from '@shirube/core/api-clients/schema';
import { Button, Card, LinkButton, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { ClientFields, clientInputOf, noClientFields } from './client-fields.tsx';
import { CredentialFields, credentialInputOf, noCredential } from './credential-fields.tsx';
import { HandedCredential } from './handed-credential.tsx';

/** Lets another system in: who, what for, what it may do, and how it proves who it is. */
export function NewClientScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const [fields, setFields] = useState(noClientFields);
  const [credential, setCredential] = useState(noCredential);
  const [problems, setProblems] = useState<Problems>({});
  const create = useMutation(trpc.clients.create.mutationOptions());
  const base = `/c/${clinic}/settings/clients`;
  const submit = () => {
    const read = readForm(createClientInput, {
      ...clientInputOf(fields),
      credential: credentialInputOf(credential),
    });
    const missingKey = credential.kind === 'private_key_jwt' && credential.publicKey.trim() === '';
    const found = {
      ...(read.ok ? {} : read.problems),
      ...(missingKey ? { publicKey: '相手の公開鍵を貼り付けてください。' } : {}),
    };
    setProblems(found);
    if (read.ok && !missingKey) create.mutate(read.value);
  };
  if (create.data)
    return (
      <main id="main" className="mx-auto grid max-w-3xl gap-4 px-5 py-4">
        <h1 className="text-head font-bold">{`${fields.name} を登録しました`}</h1>
        <Card title="相手に渡すもの">
          <HandedCredential {...create.data} />
        </Card>
        <div>
          <LinkButton as={Link} href={`${base}/${create.data.clientId}`} variant="primary" size="lg">
            渡したので、次へ進む
          </LinkButton>
        </div>
      </main>
    );
  return (
    <main id="main" className="mx-auto grid max-w-3xl gap-4 px-5 py-4">
      <h1 className="text-head font-bold">外部システムを登録する</h1>
      <Card title="相手と許可">
        <ClientFields values={fields} problems={problems} onChange={setFields} />
      </Card>
      <Card title="認証">
        <CredentialFields values={credential} problems={problems} onChange={setCredential} />
      </Card>
      {Object.keys(problems).length > 0 ? (
        <Notice tone="error" title="入力を確かめてください。印のある欄を直すと登録できます。" live />
      ) : null}
      {create.isError ? <Notice tone="error" title={sentenceOf(create.error)} live /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <LinkButton as={Link} href={base} size="lg">
          登録せずに戻る
        </LinkButton>
        <Button variant="primary" size="lg" busy={create.isPending} onClick={submit}>
          登録する
        </Button>
      </div>
    </main>
  );
}
