'use client';

import type { OperatorPermission } from '@shirube/core/operators/permissions';
import { Card, Chip, Skeleton, StatusBadge } from '@shirube/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { dateAndClock, eraDate } from '../format.ts';
import { ChangeClinicCard } from './change-clinic-card.tsx';
import { EventsTable } from './events-screen.tsx';
import { FirstAdminCard } from './first-admin-card.tsx';
import { LifeCard } from './life-card.tsx';
import { OperatorProblem } from './operator-problem.tsx';
import { TasksCard } from './tasks-card.tsx';
import { stateBadges } from './words.ts';

interface ClinicScreenProps {
  tenantId: string;
  /** today in Tokyo */
  today: string;
  permissions: readonly OperatorPermission[];
}

/** One clinic as an operator sees it: what it is, how much it holds, whether it works. */
export function ClinicScreen({ tenantId, today, permissions }: ClinicScreenProps) {
  const trpc = useOperatorTRPC();
  const queryClient = useQueryClient();
  const clinicQuery = trpc.clinic.queryOptions({ tenantId });
  const eventsQuery = trpc.events.queryOptions({ tenantId, limit: 50 });
  const read = useQuery(clinicQuery);
  const events = useQuery(eventsQuery);
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: clinicQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: eventsQuery.queryKey }),
    ]);
  const clinic = read.data;
  const may = (permission: OperatorPermission) => permissions.includes(permission);
  if (!clinic)
    return (
      <main id="main" className="grid gap-4 px-5 py-4">
        <OperatorProblem error={read.error} />
        {read.isPending ? <Skeleton label="医療機関を開いています" /> : null}
      </main>
    );
  const facts: [string, string][] = [
    ['医療機関コード', clinic.institutionCode],
    ['都道府県・点数表', `${clinic.prefectureName}　${clinic.scoreTableName}`],
    ['アドレス', `/c/${clinic.slug}`],
    ['作った日', dateAndClock(clinic.createdAt)],
    ['はじめの準備', clinic.setupFinishedAt ? dateAndClock(clinic.setupFinishedAt) : 'まだ終わっていません'],
    ['状態の理由', clinic.stateReason ?? '—'],
    ...(clinic.closedOn && clinic.retentionUntil
      ? ([
          ['廃止の日', eraDate(clinic.closedOn)],
          ['記録の保存', `${eraDate(clinic.retentionUntil)} まで（消せません）`],
        ] as [string, string][])
      : []),
  ];
  const counts: [string, number][] = [
    ['在職の職員', clinic.people],
    ['患者', clinic.counts.patients],
    ['診察', clinic.counts.encounters],
    ['診療録の版', clinic.counts.notes],
    ['処方', clinic.counts.prescriptions],
    ['監査証跡', clinic.counts.auditEvents],
    ['送信待ち', clinic.counts.waiting],
  ];
  return (
    <main id="main" className="mx-auto grid max-w-5xl gap-5 px-5 py-6">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="text-head font-bold">{clinic.name}</h1>
        <StatusBadge tone={stateBadges[clinic.state].tone}>{stateBadges[clinic.state].label}</StatusBadge>
        {clinic.isDemo ? <Chip>デモ</Chip> : null}
      </div>
      <OperatorProblem error={read.error ?? events.error} />
      <div className="grid gap-5 lg:grid-cols-2">
        <Card title="医療機関">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            {facts.map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-ink-2">{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card title="保存している件数" note="件数だけで、中身は見られません">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            {counts.map(([label, value]) => (
              <div key={label} className="contents">
                <dt className="text-ink-2">{label}</dt>
                <dd className="tabular text-right">{value.toLocaleString('ja-JP')}</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      {may('operator.clinics.create') && clinic.people === 0 && clinic.state === 'active' ? (
        <FirstAdminCard tenantId={tenantId} onInvited={refresh} />
      ) : null}
      {may('operator.clinics.suspend') || may('operator.clinics.close') ? (
        <LifeCard
          clinic={clinic}
          today={today}
          mayClose={may('operator.clinics.close')}
          maySuspend={may('operator.clinics.suspend')}
          onChanged={refresh}
        />
      ) : null}
      <TasksCard
        clinic={clinic}
        mayExport={may('operator.clinics.export')}
        mayReset={may('operator.clinics.reset_demo')}
        onChanged={refresh}
      />
      {may('operator.clinics.change') ? (
        <ChangeClinicCard key={clinic.institutionCode} clinic={clinic} onChanged={refresh} />
      ) : null}
      <Card title="この医療機関への操作" padding="none">
        <EventsTable events={events.data ?? []} />
      </Card>
    </main>
  );
}
