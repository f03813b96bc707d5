'use client';

import { Button, Card, Dialog, Notice, Skeleton, TextField } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock, fullName } from '../format.ts';
import type { PersonCardProps } from './card-props.ts';

/**
 * A colleague's way back: letting them try again, a new password, new factors. The administrator never learns or chooses a password.
 */
export function SignInCard({ person }: PersonCardProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { staffId } = person;
  const view = useQuery(trpc.signInHelp.view.queryOptions({ staffId }));
  const [code, setCode] = useState<{ code: string; minutes: number; next: string } | null>(null);
  const [reason, setReason] = useState('');
  const refresh = () => queryClient.invalidateQueries({ queryKey: trpc.signInHelp.view.queryKey() });
  const unlock = useMutation(trpc.signInHelp.unlock.mutationOptions({ onSuccess: refresh }));
  const passwordCode = useMutation(
    trpc.signInHelp.passwordCode.mutationOptions({
      onSuccess: (given) =>
        setCode({
          ...given,
          next: 'ログイン画面の「パスワードがわからないとき」で入れてもらってください。もう 1 つの確認は、これまでどおり必要です。',
        }),
    }),
  );
  const request = useMutation(
    trpc.signInHelp.requestReset.mutationOptions({
      onSuccess: () => {
        setReason('');
        return refresh();
      },
    }),
  );
  const enrolAgain = (given: { code: string; minutes: number }) => {
    setCode({
      ...given,
      next: 'ID とパスワードでログインしたあと、認証の手段を登録し直すときに入れてもらってください。',
    });
    return refresh();
  };
  const confirm = useMutation(trpc.signInHelp.confirmReset.mutationOptions({ onSuccess: enrolAgain }));
  const enrolmentCode = useMutation(trpc.signInHelp.enrolmentCode.mutationOptions({ onSuccess: enrolAgain }));
  const cancel = useMutation(trpc.signInHelp.cancelReset.mutationOptions({ onSuccess: refresh }));
  const mayHelp = useWhyNot('people.reset_credentials');
  const failure = [view, unlock, passwordCode, request, confirm, enrolmentCode, cancel].find(
    (each) => each.error,
  )?.error;
  const state = view.data?.state ?? null;
  const self = person.self ? '自分のことは「自分のログイン」の画面で変えてください。' : undefined;
  return (
    <Card title="パスワードと認証の手段の再設定">
      <div className="grid gap-4">
        {failure ? <Notice tone="error" title={sentenceOf(failure)} live /> : null}
        {view.isPending ? <Skeleton label="読み込んでいます" /> : null}
        {view.data && state === null ? <p>まだログインを作っていません。</p> : null}
        {state ? (
          <>
            {state.lockedUntil ? (
              <Notice
                tone="warning"
                title="失敗が続いたので、ログインを止めています"
                actions={
                  <Button
                    busy={unlock.isPending}
                    unavailableReason={mayHelp}
                    onClick={() => unlock.mutate({ staffId })}
                  >
                    止めているのを解除する
                  </Button>
                }
              >
                {state.lockedUntil === 'admin'
                  ? '管理者が解除するまで止まります。本人が試したのか確かめてください。'
                  : `${dayAndClock(state.lockedUntil)} まで止まります。本人が試したのか確かめてください。`}
              </Notice>
            ) : null}
            <Button
              size="lg"
              busy={passwordCode.isPending}
              unavailableReason={self ?? mayHelp}
              onClick={() => passwordCode.mutate({ staffId })}
            >
              パスワードの再設定の番号を出す
            </Button>
            {state.needsEnrolmentCode ? (
              <Notice
                tone="info"
                title="認証の手段がリセットされています"
                actions={
                  <Button
                    busy={enrolmentCode.isPending}
                    unavailableReason={self ?? mayHelp}
                    onClick={() => enrolmentCode.mutate({ staffId })}
                  >
                    登録し直すための番号を出す
                  </Button>
                }
              >
                本人が ID とパスワードでログインし、番号を入れて登録し直します。
              </Notice>
            ) : null}
            {state.reset ? (
              <Notice
                tone="warning"
                title="認証の手段のリセットが申し込まれています"
                actions={
                  <>
                    <Button
                      variant="danger"
                      busy={confirm.isPending}
                      unavailableReason={
                        mayHelp ??
                        (state.reset.mayConfirm ? undefined : '申し込んだ人とは別の管理者が確定します。')
                      }
                      onClick={() => state.reset && confirm.mutate({ staffId, resetId: state.reset.resetId })}
                    >
                      本人と確かめたので、リセットを確定する
                    </Button>
                    <Button
                      busy={cancel.isPending}
                      unavailableReason={mayHelp}
                      onClick={() => state.reset && cancel.mutate({ staffId, resetId: state.reset.resetId })}
                    >
                      取り下げる
                    </Button>
                  </>
                }
              >
                {`申し込んだ人：${state.reset.requestedByName}　理由：${state.reset.reason}　期限：${dayAndClock(state.reset.expiresAt)}`}
              </Notice>
            ) : (
              <form
                className="grid gap-3 border-t border-line-2 pt-4"
                onSubmit={(event) => {
                  event.preventDefault();
                  request.mutate({ staffId, reason });
                }}
              >
                <TextField
                  label="認証の手段をすべてなくした理由"
                  hint="スマートフォンや鍵も予備コードもないときだけです。別の管理者か運用者が確定すると、登録し直せます。"
                  required
                  maxLength={200}
                  value={reason}
                  onChange={(event) => setReason(event.target.value)}
                />
                <Button
                  type="submit"
                  size="lg"
                  busy={request.isPending}
                  unavailableReason={
                    self ?? mayHelp ?? (reason.trim() === '' ? '理由を入れてください。' : undefined)
                  }
                >
                  認証の手段のリセットを申し込む
                </Button>
              </form>
            )}
          </>
        ) : null}
      </div>
      <Dialog
        open={code !== null}
        onClose={() => setCode(null)}
        title={`${fullName(person)} さんに手渡す番号`}
        actions={
          <Button variant="primary" size="lg" onClick={() => setCode(null)}>
            伝えました
          </Button>
        }
      >
        <div className="grid gap-4">
          <output className="tabular text-[2rem] font-bold tracking-wide">{code?.code}</output>
          <p>{`本人であることを目の前で確かめて、この番号を伝えてください。${code?.minutes} 分のあいだ、1 回だけ使えます。電話やメールでは伝えないでください。`}</p>
          <p>{code?.next}</p>
        </div>
      </Dialog>
    </Card>
  );
}
