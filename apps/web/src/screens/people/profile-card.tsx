'use client';

import { changeProfileInput } from '@shirube/core/people/schema';
import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import type { PersonCardProps } from './card-props.ts';
import { NameFields } from './name-fields.tsx';
import { type Problems, readForm } from './problems.ts';

/** Name, 入職日 and 医師コード. */
export function ProfileCard({ person, onChanged }: PersonCardProps) {
  const trpc = useTRPC();
  const [form, setForm] = useState({
    familyName: person.familyName,
    givenName: person.givenName,
    familyKana: person.familyKana,
    givenKana: person.givenKana,
    joinedOn: person.joinedOn ?? '',
    doctorCode: person.doctorCode ?? '',
  });
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(trpc.people.changeProfile.mutationOptions({ onSuccess: onChanged }));
  const submit = () => {
    const { staffId, rowVersion } = person;
    const read = readForm(changeProfileInput, {
      staffId,
      rowVersion,
      ...form,
      joinedOn: form.joinedOn || null,
    });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) change.mutate(read.value);
  };
  return (
    <Card title="氏名など">
      <div className="grid gap-4">
        {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
        <NameFields names={form} problems={problems} onChange={(names) => setForm({ ...form, ...names })} />
        <TextField
          label="入職日"
          type="date"
          value={form.joinedOn}
          error={problems.joinedOn}
          onChange={(event) => setForm({ ...form, joinedOn: event.target.value })}
        />
        <TextField
          label="医師コード"
          hint="処方箋に載る、この医療機関での番号"
          value={form.doctorCode}
          error={problems.doctorCode}
          onChange={(event) => setForm({ ...form, doctorCode: event.target.value })}
        />
        <Button
          size="lg"
          busy={change.isPending}
          unavailableReason={useWhyNot('people.edit')}
          onClick={submit}
        >
          氏名などを保存する
        </Button>
      </div>
    </Card>
  );
}
