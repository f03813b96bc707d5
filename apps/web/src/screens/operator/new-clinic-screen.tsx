'use client';

import { createClinicInput } from '@shirube/core/operators/schema';
import { departments } from '@shirube/terminology';
import { Button, Card, Select, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { InstitutionFields, type InstitutionParts } from './institution-fields.tsx';
import { OperatorProblem } from './operator-problem.tsx';

/** 医療機関を作る; its first administrator is invited on its own page. */
export function NewClinicScreen() {
  const trpc = useOperatorTRPC();
  const [form, setForm] = useState({ name: '', slug: '', departmentCode: '01' });
  const [parts, setParts] = useState<InstitutionParts>({
    prefectureCode: '',
    scoreTable: '1',
    institutionNumber: '',
  });
  const [problems, setProblems] = useState<Problems>({});
  const create = useMutation(
    trpc.createClinic.mutationOptions({
      onSuccess: ({ tenantId }) => window.location.assign(`/operator/clinics/${tenantId}`),
    }),
  );
  const submit = () => {
    const read = readForm(createClinicInput, { ...form, ...parts });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) create.mutate(read.value);
  };
  return (
    <main id="main" className="mx-auto grid max-w-3xl gap-5 px-5 py-6">
      <h1 className="text-head font-bold">医療機関を作る</h1>
      <Card title="医療機関">
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <OperatorProblem error={create.error} />
          <TextField
            label="名称"
            required
            value={form.name}
            error={problems.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
          <TextField
            label="アドレスの名前"
            hint="半角の英小文字・数字・ハイフン。あとから変えられません。例：sora-clinic"
            required
            autoCapitalize="none"
            characters={30}
            value={form.slug}
            error={problems.slug}
            onChange={(event) => setForm({ ...form, slug: event.target.value })}
          />
          <InstitutionFields parts={parts} problems={problems} onChange={setParts} />
          <Select
            label="主たる診療科"
            required
            options={departments.map(({ code, name }) => ({ value: code, label: name }))}
            value={form.departmentCode}
            error={problems.departmentCode}
            onChange={(event) => setForm({ ...form, departmentCode: event.target.value })}
          />
          <div>
            <Button
              type="submit"
              variant="primary"
              size="xl"
              busy={create.isPending}
              busyLabel="作っています"
            >
              医療機関を作る
            </Button>
          </div>
        </form>
      </Card>
    </main>
  );
}
