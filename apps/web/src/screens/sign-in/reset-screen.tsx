'use client';

import { Button, Card, LinkButton, Notice, ShirubeMark, TextField } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { account } from '~/client/account.ts';
import { sentenceOf } from '~/client/trpc.tsx';
import { NewPasswordFields } from './password-fields.tsx';

/** A new password with the code that an administrator handed over in person. Nothing is sent by e-mail. */
export function ResetScreen() {
  const [loginId, setLoginId] = useState('');
  const [code, setCode] = useState('');
  const [next, setNext] = useState('');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await account.resetPassword.mutate({ loginId, code, next });
      setDone(true);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  }

  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />標 Shirube
      </h1>
      <Card title="パスワードの再設定">
        {done ? (
          <Notice
            tone="success"
            title="パスワードを変えました"
            live
            actions={
              <LinkButton variant="primary" size="lg" href="/sign-in">
                ログインへ進む
              </LinkButton>
            }
          >
            新しいパスワードと、もう 1 つの確認でログインしてください。
          </Notice>
        ) : (
          <form className="grid gap-5" onSubmit={submit}>
            <p>
              医療機関の管理者に本人であることを確かめてもらい、再設定の番号を受け取ってください。番号は 15
              分のあいだ、1 回だけ使えます。
            </p>
            {problem ? <Notice tone="error" title={problem} live /> : null}
            <TextField
              label="ID"
              required
              autoComplete="username"
              autoCapitalize="none"
              value={loginId}
              onChange={(event) => setLoginId(event.target.value)}
            />
            <TextField
              label="管理者から手渡された番号"
              required
              autoCapitalize="characters"
              characters={14}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
            <NewPasswordFields value={next} onChange={setNext} />
            <Button
              type="submit"
              variant="primary"
              size="xl"
              fullWidth
              busy={busy}
              busyLabel="確かめています"
            >
              パスワードを変える
            </Button>
            <LinkButton variant="tertiary" size="lg" href="/sign-in">
              ログインへ戻る
            </LinkButton>
          </form>
        )}
      </Card>
    </main>
  );
}
