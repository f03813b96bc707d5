'use client';

import type { AuditEventRow } from '@shirube/core/audit/schema';
import { StatusBadge, Table } from '@shirube/ui';
import { WhoSawLink } from './who-saw-link.tsx';
import { clientInWords, outcomeWords, reasonInWords, roleInWords, toTheSecond } from './words.ts';

interface EventTableProps {
  clinic: string;
  events: readonly AuditEventRow[];
  /** the patient stands above the table already */
  ofOnePatient?: boolean;
}

export function EventTable({ clinic, events, ofOnePatient = false }: EventTableProps) {
  return (
    <Table
      caption="監査証跡"
      captionHidden
      emptyText="この条件の記録はありません"
      columns={[
        { key: 'at', header: '日時', cell: (row) => toTheSecond(row.at) },
        {
          key: 'who',
          header: '職員',
          cell: (row) => (
            <>
              {`${row.actorName}（${roleInWords(row.actorRole)}）`}
              {row.onBehalfOfName ? (
                <span className="block text-sub text-ink-2">{`${row.onBehalfOfName} の代行`}</span>
              ) : null}
            </>
          ),
        },
        { key: 'what', header: 'したこと', cell: (row) => row.label, rowHeader: true },
        ...(ofOnePatient
          ? []
          : [
              {
                key: 'patient',
                header: '患者',
                cell: (row: AuditEventRow) =>
                  row.patientId && row.patientNumber ? (
                    <WhoSawLink clinic={clinic} patientId={row.patientId}>
                      {`${row.patientNumber} ${row.patientName ?? ''}`}
                    </WhoSawLink>
                  ) : null,
              },
            ]),
        {
          key: 'outcome',
          header: '結果',
          cell: (row) => (
            <StatusBadge size="sm" tone={outcomeWords[row.outcome].tone}>
              {outcomeWords[row.outcome].label}
            </StatusBadge>
          ),
        },
        { key: 'reason', header: '理由', cell: (row) => reasonInWords(row.reason) },
        {
          key: 'where',
          header: 'どこから',
          cell: (row) => (
            <>
              {clientInWords(row.client)}
              {row.ip ? <span className="block text-sub text-ink-2">{row.ip}</span> : null}
            </>
          ),
        },
      ]}
      rows={events}
      rowKey={(row) => row.id}
    />
  );
}
