'use client';

import { Button, Card, LinkButton, ShirubeMark, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { OperatorProblem } from './operator-problem.tsx';

/** Sign-in of the people who run the service: password and code at once. */
export function OperatorSignInScreen({ demo }: { demo: { loginId: string; password: string } | null }) {
  const trpc = useOperatorTRPC();
  const [form, setForm] = useState({ loginId: '', password: '', code: '' });
  const signIn = useMutation(
    trpc.signIn.mutationOptions({
      onSuccess: () => window.location.assign('/operator'),
      // a code is used once, right or wrong
      onError: () => setForm((current) => ({ ...current, code: '' })),
    }),
  );
  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />標 Shirube　運用者
      </h1>
      <Card title="運用者のログイン">
        <form
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate(form);
          }}
        >
          <OperatorProblem error={signIn.error} />
          <p className="text-sub text-ink-2">
            医療機関の職員の方は、
            <a className="text-key underline" href="/sign-in">
              職員のログイン
            </a>
            を使ってください。
          </p>
          <TextField
            label="ID"
            required
            autoComplete="username"
            autoCapitalize="none"
            value={form.loginId}
            onChange={(event) => setForm({ ...form, loginId: event.target.value })}
          />
          <TextField
            label="パスワード"
            required
            type="password"
            autoComplete="current-password"
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.target.value })}
          />
          <TextField
            label="認証コード（6けたの数字）"
            hint="認証アプリに出ている数字です。"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            characters={8}
            maxLength={12}
            value={form.code}
            onChange={(event) => setForm({ ...form, code: event.target.value })}
          />
          <Button
            type="submit"
            variant="primary"
            size="xl"
            fullWidth
            busy={signIn.isPending}
            busyLabel="確かめています"
          >
            ログインする
          </Button>
        </form>
      </Card>
      {demo ? (
        <DemoOperator onFill={(code) => setForm({ loginId: demo.loginId, password: demo.password, code })} />
      ) : null}
      <div>
        <LinkButton href="/operator/enrol">登録の番号を受け取った方はこちら</LinkButton>
      </div>
    </main>
  );
}

/** Fills in the demo's operator; when both current codes are used, the next is waited for. */
function DemoOperator({ onFill }: { onFill: (code: string) => void }) {
  const trpc = useOperatorTRPC();
  const demoCode = useMutation(trpc.demoCode.mutationOptions());
  const [waiting, setWaiting] = useState(false);
  async function fill() {
    setWaiting(true);
    for (;;) {
      const given = await demoCode.mutateAsync({}).catch(() => null);
      if (given?.code) {
        onFill(given.code);
        break;
      }
      if (!given || given.waitSeconds === 0) break;
      await new Promise((resolve) => setTimeout(resolve, given.waitSeconds * 1000));
    }
    setWaiting(false);
  }
  return (
    <Card title="デモの運用者" note="押すと、ID・パスワード・いまの認証コードが入ります">
      <Button
        variant="tertiary"
        size="lg"
        fullWidth
        busy={waiting}
        busyLabel="次のコードを待っています"
        onClick={fill}
      >
        運用 太郎（デモ）を入れる
      </Button>
    </Card>
  );
}
