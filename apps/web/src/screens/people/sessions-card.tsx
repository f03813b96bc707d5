'use client';

import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import type { PersonCardProps } from './card-props.ts';

/** Where the person's sign-in stands, and an end to every open session: a device was lost, or something is odd. */
export function SessionsCard({ person, onChanged }: PersonCardProps) {
  const trpc = useTRPC();
  const [reason, setReason] = useState('');
  const end = useMutation(
    trpc.people.endSessions.mutationOptions({
      onSuccess: () => {
        setReason('');
        return onChanged();
      },
    }),
  );
  const whyNot = useWhyNot('people.revoke_sessions');
  const { signIn } = person;
  if (signIn === null) return null;
  return (
    <Card title="ログイン">
      <div className="grid gap-4">
        {end.isError ? <Notice tone="error" title={sentenceOf(end.error)} live /> : null}
        {end.data ? (
          <Notice tone="success" title={`${end.data.ended}台のログインを打ち切りました`} live />
        ) : null}
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          <dt className="font-bold">ID</dt>
          <dd>{signIn.loginId}</dd>
          <dt className="font-bold">最後のログイン</dt>
          <dd>{signIn.lastSignInAt ? dateAndClock(signIn.lastSignInAt) : 'まだない'}</dd>
          <dt className="font-bold">ログイン中</dt>
          <dd>{`${signIn.openSessions}台`}</dd>
          <dt className="font-bold">2つ目の認証</dt>
          <dd>{signIn.factors > 0 ? `${signIn.factors}つ登録済み` : 'まだ登録していない'}</dd>
        </dl>
        <TextField
          label="打ち切る理由"
          hint="例：端末の紛失"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          variant="danger"
          size="lg"
          busy={end.isPending}
          unavailableReason={whyNot ?? (reason.trim() === '' ? '理由を入力すると打ち切れます' : undefined)}
          onClick={() => end.mutate({ staffId: person.staffId, reason })}
        >
          すべてのログインを打ち切る
        </Button>
      </div>
    </Card>
  );
}
