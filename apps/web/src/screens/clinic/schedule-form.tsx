'use client';

import { type ClinicHours, clinicScheduleInput, usualHours, weekdays } from '@shirube/core/clinics/schema';
import { Button, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { type Problems, readForm } from '../people/problems.ts';
import { DepartmentPicker } from './department-picker.tsx';
import { HolidaysEditor } from './holidays-editor.tsx';
import { type Half, HoursEditor } from './hours-editor.tsx';
import type { ClinicFormProps } from './identity-form.tsx';
import { useKeptForm } from './kept-form.ts';

/** The span that most open days of a week have. */
function commonSpan(hours: ClinicHours, half: Half): { from: string; to: string } {
  const counted = new Map<string, number>();
  for (const day of weekdays) {
    const span = hours[day][half];
    if (span) counted.set(`${span.from}-${span.to}`, (counted.get(`${span.from}-${span.to}`) ?? 0) + 1);
  }
  const [most] = [...counted].sort(([, a], [, b]) => b - a)[0] ?? [];
  const fallback = usualHours.mon[half] as { from: string; to: string };
  return most ? { from: most.slice(0, 5), to: most.slice(6) } : fallback;
}

/** 診療科・診療時間・休診日. */
export function ScheduleForm({
  clinic,
  profile,
  submitLabel,
  onSaved,
  today,
}: ClinicFormProps & { today: string }) {
  const trpc = useTRPC();
  const { calendar } = profile;
  const stored = calendar.hours ?? usualHours;
  const [form, change, forget] = useKeptForm(`${clinic}.schedule`, {
    departmentCodes: profile.departments.map(({ code }) => code),
    hours: stored,
    usual: { morning: commonSpan(stored, 'morning'), afternoon: commonSpan(stored, 'afternoon') },
    closedOnNationalHolidays: calendar.closedOnNationalHolidays,
    ownHolidays: calendar.ownHolidays,
  });
  const [problems, setProblems] = useState<Problems>({});
  const save = useMutation(
    trpc.clinic.saveSchedule.mutationOptions({
      onSuccess: () => {
        forget();
        return onSaved();
      },
    }),
  );
  const submit = () => {
    const { departmentCodes, hours, closedOnNationalHolidays, ownHolidays } = form;
    const read = readForm(clinicScheduleInput, {
      rowVersion: profile.rowVersion,
      departmentCodes,
      calendar: { hours, closedOnNationalHolidays, ownHolidays },
    });
    setProblems(read.ok ? {} : read.problems);
    if (read.ok) save.mutate(read.value);
  };
  return (
    <form
      className="grid gap-7"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
      {problems.calendar ? <Notice tone="error" title={problems.calendar} live /> : null}
      <DepartmentPicker
        chosen={form.departmentCodes}
        error={problems.departmentCodes}
        onChange={(departmentCodes) => change({ ...form, departmentCodes })}
      />
      <HoursEditor
        hours={form.hours}
        usual={form.usual}
        error={undefined}
        onChange={(hours, usual) => change({ ...form, hours, usual })}
      />
      <HolidaysEditor
        today={today}
        closedOnNationalHolidays={form.closedOnNationalHolidays}
        ownHolidays={form.ownHolidays}
        onChange={(part) => change({ ...form, ...part })}
      />
      <div>
        <Button type="submit" variant="primary" size="xl" busy={save.isPending} busyLabel="保存しています">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
