'use client';

import type { Chart } from '@shirube/core/charting/schema';
import { Button, Dialog, Notice, RadioCards, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';

const reasons = [
  { value: 'ご本人の希望', label: 'ご本人の希望' },
  { value: 'ご家族の希望', label: 'ご家族の希望' },
  { value: 'other', label: 'ほかの理由' },
] as const;

interface SharingChoiceProps {
  patientId: string;
  sharesNothing: Chart['sharesNothing'];
  onChanged: () => unknown;
}

/** この患者の情報を共有しない: says so below the banner, and lets a doctor decide it with a reason. */
export function SharingChoice({ patientId, sharesNothing, onChanged }: SharingChoiceProps) {
  const trpc = useTRPC();
  const mayDecide = useMay('sharing.manage');
  const [deciding, setDeciding] = useState(false);
  const [reason, setReason] = useState<(typeof reasons)[number]['value'] | null>(null);
  const [words, setWords] = useState('');
  const save = useMutation(
    trpc.sharing.savePreference.mutationOptions({
      onSuccess: async () => {
        setDeciding(false);
        await onChanged();
      },
    }),
  );
  const shares = sharesNothing === null;
  const text = reason === 'other' ? words.trim() : (reason ?? '');
  const act = shares ? 'この患者の情報を共有しない' : 'この患者の情報をまた共有する';
  const button = mayDecide ? (
    <Button size="sm" variant="tertiary" onClick={() => setDeciding(true)}>
      {act}
    </Button>
  ) : null;
  return (
    <div className="print-hide px-5 pt-2">
      {shares ? (
        button
      ) : (
        <Notice tone="warning" title="この患者の情報は、ほかの医療機関と共有していません" actions={button}>
          {`理由：${sharesNothing.reason}（${dayAndClock(sharesNothing.at)} ${sharesNothing.by}）`}
        </Notice>
      )}
      <Dialog
        open={deciding}
        onClose={() => setDeciding(false)}
        title={act}
        kind="alert"
        actions={
          <>
            <Button
              variant="primary"
              size="lg"
              busy={save.isPending}
              unavailableReason={text === '' ? '理由を選ぶと押せます' : undefined}
              onClick={() => save.mutate({ patientId, shares: !shares, reason: text })}
            >
              {shares ? '共有しない' : '共有する'}
            </Button>
            <Button size="lg" onClick={() => setDeciding(false)}>
              やめる
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <p>
            {shares
              ? '電子カルテ情報共有サービスに登録したこの患者の病名・アレルギー・検査結果・文書をすべて取り消し、これからも送りません。'
              : '病名・アレルギー・検査結果・文書を、電子カルテ情報共有サービスに登録し直します。'}
          </p>
          {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
          <RadioCards label="理由" options={reasons} value={reason} onChange={setReason} columns={3} />
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
    </div>
  );
}
