'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { Button, Checkbox, Dialog, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { FlagChoices } from './condition-flags.tsx';

type Condition = Chart['conditions'][number];

const outcomes = [
  { value: 'active', label: '継続' },
  { value: 'cured', label: '治癒' },
  { value: 'discontinued', label: '中止' },
  { value: 'moved', label: '転医' },
  { value: 'deceased', label: '死亡' },
] as const;

interface AmendConditionProps {
  patientId: string;
  condition: Condition;
  onClose: () => void;
  onDone: () => unknown;
  /** it was not written, perhaps because another screen did: the list behind the dialog is read again */
  onRefused: () => unknown;
}

/** 病名の訂正: a new version with a reason; what was shared of it is replaced on the same day. */
export function AmendCondition({ patientId, condition, onClose, onDone, onRefused }: AmendConditionProps) {
  const trpc = useTRPC();
  const [draft, setDraft] = useState(condition);
  const [reason, setReason] = useState('');
  const change = (patch: Partial<Condition>) => setDraft((current) => ({ ...current, ...patch }));
  const answers = { onSuccess: onDone, onError: onRefused };
  const amend = useMutation(trpc.charting.amendCondition.mutationOptions(answers));
  const withdraw = useMutation(trpc.charting.withdrawCondition.mutationOptions(answers));
  const problem = amend.error ?? withdraw.error;
  const version = { patientId, conditionId: condition.conditionId, baseVersion: condition.versionNo };
  const unavailableReason = reason.trim() === '' ? '直す理由を書くと押せます' : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`「${condition.displayName}」を直す`}
      actions={
        <>
          <Button
            variant="primary"
            size="lg"
            busy={amend.isPending}
            busyLabel="直しています"
            unavailableReason={unavailableReason}
            onClick={() =>
              amend.mutate({
                ...version,
                isMain: draft.isMain,
                onsetDate: draft.onsetDate,
                endDate: draft.endDate,
                outcome: draft.outcome,
                uninformed: draft.uninformed,
                undelivered: draft.undelivered,
                longTerm: draft.longTerm,
                reason: reason.trim(),
              })
            }
          >
            この内容に直す
          </Button>
          <Button
            variant="danger"
            size="lg"
            busy={withdraw.isPending}
            unavailableReason={unavailableReason}
            onClick={() => withdraw.mutate({ ...version, reason: reason.trim() })}
          >
            誤って記録した病名として取り消す
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {problem ? <Notice tone="error" title={sentenceOf(problem)} live /> : null}
        <Checkbox
          label="主病"
          checked={draft.isMain}
          onChange={(event) => change({ isMain: event.target.checked })}
        />
        <TextField
          label="発症日（診療を始めた日）"
          type="date"
          required
          value={draft.onsetDate}
          onChange={(event) => change({ onsetDate: event.target.value })}
        />
        <RadioCards
          label="転帰"
          options={outcomes}
          columns={3}
          value={draft.outcome}
          onChange={(outcome) => change({ outcome, ...(outcome === 'active' ? { endDate: null } : {}) })}
        />
        {draft.outcome === 'active' ? null : (
          <TextField
            label="終わった日"
            type="date"
            required
            value={draft.endDate ?? ''}
            onChange={(event) => change({ endDate: event.target.value === '' ? null : event.target.value })}
          />
        )}
        <FlagChoices decided={draft} onChange={change} />
        <TextField
          label="直す理由"
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </Dialog>
  );
}
