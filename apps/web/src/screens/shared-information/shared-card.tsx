'use client';

import type { ScopeAnswer } from '@shirube/core/received/schema';
import { Button, Card, Dialog, Notice, Skeleton } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dayAndClock } from '../format.ts';
import { SharedContent } from './shared-content.tsx';
import { useEnded } from './use-ended.ts';
import { scopeWords } from './words.ts';

/** A consent that was taken back at the reader clears the screen within this time; its deadline does so to the second. */
const askMilliseconds = 15_000;

interface SharedCardProps {
  patientId: string;
  /** what other facilities wrote has come, or has gone: checks of the order are made again */
  onChanged: () => void;
}

/** ほかの医療機関の情報: under which consents, until when, and what came of asking. What they wrote is shown when it is asked for. */
export function SharedCard({ patientId, onChanged }: SharedCardProps) {
  const mayView = useMay('external.view');
  if (!mayView)
    return (
      <Card title="ほかの医療機関の情報" note="表示できません">
        <p className="text-ink-2">この情報は、患者を担当する医師・薬剤師・看護師だけが見られます。</p>
      </Card>
    );
  return <LicensedCard patientId={patientId} onChanged={onChanged} />;
}

function LicensedCard({ patientId, onChanged }: SharedCardProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const fetched = useMutation(trpc.sharedInformation.fetch.mutationOptions({ onSuccess: onChanged }));
  const asked = useRef(false);
  const { mutate: fetchNow } = fetched;
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    fetchNow({ patientId });
  }, [fetchNow, patientId]);
  const until = useQuery({
    ...trpc.sharedInformation.until.queryOptions({ patientId }),
    refetchInterval: askMilliseconds,
    gcTime: 0,
  });
  const end = until.data?.readableUntil ?? null;
  const ended = useEnded(end);
  const readable = end !== null && !ended;
  const had = useRef(false);
  // the moment it ends nothing of it stays in this page: not on the screen, not in its memory, not in the order's checks
  useEffect(() => {
    if (readable) {
      had.current = true;
      return;
    }
    queryClient.removeQueries(trpc.sharedInformation.view.queryFilter());
    if (!had.current) return;
    had.current = false;
    setOpen(false);
    onChanged();
  }, [readable, queryClient, trpc, onChanged]);
  return (
    <Card
      title="ほかの医療機関の情報"
      note={readable ? '同意あり' : until.isPending ? '確かめています' : '閲覧の同意なし'}
    >
      <div className="grid gap-3">
        {until.isError ? <Notice tone="error" title={sentenceOf(until.error)} live /> : null}
        {readable ? (
          <p>
            <strong>{`${dayAndClock(end)} まで見られます。`}</strong>
            {`同意：${(until.data?.scopes ?? []).map((scope) => scopeWords[scope as ScopeAnswer['scope']]).join('、')}`}
          </p>
        ) : until.data ? (
          <p className="text-ink-2">
            {ended
              ? '閲覧の同意が終わりました。画面の内容は消しました。'
              : '患者さんが顔認証付きカードリーダーで同意すると、24時間だけ見られます。'}
          </p>
        ) : null}
        {fetched.isError ? <Notice tone="unknown" title={sentenceOf(fetched.error)} live /> : null}
        {(fetched.data ?? [])
          .filter((answer) => answer.outcome === 'could_not_fetch')
          .map((answer) => (
            <Notice
              key={answer.scope}
              tone="unknown"
              title={`${scopeWords[answer.scope]}を確かめられませんでした`}
            >
              {answer.reason}
            </Notice>
          ))}
        <div className="flex flex-wrap gap-2">
          <Button
            size="lg"
            unavailableReason={
              readable ? undefined : until.isPending ? undefined : '患者さんの同意があると見られます'
            }
            onClick={() => setOpen(true)}
          >
            ほかの医療機関の情報を見る
          </Button>
          {readable ? (
            <Button size="lg" busy={fetched.isPending} onClick={() => fetchNow({ patientId })}>
              もう一度確かめる
            </Button>
          ) : null}
        </div>
      </div>
      <Dialog open={open && readable} onClose={() => setOpen(false)} title="ほかの医療機関の情報" wide>
        {open && readable ? <SharedView patientId={patientId} /> : null}
      </Dialog>
    </Card>
  );
}

function SharedView({ patientId }: { patientId: string }) {
  const trpc = useTRPC();
  // every look is a view of its own in the trail, and nothing of it stays in the browser when it is closed
  const view = useQuery({
    ...trpc.sharedInformation.view.queryOptions({ patientId }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const ended = useEnded(view.data?.readableUntil ?? null);
  if (view.isError) return <Notice tone="error" title={sentenceOf(view.error)} live />;
  if (!view.data) return <Skeleton label="ほかの医療機関の情報を開いています" />;
  if (ended || view.data.readableUntil === null)
    return <Notice tone="warning" title="閲覧の同意が終わったため、表示できません" live />;
  return <SharedContent view={view.data} />;
}
