'use client';

import { ActionBar, Button, LinkButton, Notice, ThreeColumns } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { DocumentList } from '../documents/document-list.tsx';
import type { ChartWorkspaceProps } from './chart-workspace.tsx';
import { ConditionList } from './condition-list.tsx';
import { ConfirmedNote } from './confirmed-note.tsx';
import { FromOutside } from './from-outside.tsx';
import { IssuePanel, signingContinueKey } from './issue-panel.tsx';
import { LabLongTerm } from './lab-long-term.tsx';
import { OralConsents } from './oral-consents.tsx';
import { PastVisits } from './order/past-visits.tsx';
import { ActiveMedications, Labs } from './side-panels.tsx';

const nothing = () => undefined;

/** A visit after 確定: what was issued, the record, and what may be corrected of it. */
export function ConfirmedWorkspace({
  clinic,
  chart,
  encounter,
  externalState,
  onChanged,
}: ChartWorkspaceProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const patientId = chart.patient.id;
  const [signNow, setSignNow] = useState<string | null>(null);
  useEffect(() => {
    setSignNow(sessionStorage.getItem(signingContinueKey));
    sessionStorage.removeItem(signingContinueKey);
  }, []);
  const end = useMutation(
    trpc.charting.end.mutationOptions({ onSuccess: () => router.push(`/c/${clinic}/board`) }),
  );
  return (
    <main id="main">
      <ThreeColumns
        leftLabel="これまで"
        left={
          <>
            <PastVisits visits={chart.pastVisits} total={chart.totalVisits} onRepeat={null} />
            <ActiveMedications medications={chart.medications} />
            <FromOutside {...{ clinic, chart, externalState }} onChanged={nothing} />
          </>
        }
        middleLabel="今日の診察"
        middle={
          <>
            {end.isError ? <Notice tone="error" title={sentenceOf(end.error)} live /> : null}
            {encounter.prescriptions.map((prescription) => (
              <IssuePanel
                key={prescription.id}
                clinic={clinic}
                patientId={patientId}
                prescriptionId={prescription.id}
                signNow={signNow === prescription.id}
              />
            ))}
            <ConfirmedNote
              patientId={patientId}
              encounterId={encounter.id}
              notes={encounter.notes}
              authorship={encounter.authorship}
              onAmended={onChanged}
            />
            <OralConsents consents={encounter.oralConsents} />
            <ConditionList {...{ patientId, onChanged }} conditions={chart.conditions} />
          </>
        }
        rightLabel="道具"
        right={
          <>
            <DocumentList clinic={clinic} patientId={patientId} encounterId={encounter.id} />
            <Labs labs={chart.labs} />
            <LabLongTerm {...{ patientId, onChanged }} labs={chart.labs} />
          </>
        }
      />
      <ActionBar
        label="診察を終える"
        actions={
          <>
            <LinkButton href={`/c/${clinic}/board`} size="xl" variant="tertiary">
              受付一覧へ
            </LinkButton>
            {encounter.endedAt ? null : (
              <Button
                variant="primary"
                size="xl"
                busy={end.isPending}
                onClick={() => end.mutate({ patientId, encounterId: encounter.id })}
              >
                診察を終える
              </Button>
            )}
          </>
        }
      />
    </main>
  );
}
