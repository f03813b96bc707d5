'use client';

import { changeClientInput } from '@shirube/core/api-clients/schema';
import { Button, Card, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { type Problems, readForm } from '../people/problems.ts';
import type { ClientCardProps } from './card-props.ts';
import { ClientFields, type ClientFieldValues, clientInputOf } from './client-fields.tsx';

/** What the client may do and from where. What is taken away holds at once, for tokens that are out too. */
export function PermissionsCard({ client, onChanged }: ClientCardProps) {
  const trpc = useTRPC();
  const [values, setValues] = useState<ClientFieldValues>({
    name: client.name,
    purpose: client.purpose,
    contact: client.contact,
    scopes: client.scopes,
    ipRanges: client.ipRanges.join('\n'),
    quotaPerMinute: String(client.quotaPerMinute),
    requireDpop: client.requireDpop,
  });
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(trpc.clients.change.mutationOptions({ onSuccess: onChanged }));
  const whyNot = useWhyNot('client.manage');
  const submit = () => {
    const read = readForm(changeClientInput, {
      ...clientInputOf(values),
      clientId: client.id,
      rowVersion: client.rowVersion,
    });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) change.mutate(read.value);
  };
  return (
    <Card title="相手と許可" note={`${dateAndClock(client.changedAt)} ${client.changedByName} が変更`}>
      <div className="grid gap-5">
        {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
        <ClientFields values={values} problems={problems} onChange={setValues} />
        <Button
          size="lg"
          busy={change.isPending}
          unavailableReason={client.state === 'retired' ? '廃止した外部システムは変えられません。' : whyNot}
          onClick={submit}
        >
          許可を保存する
        </Button>
      </div>
    </Card>
  );
}
