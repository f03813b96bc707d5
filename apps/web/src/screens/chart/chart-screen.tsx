'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { EmptyState, Notice, Skeleton } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { PatientMessages } from '../prescriptions/patient-messages.tsx';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { ChartBanner } from './chart-banner.tsx';
import { ChartWorkspace } from './chart-workspace.tsx';
import { SharingChoice } from './sharing-choice.tsx';

interface ChartScreenProps {
  clinic: string;
  patientId: string;
  encounterId: string;
  today: string;
}

/** One screen for a visit: what was, today's work, the tools; the patient's banner stays in sight. */
export function ChartScreen({ clinic, patientId, encounterId, today }: ChartScreenProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const chartQuery = trpc.charting.open.queryOptions({ patientId, encounterId });
  // read once: while the doctor writes, nothing under the hands may change by itself
  const chart = useQuery({ ...chartQuery, refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY });
  const external = useMutation(
    trpc.prescribing.fetchExternal.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: chartQuery.queryKey }),
    }),
  );
  const asked = useRef(false);
  const mayFetch = chart.data?.externalVisible === true;
  const { mutate: fetchExternal } = external;
  useEffect(() => {
    if (!mayFetch || asked.current) return;
    asked.current = true;
    fetchExternal({ patientId, encounterId });
  }, [mayFetch, fetchExternal, patientId, encounterId]);

  if (chart.isError && reasonOf(chart.error) === 'restricted')
    return (
      <main id="main" className="p-6">
        <RestrictedNotice
          patientId={patientId}
          patientName={null}
          onOpened={() => queryClient.invalidateQueries({ queryKey: chartQuery.queryKey })}
        />
      </main>
    );
  if (chart.isError)
    return (
      <main id="main" className="p-6">
        <Notice tone="error" title={sentenceOf(chart.error)} live />
      </main>
    );
  if (!chart.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="カルテを開いています" />
      </main>
    );
  const encounter = chart.data.encounter;
  const externalState =
    external.data ??
    (external.isError ? { outcome: 'could_not_fetch', reason: sentenceOf(external.error) } : null);
  return (
    <>
      <ChartBanner chart={chart.data} today={today} />
      {chart.data.mergedInto ? (
        <div className="px-5 pt-2">
          <Notice
            tone="warning"
            title={`このカルテは、患者番号 ${chart.data.mergedInto.patientNumber} の登録にまとめられました`}
          >
            {`ここにはもう書けません。患者番号 ${chart.data.mergedInto.patientNumber} をさがして使ってください。`}
          </Notice>
        </div>
      ) : null}
      <SharingChoice
        patientId={patientId}
        sharesNothing={chart.data.sharesNothing}
        onChanged={() => queryClient.invalidateQueries({ queryKey: chartQuery.queryKey })}
      />
      <PatientMessages patientId={patientId} />
      {encounter ? (
        <ChartWorkspace
          key={encounter.id}
          clinic={clinic}
          chart={chart.data as Chart}
          encounter={encounter}
          today={today}
          externalState={externalState}
          onChanged={() => queryClient.invalidateQueries({ queryKey: chartQuery.queryKey })}
        />
      ) : (
        <main id="main" className="p-6">
          <EmptyState title="この診察は見つかりません" />
        </main>
      )}
    </>
  );
}
