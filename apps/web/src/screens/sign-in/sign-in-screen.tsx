'use client';

import { Button, Card, Notice, ShirubeMark, Skeleton } from '@shirube/ui';
import { useCallback, useEffect, useState } from 'react';
import { account, sentenceForStep } from '~/client/account.ts';
import { Enrol } from './enrol.tsx';
import { FirstStep } from './first-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { type Method, SecondStep } from './second-step.tsx';

type At =
  | { step: 'first' }
  | { step: 'looking' }
  | { step: 'second'; name: string; methods: Method[] }
  | { step: 'enrol'; name: string; needsCode: boolean }
  | { step: 'codes' };

interface SignInScreenProps {
  next: string;
  demo: boolean;
  /** the password was right a moment ago: the page was loaded again in between */
  pending: boolean;
}

/** From the first touch to the first screen: password, second factor, and the first time its registration. */
export function SignInScreen({ next, demo, pending }: SignInScreenProps) {
  const [at, setAt] = useState<At>(pending ? { step: 'looking' } : { step: 'first' });
  const [problem, setProblem] = useState<string | null>(null);

  const look = useCallback(async () => {
    try {
      const state = await account.state.query({});
      if (state.stage !== 'pending') return setAt({ step: 'first' });
      const name = state.name ?? '';
      setAt(
        state.methods.some((method) => method !== 'recovery_code')
          ? { step: 'second', name, methods: state.methods }
          : { step: 'enrol', name, needsCode: state.enrolmentNeedsCode },
      );
    } catch {
      setProblem(sentenceForStep('no_answer', ''));
      setAt({ step: 'first' });
    }
  }, []);

  useEffect(() => {
    if (pending) look();
  }, [pending, look]);

  const leave = () => window.location.assign(next);
  const again = () => {
    setProblem(sentenceForStep('expired', ''));
    setAt({ step: 'first' });
  };

  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />標 Shirube
      </h1>
      {problem ? <Notice tone="error" title={problem} live /> : null}
      {at.step === 'looking' ? <Skeleton label="確かめています" /> : null}
      {at.step === 'first' ? (
        <FirstStep
          demo={demo}
          onSignedIn={leave}
          onPassword={() => {
            setProblem(null);
            look();
          }}
        />
      ) : null}
      {at.step === 'second' ? (
        <Card title="もう1つの確認" note={`${at.name} さん`}>
          <div className="grid gap-6">
            <p>パスワードは合っています。本人であることを、もう 1 つの方法で確かめます。</p>
            <SecondStep
              methods={at.methods}
              demo={demo}
              submitLabel="確かめてログインする"
              onDone={leave}
              onExpired={again}
            />
            <BackToStart onBack={() => setAt({ step: 'first' })} />
          </div>
        </Card>
      ) : null}
      {at.step === 'enrol' ? (
        <Card title="はじめての登録" note={`${at.name} さん`}>
          <div className="grid gap-6">
            <p>
              パスワードだけではログインできません。本人であることを確かめる、もう 1
              つの方法を登録してください。登録は 1 回だけです。
            </p>
            <Enrol needsCode={at.needsCode} onDone={() => setAt({ step: 'codes' })} />
            <BackToStart onBack={() => setAt({ step: 'first' })} />
          </div>
        </Card>
      ) : null}
      {at.step === 'codes' ? (
        <Card title="予備コード">
          <RecoveryCodes onDone={leave} doneLabel="しまいました。はじめる" />
        </Card>
      ) : null}
    </main>
  );
}

function BackToStart({ onBack }: { onBack: () => void }) {
  return (
    <div className="border-t border-line-2 pt-4">
      <Button variant="tertiary" size="lg" onClick={onBack}>
        はじめからやり直す
      </Button>
    </div>
  );
}
