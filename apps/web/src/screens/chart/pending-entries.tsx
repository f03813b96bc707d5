'use client';

import type { Entry } from '@shirube/core/entries/schema';
import type { EncounterDraft } from '@shirube/core/prescribing/draft';
import { Button, Card, Notice } from '@shirube/ui';
import { useState } from 'react';
import { EntryChanges } from '../entries/entry-changes.tsx';
import { EntryHeading } from '../entries/entry-heading.tsx';
import { ReturnDialog } from '../entries/return-dialog.tsx';

interface PendingEntriesProps {
  patientId: string;
  entries: readonly Entry[];
  /** what is being written: shows what approving would change; null where nothing is written */
  draft: EncounterDraft | null;
  /** the doctor of this visit, when it is the one who looks at it; null for everybody else */
  doctorId: string | null;
  approving: boolean;
  /** why approving failed, as a sentence */
  problem: string | null;
  onApprove: (proposalIds: string[]) => void;
  onReturned: () => Promise<unknown>;
}

/** 未承認の代行入力: shown to everybody who may see the chart, decided by the doctor it was entered for. No part of the record. */
export function PendingEntries(props: PendingEntriesProps) {
  const { entries, doctorId } = props;
  const [returning, setReturning] = useState<Entry | null>(null);
  if (entries.length === 0) return null;
  const mine = entries.filter((entry) => entry.onBehalfOfId === doctorId);
  return (
    <Card
      title={`未承認の代行入力 あり（${entries.length}件）`}
      note="承認されるまで、記録・処方箋・送信には入りません"
      actions={
        mine.length > 1 ? (
          <Button
            busy={props.approving}
            onClick={() => props.onApprove(mine.map((entry) => entry.proposalId))}
          >
            {`${mine.length}件をまとめて承認する`}
          </Button>
        ) : null
      }
    >
      <div className="grid gap-4">
        {props.problem ? <Notice tone="error" title={props.problem} live /> : null}
        <ul className="grid gap-5">
          {entries.map((entry) => (
            <li key={entry.proposalId} className="grid gap-3">
              <EntryHeading entry={entry} />
              <EntryChanges draft={props.draft} content={entry.content} />
              {doctorId === null ? null : (
                <div className="flex flex-wrap items-center gap-3">
                  {entry.onBehalfOfId === doctorId ? (
                    <Button
                      variant="primary"
                      busy={props.approving}
                      onClick={() => props.onApprove([entry.proposalId])}
                    >
                      承認して記載に加える
                    </Button>
                  ) : (
                    <span>{`${entry.onBehalfOf} 医師あてのため、承認できません。`}</span>
                  )}
                  <Button onClick={() => setReturning(entry)}>差し戻す</Button>
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
      <ReturnDialog
        entry={returning}
        patientId={props.patientId}
        onClose={() => setReturning(null)}
        onReturned={props.onReturned}
      />
    </Card>
  );
}
