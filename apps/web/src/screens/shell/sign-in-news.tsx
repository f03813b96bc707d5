'use client';

import { signInEventWords } from '@shirube/core/identity';
import { Button, LinkButton, Notice } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { account } from '~/client/account.ts';
import { dayAndClock } from '../format.ts';

const seenKey = (sessionId: string) => `shirube.news-seen.${sessionId}`;

/** Tells once, after signing in, what happened to the sign-in since the last time, when it was not this person's doing. */
export function SignInNews() {
  const news = useQuery({
    queryKey: ['account', 'news'],
    queryFn: () => account.news.query({}),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const [seen, setSeen] = useState(false);
  if (!news.data || seen || sessionStorage.getItem(seenKey(news.data.sessionId))) return null;
  const { failures, halfway, changes, sessionId } = news.data;
  if (failures + halfway + changes.length === 0) return null;
  const close = () => {
    sessionStorage.setItem(seenKey(sessionId), '1');
    setSeen(true);
  };
  return (
    <div className="print-hide p-4">
      <Notice
        tone="warning"
        title="前回のログインのあと、次のことがありました"
        actions={
          <>
            <LinkButton href="/account">履歴を確かめる</LinkButton>
            <Button onClick={close}>確かめました</Button>
          </>
        }
      >
        <ul className="list-disc pl-6">
          {failures > 0 ? <li>{`ログインの失敗 ${failures} 回`}</li> : null}
          {halfway > 0 ? (
            <li>{`パスワードが合ったのに、もう 1 つの確認に進まなかったこと ${halfway} 回`}</li>
          ) : null}
          {changes.map((change) => (
            <li key={`${change.kind}-${change.at}`}>
              {`${(signInEventWords as Record<string, string>)[change.kind] ?? change.kind}（${dayAndClock(change.at)}）`}
            </li>
          ))}
        </ul>
        おぼえがないときは、パスワードを変えて、管理者に知らせてください。
      </Notice>
    </div>
  );
}
