'use client';

import { unitLabels } from '@shirube/core/sharing/kinds';
import type { SharingUnit } from '@shirube/core/sharing/schema';
import {
  Button,
  Dialog,
  LinkButton,
  Notice,
  RadioCards,
  Skeleton,
  StatusBadge,
  TextField,
} from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';
import { RestrictedNotice } from '../restrictions/restricted-notice.tsx';
import { operationWords, outcomeWords, referralWords, stateWords } from './words.ts';

const reasons = [
  { value: '患者の希望', label: '患者の希望' },
  { value: '内容の見直しのため', label: '内容を見直すため' },
  { value: '誤って送ったため', label: '誤って送ったため' },
  { value: 'other', label: 'ほかの理由' },
] as const;

interface SharingDetailProps {
  clinic: string;
  patientId: string;
  unitId: string;
  onClose: () => void;
}

/** One unit: what is wrong beside the item that caused it, what to do about it, and what was sent when. */
export function SharingDetail({ clinic, patientId, unitId, onClose }: SharingDetailProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const options = trpc.sharing.view.queryOptions({ patientId, unitId });
  const view = useQuery({ ...options, refetchInterval: 5_000 });
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries(trpc.sharing.list.queryFilter()),
      queryClient.invalidateQueries(trpc.sharing.counts.queryFilter()),
      queryClient.invalidateQueries({ queryKey: options.queryKey }),
    ]);
  const retry = useMutation(trpc.sharing.retry.mutationOptions({ onSettled: refresh }));
  const [withdrawing, setWithdrawing] = useState(false);
  const unit = view.data as SharingUnit | undefined;
  const chart =
    unit?.encounterId == null ? null : `/c/${clinic}/patients/${patientId}/encounters/${unit.encounterId}`;
  return (
    <Dialog
      open
      onClose={onClose}
      wide
      title={
        unit
          ? `${unit.patientName ? `${unit.patientName} さん` : `患者番号 ${unit.patientNumber}`}　${unitLabels[unit.kind]}`
          : '共有の内容'
      }
      actions={
        unit ? (
          <>
            {chart ? (
              <LinkButton
                as={Link}
                href={chart}
                size="lg"
                variant={unit.problems.length > 0 ? 'primary' : 'secondary'}
              >
                カルテを開く
              </LinkButton>
            ) : null}
            {unit.mayRetry ? (
              <Button
                size="lg"
                busy={retry.isPending}
                busyLabel="送っています"
                onClick={() => retry.mutate({ patientId, unitId })}
              >
                もう一度送る
              </Button>
            ) : null}
            {unit.mayWithdraw && !withdrawing ? (
              <Button size="lg" variant="tertiary" onClick={() => setWithdrawing(true)}>
                取り下げる
              </Button>
            ) : null}
          </>
        ) : null
      }
    >
      <div className="grid gap-4">
        {view.isError && reasonOf(view.error) === 'restricted' ? (
          <RestrictedNotice patientId={patientId} patientName={null} onOpened={refresh} />
        ) : view.isError ? (
          <Notice tone="error" title={sentenceOf(view.error)} live />
        ) : null}
        {retry.isError ? <Notice tone="error" title={sentenceOf(retry.error)} live /> : null}
        {view.isPending ? <Skeleton label="共有の内容を開いています" /> : null}
        {unit ? <Standing unit={unit} /> : null}
        {unit ? <Problems unit={unit} /> : null}
        {withdrawing ? (
          <Withdraw
            patientId={patientId}
            unitId={unitId}
            onDone={async () => {
              setWithdrawing(false);
              await refresh();
            }}
            onStop={() => setWithdrawing(false)}
          />
        ) : null}
        {unit && unit.sends.length > 0 ? (
          <section aria-label="これまでの送信">
            <h3 className="font-bold">これまでの送信</h3>
            <ul className="mt-1 grid gap-1">
              {unit.sends.map((send) => (
                <li key={`${send.at}-${send.operation}-${send.outcome}`}>
                  {`${dayAndClock(send.at)}　${operationWords[send.operation]}：${outcomeWords[send.outcome]}`}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}

function Standing({ unit }: { unit: SharingUnit }) {
  const words = stateWords[unit.state];
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap items-center gap-3">
        <StatusBadge tone={words.tone}>{words.label}</StatusBadge>
        {dayAndClock(unit.at)}
        {unit.responsible ? `　担当 ${unit.responsible}` : ''}
      </p>
      {unit.referralState ? <p>{referralWords[unit.referralState]}</p> : null}
      {unit.withdrawn ? (
        <p>{`${unit.withdrawn.by}が取り下げました（${dayAndClock(unit.withdrawn.at)}）。理由：${unit.withdrawn.reason}`}</p>
      ) : null}
    </div>
  );
}

function Problems({ unit }: { unit: SharingUnit }) {
  if (unit.state !== 'refused') return null;
  if (unit.problems.length === 0)
    return (
      <Notice tone="error" title={unit.sentence ?? '受け付けられませんでした'}>
        しばらくしてから「もう一度送る」を押してください。
      </Notice>
    );
  return (
    <ul className="grid gap-3">
      {unit.problems.map((problem) => (
        <li
          key={problem.item?.id ?? 'whole'}
          className="rounded-card border border-danger bg-danger-tint px-4 py-3"
        >
          {problem.issues.map((issue) => (
            <div key={`${issue.ruleId}-${issue.text}`} className="grid gap-0.5">
              <p className="font-bold">{`${problem.item ? `${problem.item.label}：` : ''}${issue.text}`}</p>
              <p>{`することは：${issue.advice}`}</p>
              {issue.ruleId ? <p className="text-sub text-ink-2">{`確認の番号 ${issue.ruleId}`}</p> : null}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Withdraw({
  patientId,
  unitId,
  onDone,
  onStop,
}: {
  patientId: string;
  unitId: string;
  onDone: () => unknown;
  onStop: () => void;
}) {
  const trpc = useTRPC();
  const [reason, setReason] = useState<(typeof reasons)[number]['value'] | null>(null);
  const [words, setWords] = useState('');
  const withdraw = useMutation(trpc.sharing.withdraw.mutationOptions({ onSuccess: onDone }));
  const text = reason === 'other' ? words.trim() : (reason ?? '');
  return (
    <section aria-label="取り下げる" className="grid gap-3 rounded-card border border-line px-4 py-3">
      <p>
        取り下げると、共有サービスから消えます。カルテの記録は変わりません。「もう一度送る」を押すまで、カルテを直しても送りません。
      </p>
      {withdraw.isError ? <Notice tone="error" title={sentenceOf(withdraw.error)} live /> : null}
      <RadioCards label="取り下げる理由" options={reasons} value={reason} onChange={setReason} columns={2} />
      {reason === 'other' ? (
        <TextField
          label="理由"
          value={words}
          maxLength={200}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button
          variant="danger"
          size="lg"
          busy={withdraw.isPending}
          unavailableReason={text === '' ? '理由を選ぶと取り下げられます' : undefined}
          onClick={() => withdraw.mutate({ patientId, unitId, reason: text })}
        >
          共有を取り下げる
        </Button>
        <Button size="lg" variant="tertiary" onClick={onStop}>
          やめる
        </Button>
      </div>
    </section>
  );
}
