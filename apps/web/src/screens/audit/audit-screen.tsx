'use client';

import { Button, Card, Notice, Skeleton } from '@shirube/ui';
import { useState } from 'react';
import { IfMay } from '~/client/may.tsx';
import { sentenceOf, useTRPCClient } from '~/client/trpc.tsx';
import { AuditNav } from './audit-nav.tsx';
import { AuditStatus } from './audit-status.tsx';
import { EventTable } from './event-table.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FilterPanel, firstFilters } from './filter-panel.tsx';
import { pageSize, useEventPages } from './use-event-pages.ts';

/** 監査証跡: who did what, newest first, narrowed by clicks. */
export function AuditScreen({ clinic, today }: { clinic: string; today: string }) {
  const client = useTRPCClient();
  const [filters, setFilters] = useState(() => firstFilters(today));
  const [exporting, setExporting] = useState(false);
  const { actorId, group, outcome, from, to, lists, patient } = filters;
  const asked = { actorId, group, outcome, from, to, lists, patientId: patient?.id ?? null };
  const pages = useEventPages([asked], (start) =>
    client.audit.list.query({ ...asked, ...start, limit: pageSize }),
  );
  return (
    <main id="main" className="grid gap-4 px-5 py-4">
      <h1 className="text-head font-bold">監査証跡</h1>
      <AuditNav clinic={clinic} current="events" />
      <AuditStatus clinic={clinic} />
      <FilterPanel today={today} filters={filters} onChange={setFilters} />
      {pages.isError ? <Notice tone="error" title={sentenceOf(pages.error)} live /> : null}
      {pages.isPending ? <Skeleton label="監査証跡を開いています" /> : null}
      {pages.data ? (
        <Card
          title="記録"
          note={`新しいものから ${pages.events.length}件${pages.hasNextPage ? '（続きがあります）' : ''}`}
          padding="none"
          actions={
            <IfMay permission="audit.export">
              <Button onClick={() => setExporting(true)}>ファイルに書き出す</Button>
            </IfMay>
          }
        >
          <EventTable clinic={clinic} events={pages.events} />
          {pages.hasNextPage ? (
            <div className="p-4 text-center">
              <Button size="lg" busy={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
                もっと見る
              </Button>
            </div>
          ) : null}
        </Card>
      ) : null}
      <ExportDialog
        open={exporting}
        clinic={clinic}
        today={today}
        filters={asked}
        onClose={() => setExporting(false)}
      />
    </main>
  );
}
