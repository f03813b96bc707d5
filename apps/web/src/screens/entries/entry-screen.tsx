'use client';

import type { EntryPage } from '@shirube/core/entries/schema';
import { LinkButton, Notice, Skeleton, ThreeColumns } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMay } from '~/client/may.tsx';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ActiveMedications, Labs, PastVisits } from '../chart/side-panels.tsx';
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
      <Identity page={opened} />
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
  return (
    <main id="main">
      {mayViewChart ? (
        <WithChart patientId={patientId} encounterId={opened.encounterId}>
          {work}
        </WithChart>
      ) : (
        <div className="mx-auto grid max-w-4xl gap-4 px-5 py-4">{work}</div>
      )}
    </main>
  );
}

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

/** The chart beside the form, to read only. */
function WithChart(props: { patientId: string; encounterId: string | null; children: React.ReactNode }) {
  const trpc = useTRPC();
  const chart = useQuery({
    ...trpc.charting.open.queryOptions({ patientId: props.patientId, encounterId: props.encounterId }),
    refetchOnWindowFocus: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <ThreeColumns
      leftLabel="これまで（見るだけ）"
      left={
        chart.data ? (
          <>
            <PastVisits visits={chart.data.pastVisits} total={chart.data.totalVisits} onRepeat={null} />
            <ActiveMedications medications={chart.data.medications} />
          </>
        ) : chart.isError ? (
          <Notice tone="error" title={sentenceOf(chart.error)} />
        ) : (
          <Skeleton label="カルテを開いています" />
        )
      }
      middleLabel="代行入力"
      middle={props.children}
      rightLabel="検査（見るだけ）"
      right={chart.data ? <Labs labs={chart.data.labs} /> : null}
    />
  );
}
