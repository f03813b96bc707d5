'use client';

import { factorWords } from '@shirube/core/identity';
import { Button, Card, Notice, StatusBadge, Table } from '@shirube/ui';
import { account } from '~/client/account.ts';
import { dayAndClock } from '../format.ts';
import { deviceName } from '../sign-in/device-name.ts';
import type { Overview } from './account-screen.tsx';
import { useAct } from './use-act.ts';

/** Where one is signed in. Ending a session holds at its next request. */
export function SessionsCard({ overview, onChanged }: { overview: Overview; onChanged: () => void }) {
  const { busy, problem, act } = useAct();
  const end = (sessionId: string | null) =>
    act(sessionId ?? 'others', () => account.endSessions.mutate({ sessionId })).then(onChanged);
  return (
    <Card
      title="ログイン中の端末"
      padding="none"
      actions={
        overview.sessions.length > 1 ? (
          <Button variant="danger" busy={busy === 'others'} onClick={() => end(null)}>
            ほかの端末をすべてログアウトする
          </Button>
        ) : undefined
      }
    >
      {problem ? (
        <div className="p-4">
          <Notice tone="error" title={problem} live />
        </div>
      ) : null}
      <Table
        caption="ログイン中の端末"
        captionHidden
        rows={overview.sessions}
        rowKey={(row) => row.id}
        columns={[
          { key: 'device', header: '端末', rowHeader: true, cell: (row) => deviceName(row.userAgent) },
          { key: 'place', header: 'どこから', cell: (row) => row.ip ?? '不明' },
          { key: 'since', header: 'ログインした日時', cell: (row) => dayAndClock(row.createdAt) },
          { key: 'seen', header: '最後に使った日時', cell: (row) => dayAndClock(row.lastSeenAt) },
          {
            key: 'factors',
            header: '確かめた方法',
            cell: (row) => row.factors.map((factor) => factorWords[factor]).join('・'),
          },
          {
            key: 'end',
            header: '操作',
            cell: (row) =>
              row.current ? (
                <StatusBadge tone="key">この端末</StatusBadge>
              ) : (
                <Button
                  variant="danger"
                  aria-label={`${deviceName(row.userAgent)} をログアウトする`}
                  busy={busy === row.id}
                  onClick={() => end(row.id)}
                >
                  ログアウトする
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
