'use client';

import { Button, Notice, TextField } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { provePasskey, type StepResult, sentenceForStep, takeStep } from '~/client/account.ts';
import { CodeField } from './code-field.tsx';

export type Method = 'passkey' | 'totp' | 'recovery_code';

interface SecondStepProps {
  methods: readonly Method[];
  demo: boolean;
  /** the button that sends the code */
  submitLabel: string;
  onDone: () => void;
  /** the session ended meanwhile: from the beginning */
  onExpired: () => void;
  /** unlocking: the password belongs to the code */
  withPassword?: boolean;
}

/** Proves a factor: a passkey by one touch, the code of the app, or a recovery code. */
export function SecondStep(props: SecondStepProps) {
  const { methods, withPassword = false } = props;
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<'passkey' | 'code' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const typed = recovery ? 'recovery_code' : methods.includes('totp') ? 'totp' : null;

  function settle(result: StepResult, what: string) {
    setBusy(null);
    if (result.ok) return props.onDone();
    if (result.word === 'expired') return props.onExpired();
    setCode('');
    setProblem(sentenceForStep(result.word, what));
  }

  async function touch() {
    setBusy('passkey');
    setProblem(null);
    settle(await provePasskey('prove'), 'パスキー');
  }

  async function send(event: FormEvent) {
    event.preventDefault();
    if (typed === null) return;
    setBusy('code');
    setProblem(null);
    settle(
      await takeStep({
        step: 'prove',
        answer: { kind: typed, code, ...(withPassword ? { password } : {}) },
      }),
      withPassword ? 'パスワードとコード' : 'コード',
    );
  }

  return (
    <div className="grid gap-6">
      {problem ? <Notice tone="error" title={problem} live /> : null}
      {methods.includes('passkey') ? (
        <Button
          variant="primary"
          size="xl"
          fullWidth
          busy={busy === 'passkey'}
          busyLabel="端末の案内に答えてください"
          onClick={touch}
        >
          パスキーで確かめる
        </Button>
      ) : null}
      {typed !== null ? (
        <form className="grid gap-5" onSubmit={send}>
          {withPassword ? (
            <TextField
              label="パスワード"
              required
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          ) : null}
          {typed === 'totp' ? (
            <CodeField value={code} onChange={setCode} demo={props.demo} />
          ) : (
            <TextField
              label="予備コード"
              hint="控えておいた 16 文字です。1 回だけ使えます。"
              required
              autoCapitalize="characters"
              characters={22}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
          <Button
            type="submit"
            variant={methods.includes('passkey') ? 'secondary' : 'primary'}
            size="xl"
            fullWidth
            busy={busy === 'code'}
            busyLabel="確かめています"
          >
            {props.submitLabel}
          </Button>
        </form>
      ) : null}
      {methods.includes('recovery_code') ? (
        <div>
          <Button
            variant="tertiary"
            size="lg"
            onClick={() => {
              setRecovery(!recovery);
              setCode('');
              setProblem(null);
            }}
          >
            {recovery ? '予備コードを使わない' : 'スマートフォンや鍵がないとき（予備コードを使う）'}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
