'use client';

import { acceptAsNewInput } from '@shirube/core/people/schema';
import { Button, Card, TextField } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { account, sentenceForStep, takeStep } from '~/client/account.ts';
import { fieldOf, sentenceOf } from '~/client/trpc.tsx';
import { type Problems, readForm } from '../people/problems.ts';

interface NewSignInProps {
  code: string;
  onProblem: (sentence: string | null) => void;
}

/** A new ID and password; then, in the same breath, the first sign-in, which leads to the second factor. */
export function NewSignIn({ code, onProblem }: NewSignInProps) {
  const [loginId, setLoginId] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<Problems>({});

  async function submit(event: FormEvent) {
    event.preventDefault();
    onProblem(null);
    const read = readForm(acceptAsNewInput, { code, loginId, password });
    if (!read.ok) return setProblems(read.problems);
    if (password !== again) return setProblems({ again: '2つのパスワードが違います。' });
    setProblems({});
    setBusy(true);
    try {
      await account.acceptInvitation.mutate(read.value);
    } catch (error) {
      setBusy(false);
      const field = fieldOf(error);
      if (field === 'loginId' || field === 'password') return setProblems({ [field]: sentenceOf(error) });
      return onProblem(sentenceOf(error));
    }
    const step = await takeStep({ step: 'password', loginId, password });
    if (step.ok) return window.location.assign('/sign-in');
    setBusy(false);
    onProblem(
      `ID はできました。${sentenceForStep(step.word, 'ID とパスワード')}ログインの画面から続けてください。`,
    );
  }

  return (
    <Card title="はじめての方">
      <form className="grid gap-5" onSubmit={submit}>
        <TextField
          label="ID"
          hint="半角の英字・数字・ピリオド・ハイフンで 3〜40 文字。ログインするたびに使います。"
          required
          autoComplete="username"
          autoCapitalize="none"
          error={problems.loginId}
          value={loginId}
          onChange={(event) => setLoginId(event.target.value)}
        />
        <TextField
          label="パスワード"
          hint="12 文字以上。関係のない言葉を3つ以上つなげると、覚えやすく見破られにくくなります。"
          required
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          error={problems.password}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <TextField
          label="パスワード（もう一度）"
          required
          type={shown ? 'text' : 'password'}
          autoComplete="new-password"
          error={problems.again}
          value={again}
          onChange={(event) => setAgain(event.target.value)}
        />
        <div>
          <Button variant="tertiary" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'パスワードを隠す' : 'パスワードを見る'}
          </Button>
        </div>
        <Button type="submit" variant="primary" size="xl" busy={busy} busyLabel="作っています" fullWidth>
          ID を作って招待を受ける
        </Button>
      </form>
    </Card>
  );
}
