'use client';

import { changeRolesInput } from '@shirube/core/people/schema';
import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import type { PersonCardProps } from './card-props.ts';
import { type Problems, readForm } from './problems.ts';
import { RoleBoxes } from './role-boxes.tsx';

/** 役割. What is taken away is gone at the person's next click. */
export function RolesCard({ person, onChanged }: PersonCardProps) {
  const trpc = useTRPC();
  const [roles, setRoles] = useState(person.roles);
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(trpc.people.changeRoles.mutationOptions({ onSuccess: onChanged }));
  const whyNot = useWhyNot('people.change_roles');
  const changed = roles.join() !== person.roles.join();
  const submit = () => {
    const { staffId, rowVersion } = person;
    const read = readForm(changeRolesInput, { staffId, rowVersion, roles, reason });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) change.mutate(read.value);
  };
  return (
    <Card title="役割" note="次の操作から効きます">
      <div className="grid gap-4">
        {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
        <RoleBoxes held={roles} error={problems.roles} onChange={setRoles} />
        {changed ? (
          <TextField
            label="役割を変える理由"
            required
            error={problems.reason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        ) : null}
        <Button
          size="lg"
          busy={change.isPending}
          unavailableReason={
            whyNot ??
            (person.self
              ? '自分の役割は変えられません。ほかの管理者に頼んでください。'
              : changed
                ? undefined
                : '役割を選び直すと変えられます')
          }
          onClick={submit}
        >
          役割を変える
        </Button>
      </div>
    </Card>
  );
}
