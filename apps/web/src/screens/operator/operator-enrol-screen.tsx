'use client';

import { Button, Card, LinkButton, Notice, ShirubeMark, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useOperatorTRPC } from '~/client/operator.tsx';
import { QrCode } from '../sign-in/qr-code.tsx';
import { OperatorProblem } from './operator-problem.tsx';

/** A new operator sets password and authenticator with the code that the command line showed. */
export function OperatorEnrolScreen() {
  const trpc = useOperatorTRPC();
  const [form, setForm] = useState({ loginId: '', enrolmentCode: '', password: '', code: '' });
  const begin = useMutation(trpc.beginEnrolment.mutationOptions());
  const finish = useMutation(
    trpc.finishEnrolment.mutationOptions({
      onError: () => setForm((current) => ({ ...current, code: '' })),
    }),
  );
  const field = (key: keyof typeof form) => ({
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />標 Shirube　運用者
      </h1>
      {finish.data ? (
        <Notice
          tone="success"
          title="登録しました"
          live
          actions={<LinkButton href="/operator/sign-in">ログインへ進む</LinkButton>}
        >
          次からは、ID・パスワード・認証アプリの数字でログインします。
        </Notice>
      ) : begin.data ? (
        <Card title="パスワードと認証アプリの登録">
          <form
            className="grid gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              finish.mutate({ ...form, offer: begin.data.offer });
            }}
          >
            <OperatorProblem error={finish.error} />
            <TextField
              label="新しいパスワード"
              hint="12文字以上。ほかで使っていないもの。"
              required
              type="password"
              autoComplete="new-password"
              {...field('password')}
            />
            <div className="grid gap-3">
              <p>認証アプリで QRコードを読み取ってください。</p>
              <QrCode text={begin.data.uri} label="認証アプリで読み取る QRコード" />
              <p className="text-sub">
                読み取れないときは、この文字をアプリに入れてください。
                <code className="block break-all font-bold">{begin.data.secret}</code>
              </p>
            </div>
            <TextField
              label="アプリに出た 6 けたの数字"
              required
              inputMode="numeric"
              autoComplete="one-time-code"
              characters={8}
              {...field('code')}
            />
            <Button type="submit" variant="primary" size="xl" fullWidth busy={finish.isPending}>
              登録する
            </Button>
          </form>
        </Card>
      ) : (
        <Card title="運用者の登録">
          <form
            className="grid gap-5"
            onSubmit={(event) => {
              event.preventDefault();
              begin.mutate({ loginId: form.loginId, enrolmentCode: form.enrolmentCode });
            }}
          >
            <OperatorProblem error={begin.error} />
            <TextField label="ID" required autoCapitalize="none" {...field('loginId')} />
            <TextField
              label="登録の番号"
              hint="運用者を作ったときに1回だけ表示された番号です。"
              required
              autoCapitalize="characters"
              {...field('enrolmentCode')}
            />
            <Button type="submit" variant="primary" size="xl" fullWidth busy={begin.isPending}>
              次へ
            </Button>
          </form>
        </Card>
      )}
    </main>
  );
}
