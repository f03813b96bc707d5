'use client';

import { Button, Card, Notice } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { account } from '~/client/account.ts';
import { dayAndClock } from '../format.ts';
import { NewPasswordFields, PasswordField } from '../sign-in/password-fields.tsx';
import type { Overview } from './account-screen.tsx';
import { useAct } from './use-act.ts';

/** A new password: the current one, a recent proof, and one that nobody guesses. Nobody is made to change it from time to time. */
export function PasswordCard({ overview, onChanged }: { overview: Overview; onChanged: () => void }) {
  const { busy, problem, act } = useAct();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [changed, setChanged] = useState(false);
  async function submit(event: FormEvent) {
    event.preventDefault();
    setChanged(false);
    if (!(await act('change', () => account.changePassword.mutate({ current, next })))) return;
    setCurrent('');
    setNext('');
    setChanged(true);
    onChanged();
  }
  return (
    <Card title="パスワード" note={`最後に変えた日時 ${dayAndClock(overview.passwordChangedAt)}`}>
      <form className="grid max-w-xl gap-5" onSubmit={submit}>
        {problem ? <Notice tone="error" title={problem} live /> : null}
        {changed ? (
          <Notice tone="success" title="パスワードを変えました" live>
            ほかの端末はログアウトしました。
          </Notice>
        ) : null}
        <PasswordField
          label="今のパスワード"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
        <NewPasswordFields value={next} onChange={setNext} />
        <div>
          <Button
            type="submit"
            variant="primary"
            size="lg"
            busy={busy === 'change'}
            busyLabel="確かめています"
          >
            パスワードを変える
          </Button>
        </div>
      </form>
    </Card>
  );
}
