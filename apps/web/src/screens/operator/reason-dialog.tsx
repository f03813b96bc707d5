'use client';

import { Button, Dialog, TextField } from '@shirube/ui';
import { type ReactNode, useState } from 'react';

interface ReasonDialogProps {
  open: boolean;
  title: string;
  /** what follows from it, in words */
  children: ReactNode;
  actionLabel: string;
  busy: boolean;
  problem: ReactNode;
  danger?: boolean;
  onClose: () => void;
  onConfirm: (reason: string) => void;
}

/** An act with consequences asks why; the reason is kept in the operators' book and in the clinic's trail. */
export function ReasonDialog(props: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={props.title}
      actions={
        <Button
          variant={props.danger ? 'danger' : 'primary'}
          size="lg"
          busy={props.busy}
          onClick={() => {
            setMissing(reason.trim() === '');
            if (reason.trim() !== '') props.onConfirm(reason.trim());
          }}
        >
          {props.actionLabel}
        </Button>
      }
    >
      <div className="grid gap-4">
        {props.problem}
        {props.children}
        <TextField
          label="理由"
          hint="医療機関の管理者も読みます。"
          required
          value={reason}
          error={missing ? '理由を入力してください。' : undefined}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
