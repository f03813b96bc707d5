'use client';

import { inviteFirstAdminInput } from '@shirube/core/operators/schema';
import { Button, Card } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { dateAndClock } from '../format.ts';
import { NameFields, noNames } from '../people/name-fields.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { OperatorProblem } from './operator-problem.tsx';

/** 最初の管理者: the one person an operator invites. The code is shown once, to be handed over in person. */
export function FirstAdminCard({
  tenantId,
  onInvited,
}: {
  tenantId: string;
  onInvited: () => Promise<unknown>;
}) {
  const trpc = useOperatorTRPC();
  const [names, setNames] = useState(noNames);
  const [problems, setProblems] = useState<Problems>({});
  const invite = useMutation(trpc.inviteFirstAdmin.mutationOptions({ onSuccess: onInvited }));
  const submit = () => {
    const read = readForm(inviteFirstAdminInput, { ...names, tenantId });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) invite.mutate(read.value);
  };
  return (
    <Card title="最初の管理者を招く" note="まだ管理者がいません">
      {invite.data ? (
        <div className="grid gap-4">
          <p>{`${names.familyName} ${names.givenName} さんに、本人と確かめたうえで手渡してください。この画面を離れると、もう表示できません。`}</p>
          <p className="tabular rounded-card border border-line bg-surface p-4 text-center text-head font-bold tracking-widest">
            <output aria-label="招待コード">{invite.data.code}</output>
          </p>
          <p>{`${window.location.origin}/invite を開いて入力します。${dateAndClock(invite.data.expiresAt)} まで、1回だけ使えます。`}</p>
        </div>
      ) : (
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <OperatorProblem error={invite.error} />
          <NameFields names={names} problems={problems} onChange={setNames} />
          <div>
            <Button type="submit" variant="primary" size="lg" busy={invite.isPending}>
              招待コードを作る
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
