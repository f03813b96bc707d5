'use client';

import type { Licence, Role } from '@shirube/core/identity';
import { createInvitationInput } from '@shirube/core/people/schema';
import { Button, Dialog, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { QrCode } from '../sign-in/qr-code.tsx';
import { LicenceSelect } from './licence-select.tsx';
import { NameFields, noNames } from './name-fields.tsx';
import { type Problems, readForm } from './problems.ts';
import { RoleBoxes } from './role-boxes.tsx';

const blank = {
  ...noNames,
  roles: [] as Role[],
  licence: null as Licence | null,
  licenceNumber: '',
  loginId: '',
};

interface InviteDialogProps {
  open: boolean;
  onClose: () => void;
  onInvited: () => Promise<unknown>;
}

/** 招待: who comes, as what; then the code, once. */
export function InviteDialog({ open, onClose, onInvited }: InviteDialogProps) {
  const trpc = useTRPC();
  const [form, setForm] = useState(blank);
  const [problems, setProblems] = useState<Problems>({});
  const invite = useMutation(trpc.people.invite.mutationOptions({ onSuccess: onInvited }));
  const close = () => {
    setForm(blank);
    setProblems({});
    // the code leaves the memory of the page with the dialog
    invite.reset();
    onClose();
  };
  const submit = () => {
    const read = readForm(createInvitationInput, form);
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) invite.mutate(read.value);
  };
  if (invite.data)
    return (
      <Dialog open={open} onClose={close} kind="alert" title="招待コードを手渡してください">
        <HandedCode
          name={`${form.familyName} ${form.givenName}`}
          code={invite.data.code}
          expiresAt={invite.data.expiresAt}
        />
      </Dialog>
    );
  return (
    <Dialog
      open={open}
      onClose={close}
      title="職員を招く"
      actions={
        <Button variant="primary" size="lg" busy={invite.isPending} onClick={submit}>
          招待コードを作る
        </Button>
      }
    >
      <div className="grid gap-5">
        {invite.isError ? <Notice tone="error" title={sentenceOf(invite.error)} live /> : null}
        <NameFields names={form} problems={problems} onChange={(names) => setForm({ ...form, ...names })} />
        <RoleBoxes
          held={form.roles}
          error={problems.roles}
          onChange={(roles) => setForm({ ...form, roles })}
        />
        <LicenceSelect
          licence={form.licence}
          error={problems.licence}
          onChange={(licence) =>
            setForm({ ...form, licence, licenceNumber: licence ? form.licenceNumber : '' })
          }
        />
        {form.licence ? (
          <TextField
            label="登録番号"
            hint="免許証の番号。あとで入力してもかまいません。"
            value={form.licenceNumber}
            error={problems.licenceNumber}
            onChange={(event) => setForm({ ...form, licenceNumber: event.target.value })}
          />
        ) : null}
        <TextField
          label="ほかの医療機関で使っている ID"
          hint="すでに Shirube を使っている方だけ。その ID の方だけが招待を受けられます。"
          value={form.loginId}
          error={problems.loginId}
          onChange={(event) => setForm({ ...form, loginId: event.target.value })}
        />
      </div>
    </Dialog>
  );
}

/** The code is shown here and nowhere else. The link carries it behind #, which no server and no log gets to see. */
function HandedCode({ name, code, expiresAt }: { name: string; code: string; expiresAt: string }) {
  const address = `${window.location.origin}/invite`;
  return (
    <div className="grid gap-4">
      <p>{`${name} さんに、本人と確かめたうえで手渡してください。この画面を閉じると、もう表示できません。`}</p>
      <p className="tabular rounded-card border border-line bg-surface p-4 text-center text-head font-bold tracking-widest">
        {code}
      </p>
      <div className="flex flex-wrap items-center gap-5">
        <QrCode text={`${address}#${code}`} label="招待を受ける画面の QR コード" />
        <p className="flex-1">{`${address} を開いて入力するか、次の QR コードを読み取ります。${dateAndClock(expiresAt)} まで、1回だけ使えます。`}</p>
      </div>
    </div>
  );
}
