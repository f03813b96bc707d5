'use client';

import { Dialog, Notice, Skeleton } from '@shirube/ui';
import { useEffect, useState } from 'react';
import { account, sentenceForStep } from '~/client/account.ts';
import { settleStepUp, useStepUpWanted } from '~/client/step-up.ts';
import { type Method, SecondStep } from './second-step.tsx';

/** Asks for a touch or a code before something that matters; what was pressed then goes on by itself. */
export function StepUpDialog({ demo }: { demo: boolean }) {
  const wanted = useStepUpWanted();
  const [methods, setMethods] = useState<Method[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    if (!wanted) return;
    setMethods(null);
    setProblem(null);
    account.state.query({}).then(
      // a recovery code is for the way in, not for signing
      (state) => setMethods(state.methods.filter((method) => method !== 'recovery_code')),
      () => setProblem(sentenceForStep('no_answer', '')),
    );
  }, [wanted]);

  return (
    <Dialog open={wanted} onClose={() => settleStepUp(false)} title="本人であることを確かめます">
      <div className="grid gap-5">
        <p>署名や設定の変更など、大事な操作の前に確かめます。確かめたあと 10 分間は、もう一度聞きません。</p>
        {problem ? <Notice tone="error" title={problem} live /> : null}
        {methods === null && problem === null ? <Skeleton label="確かめています" /> : null}
        {methods === null ? null : (
          <SecondStep
            methods={methods}
            demo={demo}
            submitLabel="確かめて続ける"
            onDone={() => settleStepUp(true)}
            onExpired={() => {
              settleStepUp(false);
              window.location.reload();
            }}
          />
        )}
      </div>
    </Dialog>
  );
}
