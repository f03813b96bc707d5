'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import { BanIcon, Disclosure, InfoIcon, UnknownIcon, WarningIcon } from '@shirube/ui';
import { useEffect, useRef, useState } from 'react';
import { type Answers, useTRPCClient } from '~/client/trpc.tsx';

export type DoseAdvice = Answers['prescribing']['doseAdvice'][number];

/** The check of the order goes first; what is only worth knowing is asked for when the hand rests. */
const pauseMilliseconds = 400;

/** What is known of the dose of each drug for this patient, by YJ code. Help only: without an answer nothing is shown, and nothing is refused. */
export function useDoseAdvice(
  visit: { patientId: string; encounterId: string } | null,
  rps: readonly DraftRp[],
): ReadonlyMap<string, DoseAdvice> {
  const client = useTRPCClient();
  const [known, setKnown] = useState<ReadonlyMap<string, DoseAdvice>>(new Map());
  const asked = useRef(new Set<string>());
  const codes = [...new Set(rps.flatMap((rp) => rp.medications.map((line) => line.yjCode)))].join(' ');
  const { patientId, encounterId } = visit ?? {};
  useEffect(() => {
    if (patientId === undefined || encounterId === undefined) return;
    const timer = setTimeout(() => {
      const yjCodes = codes.split(' ').filter((code) => code !== '' && !asked.current.has(code));
      if (yjCodes.length === 0) return;
      for (const code of yjCodes) asked.current.add(code);
      client.prescribing.doseAdvice
        .mutate({ patientId, encounterId, yjCodes })
        .then((answer) =>
          setKnown((before) => new Map([...before, ...answer.map((each) => [each.yjCode, each] as const)])),
        )
        .catch(() => {
          for (const code of yjCodes) asked.current.delete(code);
        });
    }, pauseMilliseconds);
    return () => clearTimeout(timer);
  }, [client, patientId, encounterId, codes]);
  return known;
}

const icons = { info: InfoIcon, warning: WarningIcon, stop: BanIcon } as const;
const inks = {
  info: 'text-ink-2',
  warning: 'text-warning-strong font-bold',
  stop: 'text-danger font-bold',
} as const;

/** 用量のめやす in the row: by weight, the most, by renal function, each with where it comes from. */
export function DoseHelp({ advice }: { advice: DoseAdvice | undefined }) {
  if (!advice || (advice.lines.length === 0 && advice.missing.length === 0)) return null;
  const usual = advice.lines.filter((line) => line.tone === 'info');
  const marked = advice.lines.filter((line) => line.tone !== 'info');
  const bases = [...new Set(advice.lines.map((line) => line.basis))];
  return (
    <div className="grid gap-0.5">
      {marked.map((line) => {
        const Icon = icons[line.tone];
        return (
          <p key={line.text} className={`flex items-start gap-1.5 ${inks[line.tone]}`}>
            <Icon className="mt-[0.2em] shrink-0" />
            {line.text}
          </p>
        );
      })}
      {advice.missing.map((sentence) => (
        <p key={sentence} className="flex items-start gap-1.5 text-ink-2">
          <UnknownIcon className="mt-[0.2em] shrink-0 text-unknown" />
          {sentence}
        </p>
      ))}
      {bases.length > 0 ? (
        <Disclosure
          summary={
            <span className="font-normal text-ink-2">
              {usual.length > 0
                ? `用量のめやす：${usual.map((line) => line.text).join('／')}`
                : '用量のめやすの出典'}
            </span>
          }
        >
          <p className="text-note text-ink-2">{`出典：${bases.join('、')}`}</p>
        </Disclosure>
      ) : null}
    </div>
  );
}
