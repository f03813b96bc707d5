'use client';

import { Card, Chip, LinkButton, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { dateAndClock, eraDateShort } from '../format.ts';
import { OperatorProblem } from './operator-problem.tsx';
import { stateBadges } from './words.ts';

/** 医療機関の一覧: what each is and whether it works; nothing of a patient. */
export function ClinicsScreen({ mayCreate }: { mayCreate: boolean }) {
  const trpc = useOperatorTRPC();
  const clinics = useQuery(trpc.clinics.queryOptions({}));
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">医療機関</h1>
        <span className="flex-1" />
        {mayCreate ? (
          <LinkButton href="/operator/clinics/new" variant="primary" size="lg">
            医療機関を作る
          </LinkButton>
        ) : null}
      </div>
      <OperatorProblem error={clinics.error} />
      {clinics.isPending ? <Skeleton label="医療機関の一覧を開いています" /> : null}
      {clinics.data ? (
        <Card title="一覧" note={`${clinics.data.length}件`} padding="none">
          <Table
            caption="医療機関の一覧"
            captionHidden
            emptyText="まだありません"
            columns={[
              {
                key: 'name',
                header: '名称',
                rowHeader: true,
                cell: (row) => (
                  <>
                    <Link
                      href={`/operator/clinics/${row.tenantId}`}
                      className="inline-flex min-h-11 items-center text-key underline underline-offset-4"
                    >
                      {row.name}
                    </Link>
                    {row.isDemo ? (
                      <span className="ml-2">
                        <Chip>デモ</Chip>
                      </span>
                    ) : null}
                  </>
                ),
              },
              { key: 'code', header: '医療機関コード', cell: (row) => row.institutionCode },
              { key: 'place', header: '都道府県', cell: (row) => row.prefectureName },
              {
                key: 'state',
                header: '状態',
                cell: (row) => (
                  <StatusBadge tone={stateBadges[row.state].tone}>{stateBadges[row.state].label}</StatusBadge>
                ),
              },
              { key: 'people', header: '職員', cell: (row) => `${row.people}人` },
              {
                key: 'activity',
                header: '最後の操作',
                cell: (row) => (row.lastActivity ? dateAndClock(row.lastActivity) : 'まだありません'),
              },
              {
                key: 'kept',
                header: '記録の保存',
                cell: (row) => (row.retentionUntil ? `${eraDateShort(row.retentionUntil)} まで` : ''),
              },
            ]}
            rows={clinics.data}
            rowKey={(row) => row.tenantId}
          />
        </Card>
      ) : null}
    </main>
  );
}
