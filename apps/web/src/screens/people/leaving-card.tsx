'use client';

import { leaveInput, returnInput } from '@shirube/core/people/schema';
import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { fullName } from '../format.ts';
import type { PersonCardProps } from './card-props.ts';
import { type Problems, readForm } from './problems.ts';

/** 離職 and 復職. Somebody who leaves is refused at their next click, whatever is open in their browser. */
export function LeavingCard({ person, onChanged, today }: PersonCardProps & { today: string }) {
  const trpc = useTRPC();
  const [day, setDay] = useState(today);
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const leave = useMutation(trpc.people.leave.mutationOptions({ onSuccess: onChanged }));
  const comeBack = useMutation(trpc.people.return.mutationOptions({ onSuccess: onChanged }));
  const whyNot = useWhyNot('people.leave');
  const failure = leave.error ?? comeBack.error;
  const submit = () => {
    const target = { staffId: person.staffId, rowVersion: person.rowVersion, reason };
    if (person.active) {
      const read = readForm(leaveInput, { ...target, leftOn: day });
      setProblems(read.ok ? {} : read.problems);
      if (read.ok) leave.mutate(read.value);
    } else {
      const read = readForm(returnInput, { ...target, returnedOn: day });
      setProblems(read.ok ? {} : read.problems);
      if (read.ok) comeBack.mutate(read.value);
    }
  };
  return (
    <Card title={person.active ? '離職' : '復職'}>
      <div className="grid gap-4">
        {failure ? <Notice tone="error" title={sentenceOf(failure)} live /> : null}
        <p className="text-sub text-ink-2">
          {person.active
            ? '離職にすると、すぐに使えなくなります。書いた記録と変更の記録は、この人の名前で残ります。'
            : '前と同じ ID で、すぐに使えるようになります。役割と資格は離職したときのままです。確かめてください。'}
        </p>
        <TextField
          label={person.active ? '離職日' : '復職日'}
          type="date"
          max={today}
          required
          error={problems.leftOn ?? problems.returnedOn}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <TextField
          label={person.active ? '離職の理由' : '復職の理由'}
          required
          error={problems.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          size="lg"
          variant={person.active ? 'danger' : 'secondary'}
          busy={leave.isPending || comeBack.isPending}
          unavailableReason={whyNot}
          onClick={submit}
        >
          {`${fullName(person)} さんを${person.active ? '離職' : '復職'}にする`}
        </Button>
      </div>
    </Card>
  );
}
