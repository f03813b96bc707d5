'use client';

import { Button, Card, Notice, ShirubeMark, Skeleton } from '@shirube/ui';
import { signOut } from 'next-auth/react';
import { useCallback, useEffect, useState } from 'react';
import { account, sentenceForStep } from '~/client/account.ts';
import { type Method, SecondStep } from '../sign-in/second-step.tsx';

/** The cover. Nothing of a patient is on it: who is signed in, and the way back. */
export function LockedScreen(props: { person: string; demo: boolean; onUnlocked: () => void }) {
  const [methods, setMethods] = useState<Method[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const signInAgain = useCallback(() => {
    window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`);
  }, []);

  const look = useCallback(async () => {
    setProblem(null);
    try {
      const state = await account.state.query({});
      // ended meanwhile: revoked, or the day is over
      if (state.stage === 'none' || state.stage === 'pending') return signInAgain();
      setMethods(state.methods);
    } catch {
      setProblem(sentenceForStep('no_answer', ''));
    }
  }, [signInAgain]);

  useEffect(() => {
    document.title = '標 Shirube';
    look();
  }, [look]);

  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />
        画面をロックしています
      </h1>
      <Card title={`${props.person} さん`}>
        <div className="grid gap-6">
          <p>ロックを解除すると、同じ画面に戻ります。入力した内容は残っています。</p>
          {problem ? (
            <Notice
              tone="error"
              title={problem}
              live
              actions={<Button onClick={look}>もう一度ためす</Button>}
            />
          ) : null}
          {methods === null && problem === null ? <Skeleton label="確かめています" /> : null}
          {methods === null ? null : (
            <SecondStep
              methods={methods}
              demo={props.demo}
              withPassword
              submitLabel="ロックを解除する"
              onDone={props.onUnlocked}
              onExpired={signInAgain}
            />
          )}
        </div>
      </Card>
      <div>
        <Button size="lg" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
          別の人がログインする
        </Button>
        <p className="mt-2 text-sub text-ink-2">
          {`${props.person} さんはログアウトします。入力した内容は残ります。`}
        </p>
      </div>
    </main>
  );
}
