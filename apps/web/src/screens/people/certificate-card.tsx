'use client';

import { bindCertificateInput } from '@shirube/core/people/schema';
import { Button, Card, Notice, TextArea, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useId, useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import type { PersonCardProps } from './card-props.ts';
import { type Problems, readForm } from './problems.ts';

/** A certificate is a kilobyte or two; DER is taken as Base64. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.slice(0, 15_000).arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  return text.includes('-----BEGIN')
    ? text
    : btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** HPKI: which certificate signs as this person. */
export function CertificateCard({ person, onChanged }: PersonCardProps) {
  const trpc = useTRPC();
  const fileId = useId();
  const [credentialId, setCredentialId] = useState(person.hpki.credentialId ?? '');
  const [certificate, setCertificate] = useState('');
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const whyNot = useWhyNot('people.edit');
  const bind = useMutation(trpc.people.bindCertificate.mutationOptions({ onSuccess: onChanged }));
  const unbind = useMutation(trpc.people.unbindCertificate.mutationOptions({ onSuccess: onChanged }));
  const target = { staffId: person.staffId, rowVersion: person.rowVersion };
  const bound = person.hpki.certificate;
  const submit = () => {
    const read = readForm(bindCertificateInput, { ...target, credentialId, certificate });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) bind.mutate(read.value);
  };
  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) setCertificate(await textOf(file));
  };
  return (
    <Card title="電子証明書（HPKI）">
      <div className="grid gap-4">
        {bind.isError ? <Notice tone="error" title={sentenceOf(bind.error)} live /> : null}
        {unbind.isError ? <Notice tone="error" title={sentenceOf(unbind.error)} live /> : null}
        {bound ? (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sub">
            <dt className="font-bold">名義</dt>
            <dd>{bound.subject}</dd>
            <dt className="font-bold">拇印（SHA-256）</dt>
            <dd className="break-all">{bound.sha256}</dd>
            <dt className="font-bold">有効期限</dt>
            <dd>{dateAndClock(bound.validTo)}</dd>
            <dt className="font-bold">登録</dt>
            <dd>{`${dateAndClock(bound.boundAt)}　${bound.boundByName}`}</dd>
          </dl>
        ) : (
          <p className="text-sub text-ink-2">
            {person.hpki.credentialId
              ? `証明書ID ${person.hpki.credentialId} が登録されています。証明書そのものを登録すると、ほかの証明書での署名を断ります。`
              : '登録されていません。登録すると、この証明書だけがこの人の署名になります。'}
          </p>
        )}
        <TextField
          label="署名サービスの証明書ID"
          error={problems.credentialId}
          value={credentialId}
          onChange={(event) => setCredentialId(event.target.value)}
        />
        <div className="grid gap-1.5">
          <label htmlFor={fileId} className="font-bold">
            証明書のファイル（.cer、.crt、.pem）
          </label>
          <input
            id={fileId}
            type="file"
            accept=".cer,.crt,.pem,.der"
            onChange={choose}
            className="min-h-12 text-body file:mr-4 file:min-h-11 file:rounded-control file:border file:border-key file:bg-white file:px-4 file:text-key"
          />
        </div>
        <TextArea
          label="証明書の内容"
          hint="ファイルを選ぶと入ります。貼り付けてもかまいません。秘密の鍵は入れないでください。"
          error={problems.certificate}
          value={certificate}
          onChange={(event) => setCertificate(event.target.value)}
        />
        <Button size="lg" busy={bind.isPending} unavailableReason={whyNot} onClick={submit}>
          この証明書を登録する
        </Button>
        {person.hpki.credentialId ? (
          <>
            <TextField
              label="登録を消す理由"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            <Button
              variant="danger"
              size="lg"
              busy={unbind.isPending}
              unavailableReason={whyNot ?? (reason.trim() === '' ? '理由を入力すると消せます' : undefined)}
              onClick={() => unbind.mutate({ ...target, reason })}
            >
              証明書の登録を消す
            </Button>
          </>
        ) : null}
      </div>
    </Card>
  );
}
