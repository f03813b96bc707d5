'use client';

import { type ClinicProfile, clinicIdentityInput } from '@shirube/core/clinics/schema';
import { Button, Notice, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { useKeptForm } from './kept-form.ts';

export interface ClinicFormProps {
  clinic: string;
  profile: ClinicProfile;
  submitLabel: string;
  onSaved: () => Promise<unknown>;
}

const fields = [
  { key: 'name', label: '医療機関の名称', hint: '処方箋や紹介状に印字される名称', characters: undefined },
  { key: 'postalCode', label: '郵便番号', hint: '例：100-0001', characters: 12 },
  { key: 'address', label: '所在地', hint: undefined, characters: undefined },
  { key: 'phone', label: '電話番号', hint: '例：03-1234-5678', characters: 20 },
  { key: 'fax', label: 'FAX番号', hint: 'なければ空のまま', characters: 20 },
  { key: 'founderName', label: '開設者', hint: '個人の氏名または法人名', characters: undefined },
  { key: 'managingDoctorName', label: '管理医師', hint: '管理者である医師の氏名', characters: 30 },
] as const;

/** 名称・所在地・連絡先・開設者・管理医師. */
export function IdentityForm({ clinic, profile, submitLabel, onSaved }: ClinicFormProps) {
  const trpc = useTRPC();
  const [form, change, forget] = useKeptForm(`${clinic}.identity`, {
    name: profile.name,
    postalCode: profile.postalCode,
    address: profile.address,
    phone: profile.phone,
    fax: profile.fax,
    founderName: profile.founderName,
    managingDoctorName: profile.managingDoctorName,
  });
  const [problems, setProblems] = useState<Problems>({});
  const save = useMutation(
    trpc.clinic.saveIdentity.mutationOptions({
      onSuccess: () => {
        forget();
        return onSaved();
      },
    }),
  );
  const submit = () => {
    const read = readForm(clinicIdentityInput, { ...form, rowVersion: profile.rowVersion });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) save.mutate(read.value);
  };
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
      {fields.map(({ key, label, hint, characters }) => (
        <TextField
          key={key}
          label={label}
          hint={hint}
          required={key !== 'fax'}
          characters={characters}
          value={form[key]}
          error={problems[key]}
          onChange={(event) => change({ ...form, [key]: event.target.value })}
        />
      ))}
      <div>
        <Button type="submit" variant="primary" size="xl" busy={save.isPending} busyLabel="保存しています">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
