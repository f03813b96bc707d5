'use client';

import type { Chart } from '@shirube/core/charting/schema';
import type { EntryPage } from '@shirube/core/entries/schema';
import { LinkButton, Notice, Skeleton, ThreeColumns } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMay } from '~/client/may.tsx';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ChartBanner } from '../chart/chart-banner.tsx';
import { ConditionList } from '../chart/condition-list.tsx';
import { PastVisits } from '../chart/order/past-visits.tsx';
import { ActiveMedications, Labs } from '../chart/side-panels.tsx';
import { birthDateInWords, fullKana, fullName, sexInWords } from '../format.ts';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { EntryForm } from './entry-form.tsx';
import { HandedOver } from './handed-over.tsx';

export interface EntryPlace {
  clinic: string;
  patientId: string;
  receptionId: string;
}

/** 代行入力: beside what is typed, a clerk sees who the patient is and why they came; who may see charts sees the chart to read. */
export function EntryScreen({ today, ...place }: EntryPlace & { today: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { patientId, receptionId } = place;
  const query = trpc.entries.open.queryOptions({ patientId, receptionId });
  // read once: nothing may change by itself under the hands of who types
  const page = useQuery({ ...query, refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY });
  const refresh = () => queryClient.invalidateQueries({ queryKey: query.queryKey });
  const mayViewChart = useMay('chart.view');

  if (page.isError)
    return (
      <main id="main" className="p-6">
        {reasonOf(page.error) === 'restricted' ? (
          <RestrictedNotice patientId={patientId} patientName={null} onOpened={refresh} />
        ) : (
          <Notice tone="error" title={sentenceOf(page.error)} live />
        )}
      </main>
    );
  if (!page.data)
    return (
      <main id="main" className="p-6">
        <Skeleton label="代行入力を開いています" />
      </main>
    );
  const opened = page.data as EntryPage;
  const work = (
    <>
      {opened.closed ? (
        <Notice
          tone="info"
          title="この診察には入力できません"
          actions={<LinkButton href={`/c/${place.clinic}/board`}>受付一覧へ</LinkButton>}
        >
          {opened.closed}
        </Notice>
      ) : (
        <EntryForm key={opened.draft ? 'continued' : 'new'} place={place} page={opened} today={today} />
      )}
      <HandedOver entries={opened.mine} />
    </>
  );
  if (mayViewChart)
    return (
      <WithChart patientId={patientId} page={opened} today={today}>
        {work}
      </WithChart>
    );
  return (
    <main id="main" className="mx-auto grid max-w-4xl gap-4 px-5 py-4">
      <Identity page={opened} />
      {work}
    </main>
  );
}

/** All that somebody learns of the patient who may not see charts. */
function Identity({ page }: { page: EntryPage }) {
  const { patient } = page;
  return (
    <div>
      <h1 className="text-head font-bold">{`代行入力　${fullName(patient)} さん`}</h1>
      <p>
        {`${fullKana(patient)}　${sexInWords(patient.sex)}　${birthDateInWords(patient.birthDate)}　患者番号 ${patient.patientNumber}`}
      </p>
      <p>{`来院の目的：${page.purpose}`}</p>
    </div>
  );
}

interface WithChartProps {
  patientId: string;
  page: EntryPage;
  today: string;
  children: ReactNode;
}

/** The chart around the form, to read only. */
function WithChart({ patientId, page, today, children }: WithChartProps) {
  const trpc = useTRPC();
  const opened = useQuery({
    ...trpc.charting.open.queryOptions({ patientId, encounterId: page.encounterId }),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const chart = opened.data as Chart | undefined;
  return (
    <>
      {chart ? <ChartBanner chart={chart} today={today} /> : null}
      <main id="main">
        <ThreeColumns
          leftLabel="これまで（見るだけ）"
          left={
            chart ? (
              <>
                <PastVisits visits={chart.pastVisits} total={chart.totalVisits} onRepeat={null} />
                <ActiveMedications medications={chart.medications} />
              </>
            ) : opened.isError ? (
              <Notice tone="error" title={sentenceOf(opened.error)} />
            ) : (
              <Skeleton label="カルテを開いています" />
            )
          }
          middleLabel="代行入力"
          middle={
            <>
              {chart ? (
                <div>
                  <h2 className="text-head font-bold">代行入力</h2>
                  <p>{`来院の目的：${page.purpose}`}</p>
                </div>
              ) : (
                <Identity page={page} />
              )}
              {children}
            </>
          }
          rightLabel="病名と検査（見るだけ）"
          right={
            chart ? (
              <>
                <ConditionList
                  patientId={chart.patient.id}
                  conditions={chart.conditions}
                  onChanged={() => undefined}
                />
                <Labs labs={chart.labs} />
              </>
            ) : null
          }
        />
      </main>
    </>
  );
}
