'use client';

import { changeClinicInput, type OperatorClinic } from '@shirube/core/operators/schema';
import { Button, Card, Disclosure, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { InstitutionFields, type InstitutionParts } from './institution-fields.tsx';
import { OperatorProblem } from './operator-problem.tsx';

/** Name and 医療機関コード, which a clinic can not change itself. */
export function ChangeClinicCard({
  clinic,
  onChanged,
}: {
  clinic: OperatorClinic;
  onChanged: () => Promise<unknown>;
}) {
  const trpc = useOperatorTRPC();
  const [form, setForm] = useState({ name: clinic.name, reason: '' });
  const [parts, setParts] = useState<InstitutionParts>({
    prefectureCode: clinic.prefectureCode,
    scoreTable: clinic.scoreTable,
    institutionNumber: clinic.institutionCode.slice(3),
  });
  const [problems, setProblems] = useState<Problems>({});
  const change = useMutation(trpc.changeClinic.mutationOptions({ onSuccess: onChanged }));
  const submit = () => {
    const read = readForm(changeClinicInput, { ...form, ...parts, tenantId: clinic.tenantId });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) change.mutate(read.value);
  };
  return (
    <Card title="名称と医療機関コード">
      <Disclosure summary="名称・医療機関コードを変える（移転・法人化など）">
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <OperatorProblem error={change.error} />
          <TextField
            label="名称"
            required
            value={form.name}
            error={problems.name}
            onChange={(event) => setForm({ ...form, name: event.target.value })}
          />
          <InstitutionFields parts={parts} problems={problems} onChange={setParts} />
          <TextField
            label="理由"
            hint="医療機関の管理者も読みます。"
            required
            value={form.reason}
            error={problems.reason}
            onChange={(event) => setForm({ ...form, reason: event.target.value })}
          />
          <div>
            <Button type="submit" size="lg" busy={change.isPending}>
              名称と医療機関コードを変える
            </Button>
          </div>
        </form>
      </Disclosure>
    </Card>
  );
}
