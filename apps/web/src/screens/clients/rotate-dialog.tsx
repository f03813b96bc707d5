'use client';

import { rotateCredentialInput } from '@shirube/core/api-clients/schema';
import { Button, Dialog, Notice, Select } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import type { ClientCardProps } from './card-props.ts';
import { CredentialFields, credentialInputOf, noCredential } from './credential-fields.tsx';
import { HandedCredential } from './handed-credential.tsx';

const overlaps = [
  { value: '0', label: 'すぐに終わらせる（漏れたとき）' },
  { value: '1', label: '1時間' },
  { value: '24', label: '1日' },
  { value: '168', label: '1週間' },
  { value: '720', label: '30日' },
];

interface RotateDialogProps extends ClientCardProps {
  open: boolean;
  onClose: () => void;
}

/** 入れ替え: a new credential now, and the one in use for as long as the other side needs to change over. */
export function RotateDialog({ open, client, onClose, onChanged }: RotateDialogProps) {
  const trpc = useTRPC();
  const kind = client.credentials.find((each) => each.live)?.kind ?? noCredential.kind;
  const [credential, setCredential] = useState({ ...noCredential, kind });
  const [hours, setHours] = useState('24');
  const [problems, setProblems] = useState<Problems>({});
  const rotate = useMutation(trpc.clients.rotate.mutationOptions({ onSuccess: onChanged }));
  const close = () => {
    setCredential({ ...noCredential, kind });
    setProblems({});
    // a secret leaves the memory of the page with the dialog
    rotate.reset();
    onClose();
  };
  const submit = () => {
    if (credential.kind === 'private_key_jwt' && credential.publicKey.trim() === '') {
      setProblems({ publicKey: '相手の公開鍵を貼り付けてください。' });
      return;
    }
    const read = readForm(rotateCredentialInput, {
      clientId: client.id,
      credential: credentialInputOf(credential),
      previousEndsInHours: Number(hours),
    });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) rotate.mutate(read.value);
  };
  if (rotate.data)
    return (
      <Dialog open={open} onClose={close} kind="alert" title="新しい認証を作りました">
        <HandedCredential {...rotate.data} />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onClose={close}
      title="認証を入れ替える"
      actions={
        <Button variant="primary" size="lg" busy={rotate.isPending} onClick={submit}>
          新しい認証を作る
        </Button>
      }
    >
      <div className="grid gap-5">
        {rotate.isError ? <Notice tone="error" title={sentenceOf(rotate.error)} live /> : null}
        <CredentialFields values={credential} problems={problems} onChange={setCredential} />
        <Select
          label="いまの認証を使える時間"
          hint="この間は、新旧どちらでも使えます。"
          options={overlaps}
          value={hours}
          onChange={(event) => setHours(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
