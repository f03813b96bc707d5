'use client';

import { Button, Notice, TextField } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';

type Row = Answers['prescriptions']['list']['quarantined'][number];

/** Results of pharmacies that fit no prescription of this clinic: nobody's record, until somebody has asked the pharmacy. */
export function Quarantined({ rows }: { rows: Row[] }) {
  return rows.map((row) => <QuarantinedResult key={row.id} row={row} />);
}

function QuarantinedResult({ row }: { row: Row }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const mayClose = useMay('prescription.acknowledge');
  const [note, setNote] = useState('');
  const close = useMutation(
    trpc.prescriptions.closeQuarantine.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.prescriptions.list.queryFilter()),
    }),
  );
  return (
    <Notice
      tone="error"
      title={`照合できない調剤結果が届きました（${row.pharmacyName}　${dayAndClock(row.receivedAt)}）`}
    >
      <div className="grid gap-3">
        <p>
          {`${row.reason} どの患者の記録にも入れていません。${row.pharmacyName}に電話して確かめ、わかったことを書いてください。`}
        </p>
        {close.isError ? <p className="font-bold text-danger">{sentenceOf(close.error)}</p> : null}
        {mayClose ? (
          <div className="flex flex-wrap items-end gap-3">
            <TextField
              label="確かめたこと"
              value={note}
              maxLength={200}
              onChange={(event) => setNote(event.target.value)}
            />
            <Button
              size="lg"
              busy={close.isPending}
              unavailableReason={note.trim() === '' ? '確かめたことを書くと、一覧から外せます' : undefined}
              onClick={() => close.mutate({ quarantineId: row.id, note: note.trim() })}
            >
              確かめました
            </Button>
          </div>
        ) : null}
      </div>
    </Notice>
  );
}
