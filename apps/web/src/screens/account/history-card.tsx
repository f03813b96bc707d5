'use client';

import { factorWords, signInEventWords } from '@shirube/core/identity';
import { Card, Table } from '@shirube/ui';
import { dayAndClock } from '../format.ts';
import { deviceName } from '../sign-in/device-name.ts';
import type { Overview } from './account-screen.tsx';

/** What happened to one's sign-in, newest first: to notice what one did not do. */
export function HistoryCard({ overview }: { overview: Overview }) {
  const rows = overview.history.map((event, index) => ({ ...event, key: `${event.at}-${index}` }));
  return (
    <Card
      title="ログインの履歴"
      note="おぼえのないものがあれば、パスワードを変えて管理者に知らせてください"
      padding="none"
    >
      <Table
        caption="ログインの履歴"
        captionHidden
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'at', header: '日時', cell: (row) => dayAndClock(row.at) },
          {
            key: 'what',
            header: 'できごと',
            rowHeader: true,
            cell: (row) => (signInEventWords as Record<string, string>)[row.kind] ?? row.kind,
          },
          { key: 'how', header: '方法', cell: (row) => (row.factor ? factorWords[row.factor] : '') },
          { key: 'device', header: '端末', cell: (row) => deviceName(row.userAgent) },
          { key: 'place', header: 'どこから', cell: (row) => row.ip ?? '不明' },
        ]}
      />
    </Card>
  );
}
