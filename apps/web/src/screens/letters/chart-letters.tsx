'use client';

import { Card, LinkButton, StatusBadge } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { eraDateShort } from '../format.ts';
import { stateWords } from './words.ts';

/** 届いた紹介状 of one patient, in the chart. */
export function ChartLetters({ clinic, patientId }: { clinic: string; patientId: string }) {
  const trpc = useTRPC();
  const mayView = useMay('document.view');
  const letters = useQuery({ ...trpc.letters.ofPatient.queryOptions({ patientId }), enabled: mayView });
  if (!mayView) return null;
  if (letters.isError)
    return (
      <Card title="届いた紹介状">
        <p>{sentenceOf(letters.error)}</p>
      </Card>
    );
  if (!letters.data || letters.data.length === 0) return null;
  return (
    <Card title="届いた紹介状" padding="none">
      <ul className="divide-y divide-line-2">
        {letters.data.map((letter) => (
          <li key={letter.id} className="grid gap-2 px-4 py-3">
            <p>
              <strong>{letter.senderName}</strong>
              {`　${eraDateShort(letter.issuedOn)}`}
            </p>
            <span className="flex flex-wrap items-center gap-2">
              <StatusBadge tone={stateWords[letter.state].tone}>{stateWords[letter.state].label}</StatusBadge>
              <LinkButton
                as={Link}
                href={`/c/${clinic}/letters/${letter.id}`}
                aria-label={`紹介状を読む ${letter.senderName}`}
              >
                紹介状を読む
              </LinkButton>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
