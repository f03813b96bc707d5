'use client';

import { isLicence, type Licence } from '@shirube/core/identity';
import { changeLicenceInput } from '@shirube/core/people/schema';
import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import type { PersonCardProps } from './card-props.ts';
import { LicenceSelect } from './licence-select.tsx';
import { type Problems, readForm } from './problems.ts';

/** 資格 and its numbers, as on the licence. */
export function LicenceCard({ person, onChanged }: PersonCardProps) {
  const trpc = useTRPC();
  const [form, setForm] = useState({
    licence: (person.licence && isLicence(person.licence) ? person.licence : null) as Licence | null,
    licenceNumber: person.licenceNumber ?? '',
    licenceRegisteredOn: person.licenceRegisteredOn ?? '',
    narcoticsLicenceNumber: person.narcoticsLicenceNumber ?? '',
  });
  const [reason, setReason] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(trpc.people.changeLicence.mutationOptions({ onSuccess: onChanged }));
  const whyNot = useWhyNot('people.edit');
  const submit = () => {
    const read = readForm(changeLicenceInput, {
      staffId: person.staffId,
      rowVersion: person.rowVersion,
      ...form,
      licenceRegisteredOn: form.licenceRegisteredOn || null,
      reason,
    });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) change.mutate(read.value);
  };
  return (
    <Card title="資格">
      <div className="grid gap-4">
        {change.isError ? <Notice tone="error" title={sentenceOf(change.error)} live /> : null}
        <LicenceSelect
          licence={form.licence}
          error={problems.licence}
          onChange={(licence) =>
            setForm(
              licence
                ? { ...form, licence }
                : { licence, licenceNumber: '', licenceRegisteredOn: '', narcoticsLicenceNumber: '' },
            )
          }
        />
        {form.licence ? (
          <>
            <TextField
              label="登録番号"
              value={form.licenceNumber}
              error={problems.licenceNumber}
              onChange={(event) => setForm({ ...form, licenceNumber: event.target.value })}
            />
            <TextField
              label="登録年月日"
              type="date"
              value={form.licenceRegisteredOn}
              error={problems.licenceRegisteredOn}
              onChange={(event) => setForm({ ...form, licenceRegisteredOn: event.target.value })}
            />
            <TextField
              label="麻薬施用者免許番号"
              hint="持っている人だけ"
              value={form.narcoticsLicenceNumber}
              error={problems.narcoticsLicenceNumber}
              onChange={(event) => setForm({ ...form, narcoticsLicenceNumber: event.target.value })}
            />
          </>
        ) : null}
        <TextField
          label="資格を変える理由"
          hint="例：免許証を確かめた"
          required
          error={problems.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          size="lg"
          busy={change.isPending}
          unavailableReason={
            whyNot ?? (person.self ? '自分の資格は変えられません。ほかの管理者に頼んでください。' : undefined)
          }
          onClick={submit}
        >
          資格を保存する
        </Button>
      </div>
    </Card>
  );
}
