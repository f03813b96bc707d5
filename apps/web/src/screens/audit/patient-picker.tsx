'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import { SearchPicker } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, fullKana, fullName, sexInWords } from '../format.ts';

const pauseMilliseconds = 200;

/** Finds a patient by kana, name, number or birth date, and hands it on. */
export function PatientPicker({
  today,
  onPick,
}: {
  today: string;
  onPick: (patient: PatientSummary) => void;
}) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ text: asked, limit: 10 }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const waiting = asked !== text.trim() || found.isFetching;
  return (
    <SearchPicker
      label="患者をさがす"
      hint="カナ・名前・患者番号・生年月日（昭和41年5月26日 など）で"
      query={text}
      onQueryChange={setText}
      state={text.trim() === '' ? 'idle' : found.isError ? 'failed' : waiting ? 'loading' : 'ready'}
      items={(text.trim() === '' ? [] : (found.data ?? [])).map((patient) => ({
        id: patient.id,
        label: fullName(patient),
        detail: `${fullKana(patient)}　${birthDateInWords(patient.birthDate)}`,
        facts: `${sexInWords(patient.sex)} ${ageInWords(patient.birthDate, today)}　${patient.patientNumber}`,
        patient,
      }))}
      onPick={(item) => onPick(item.patient)}
      pickWord="選ぶ"
      autoFocus
    />
  );
}
