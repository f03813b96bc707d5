'use client';

import type { Entry } from '@shirube/core/entries/schema';
import { Button, Dialog, Notice, TextArea } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

interface ReturnDialogProps {
  /** null: closed */
  entry: Entry | null;
  patientId: string;
  onClose: () => void;
  onReturned: () => Promise<unknown>;
}

/** 差し戻し: says what is to be written differently. */
export function ReturnDialog({ entry, patientId, onClose, onReturned }: ReturnDialogProps) {
  const trpc = useTRPC();
  const [comment, setComment] = useState('');
  const close = () => {
    setComment('');
    onClose();
  };
  const giveBack = useMutation(
    trpc.entries.return.mutationOptions({
      onSuccess: async () => {
        await onReturned();
        close();
      },
    }),
  );
  return (
    <Dialog open={entry !== null} onClose={close} title="代行入力を差し戻す">
      {entry ? (
        <div className="grid gap-4">
          <p>{`${entry.enteredBy} さんに戻ります。直して、もう一度提出できます。`}</p>
          <TextArea
            label="差し戻す理由・直してほしいこと"
            required
            maxLength={500}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          {giveBack.isError ? <Notice tone="error" title={sentenceOf(giveBack.error)} live /> : null}
          <div className="flex flex-wrap gap-3">
            <Button
              variant="primary"
              size="lg"
              busy={giveBack.isPending}
              unavailableReason={comment.trim() === '' ? '理由を入力すると差し戻せます' : undefined}
              onClick={() =>
                giveBack.mutate({ patientId, proposalId: entry.proposalId, comment: comment.trim() })
              }
            >
              差し戻す
            </Button>
            <Button size="lg" variant="tertiary" onClick={close}>
              やめる
            </Button>
          </div>
        </div>
      ) : null}
    </Dialog>
  );
}
