'use client';

import type { ApiClientView } from '@shirube/core/api-clients/schema';
import { apiScopes } from '@shirube/core/api-clients/scopes';
import { Card, EmptyState, LinkButton, Notice, Skeleton, StatusBadge, Table } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { IfMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { lastDayOf, runsOutSoon, stateWords } from './words.ts';

/** 外部システム: who else gets at the clinic's data, with what, and when it last did. */
export function ClientsScreen({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.clients.list.queryOptions({}));
  const base = `/c/${clinic}/settings/clients`;
  const add = (
    <IfMay permission="client.manage">
      <LinkButton as={Link} href={`${base}/new`} variant="primary" size="lg">
        外部システムを登録する
      </LinkButton>
    </IfMay>
  );
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="text-head font-bold">外部システム</h1>
        <span className="flex-1" />
        {add}
      </div>
      <p className="text-ink-2">
        検査センター・予約・会計など、この医療機関の情報を使うほかのシステムです。許可したことだけができ、使った記録は監査証跡に残ります。
      </p>
      {list.isError ? <Notice tone="error" title={sentenceOf(list.error)} live /> : null}
      {list.isPending ? <Skeleton label="外部システムの一覧を開いています" /> : null}
      {list.data?.length === 0 ? <EmptyState title="外部システムはまだありません" /> : null}
      {list.data && list.data.length > 0 ? (
        <Card title="一覧" note={`${list.data.length}件`} padding="none">
          <ClientsTable base={base} rows={list.data} />
        </Card>
      ) : null}
    </main>
  );
}

function ClientsTable({ base, rows }: { base: string; rows: readonly ApiClientView[] }) {
  return (
    <Table
      caption="外部システムの一覧"
      captionHidden
      columns={[
        {
          key: 'name',
          header: '名称',
          rowHeader: true,
          cell: (row) => (
            <>
              <Link
                href={`${base}/${row.id}`}
                className="inline-flex min-h-11 items-center text-key underline underline-offset-4"
              >
                {row.name}
              </Link>
              <span className="block text-note font-normal text-ink-2">{row.purpose}</span>
            </>
          ),
        },
        {
          key: 'state',
          header: '状態',
          cell: (row) => (
            <StatusBadge size="sm" tone={stateWords[row.state].tone}>
              {stateWords[row.state].label}
            </StatusBadge>
          ),
        },
        {
          key: 'scopes',
          header: '許可',
          cell: (row) => (
            <ul>
              {row.scopes.map((scope) => (
                <li key={scope}>{apiScopes[scope].label}</li>
              ))}
            </ul>
          ),
        },
        {
          key: 'used',
          header: '最後に使った',
          cell: (row) => (row.lastUsedAt ? dateAndClock(row.lastUsedAt) : 'まだ'),
        },
        { key: 'until', header: '認証の期限', cell: (row) => <Until client={row} /> },
      ]}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}

function Until({ client }: { client: ApiClientView }) {
  if (client.state === 'retired') return null;
  const until = lastDayOf(client);
  if (until === null)
    return (
      <StatusBadge size="sm" tone="danger">
        使える認証がない
      </StatusBadge>
    );
  return (
    <>
      {dateAndClock(until)}
      {runsOutSoon(until, Date.now()) ? (
        <StatusBadge size="sm" tone="warning">
          まもなく切れる
        </StatusBadge>
      ) : null}
    </>
  );
}
