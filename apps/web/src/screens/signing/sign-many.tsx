'use client';

import { Button, Checkbox, Notice, StatusBadge } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, reasonOf, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { StartSigning, useSigningStatus } from './start-signing.tsx';

export interface SignManyItem {
  patientId: string;
  prescriptionId: string;
  /** who and what: the patient's name and the day, as the list around it says them */
  label: string;
}

interface SignManyProps {
  items: readonly SignManyItem[];
  /** after each part that was worked off, so that the list around it can be read again */
  onProgress?: () => void;
}

type Result = Answers['signing']['signMany']['results'][number];

/** So many go to the server at once: what is done shows soon, and a stop loses little. */
const partSize = 5;

/**
 * まとめて署名する: the prescriptions that wait, each with a box. What is signed stays signed whatever happens to the rest; what is not says
 * why, in its own line, and can be tried again.
 */
export function SignMany({ items, onProgress }: SignManyProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const status = useSigningStatus();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [results, setResults] = useState<ReadonlyMap<string, Result>>(new Map());
  const [running, setRunning] = useState<{ done: number; of: number } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const sign = useMutation(trpc.signing.signMany.mutationOptions());
  const isSigned = (id: string) => ['signed', 'already_signed'].includes(results.get(id)?.status ?? '');
  const open = items.filter(({ prescriptionId }) => !isSigned(prescriptionId));
  const chosen = open.filter(({ prescriptionId }) => !left.has(prescriptionId));
  const failed = [...results.values()].filter(({ status: end }) => end === 'failed').length;
  const signed = [...results.values()].length - failed;
  const authorized = status.data?.authorized ?? false;

  const run = async () => {
    setFailure(null);
    const found = new Map(results);
    for (let from = 0; from < chosen.length; from += partSize) {
      setRunning({ done: from, of: chosen.length });
      try {
        const part = chosen.slice(from, from + partSize);
        const answer = await sign.mutateAsync({
          items: part.map(({ patientId, prescriptionId }) => ({ patientId, prescriptionId })),
        });
        for (const result of answer.results) found.set(result.prescriptionId, result);
        setResults(new Map(found));
        onProgress?.();
        if (answer.results.some(({ needsSigning }) => needsSigning)) break;
      } catch (error) {
        if (reasonOf(error) !== 'needs_signing') setFailure(error);
        break;
      }
    }
    setRunning(null);
    await queryClient.invalidateQueries({ queryKey: trpc.prescribing.signingStatus.queryKey() });
  };

  if (items.length === 0) return <p>署名を待っている処方箋はありません。</p>;
  return (
    <div className="grid gap-4">
      {status.data && !authorized ? (
        <Notice
          tone="info"
          title="電子署名の認証をしてください（1日1回）"
          actions={
            status.data.available ? (
              <StartSigning status={status.data} label="電子署名を認証して続ける" size="lg" />
            ) : undefined
          }
        >
          {status.data.available
            ? '認証がすむと、この画面に戻ります。署名のすんだものは、そのままです。'
            : 'HPKI の電子証明書が登録されていません。管理者に登録を頼んでください。'}
        </Notice>
      ) : null}
      {failure ? (
        <Notice tone="error" title={sentenceOf(failure)} live>
          署名のすんだ処方箋は、そのままです。残りは、もう一度「まとめて署名する」を押してください。
        </Notice>
      ) : null}
      {!running && results.size > 0 ? (
        <Notice
          tone={failed > 0 ? 'warning' : 'success'}
          title={
            failed > 0
              ? `${signed}件に署名しました。${failed}件は署名できていません`
              : `${signed}件に署名しました`
          }
          live
        >
          {failed > 0 ? '理由を下の一覧で確かめてください。' : '続けて、電子処方箋管理サービスに登録します。'}
        </Notice>
      ) : null}
      <fieldset className="grid gap-1" disabled={running !== null}>
        <legend className="sr-only">署名する処方箋</legend>
        {items.map(({ prescriptionId, label }) => {
          const result = results.get(prescriptionId);
          return (
            <div key={prescriptionId} className="flex flex-wrap items-center gap-3 border-b border-line-2">
              {isSigned(prescriptionId) ? (
                <span className="flex-1 px-2 py-2">{label}</span>
              ) : (
                <Checkbox
                  className="flex-1"
                  label={label}
                  description={result?.message ?? undefined}
                  checked={!left.has(prescriptionId)}
                  onChange={(event) => {
                    const next = new Set(left);
                    if (event.target.checked) next.delete(prescriptionId);
                    else next.add(prescriptionId);
                    setLeft(next);
                  }}
                />
              )}
              {result ? (
                <StatusBadge tone={result.status === 'failed' ? 'danger' : 'success'}>
                  {result.status === 'failed' ? '署名できず' : '署名済み'}
                </StatusBadge>
              ) : null}
            </div>
          );
        })}
      </fieldset>
      <div className="flex flex-wrap items-center gap-4">
        <Button
          variant="primary"
          size="lg"
          busy={running !== null}
          busyLabel={
            running ? `署名しています（${running.of}件のうち${running.done}件まで）` : '署名しています'
          }
          unavailableReason={
            !authorized
              ? '先に、電子署名の認証をしてください。'
              : chosen.length === 0
                ? '署名する処方箋を選んでください。'
                : undefined
          }
          onClick={run}
        >
          {`まとめて署名する（${chosen.length}件）`}
        </Button>
      </div>
    </div>
  );
}
