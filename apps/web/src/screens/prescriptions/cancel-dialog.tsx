'use client';

import { Button, Dialog, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

const reasons = [
  { value: '処方の誤り', label: '処方の誤り' },
  { value: '患者の希望', label: '患者の希望' },
  { value: '処方が不要になった', label: '処方が不要になった' },
  { value: 'other', label: 'ほかの理由' },
] as const;

interface CancelDialogProps {
  patientId: string;
  prescriptionId: string;
  open: boolean;
  onClose: () => void;
  onAsked: () => unknown;
}

/** 取消: one reason, one click. The service is asked before anything is cancelled; the panel shows how it ends. */
export function CancelDialog({ patientId, prescriptionId, open, onClose, onAsked }: CancelDialogProps) {
  const trpc = useTRPC();
  const [reason, setReason] = useState<(typeof reasons)[number]['value'] | null>(null);
  const [words, setWords] = useState('');
  const cancel = useMutation(
    trpc.prescriptions.cancel.mutationOptions({
      onSuccess: onClose,
      onSettled: onAsked,
    }),
  );
  const text = reason === 'other' ? words.trim() : (reason ?? '');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="この処方箋を取り消しますか"
      kind="alert"
      actions={
        <>
          <Button size="lg" onClick={onClose}>
            取り消さない
          </Button>
          <Button
            variant="danger"
            size="lg"
            busy={cancel.isPending}
            busyLabel="取り消しています"
            unavailableReason={text === '' ? '理由を選ぶと取り消せます' : undefined}
            onClick={() => cancel.mutate({ patientId, prescriptionId, reason: text })}
          >
            処方箋を取り消す
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <p>
          薬局がまだ受け付けていないときだけ取り消せます。取り消すと、引換番号と控え（紙の処方箋）は使えなくなります。
        </p>
        {cancel.isError ? <Notice tone="error" title={sentenceOf(cancel.error)} live /> : null}
        <RadioCards label="取り消す理由" options={reasons} value={reason} onChange={setReason} columns={2} />
        {reason === 'other' ? (
          <TextField
            label="理由"
            value={words}
            maxLength={200}
            onChange={(event) => setWords(event.target.value)}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
