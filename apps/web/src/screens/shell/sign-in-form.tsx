'use client';

import { Button, Card, Notice, ShirubeMark, TextField } from '@shirube/ui';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';

const demoPeople = [
  { loginId: 'sasaki', label: '受付　佐々木 恵（しるべ内科クリニック）' },
  { loginId: 'yamada', label: '医師　山田 花子（しるべ内科クリニック）' },
  { loginId: 'tamura', label: '管理者　田村 健（しるべ内科クリニック）' },
  { loginId: 'mori', label: '看護師　森 由美（しるべ内科クリニック）' },
  { loginId: 'kawaguchi', label: '医師　川口 誠（両方の医療機関）' },
  { loginId: 'minato', label: '医師　港 一郎（みなと診療所）' },
];
const demoPassword = 'shirube-demo-2026';

export function SignInForm({ next, demo }: { next: string; demo: boolean }) {
  const [loginId, setLoginId] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const answer = await signIn('credentials', { redirect: false, loginId, password });
      if (answer?.ok) {
        window.location.assign(next);
        return;
      }
      setProblem('ログインできませんでした。ID とパスワードを確かめて、もう一度入力してください。');
    } catch {
      setProblem('通信できませんでした。少し待ってから、もう一度お試しください。');
    }
    setBusy(false);
  }

  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />標 Shirube
      </h1>
      <Card title="ログイン">
        <form className="grid gap-5" onSubmit={submit}>
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
            label="パスワード"
            required
            type={shown ? 'text' : 'password'}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <div>
            <Button variant="tertiary" aria-pressed={shown} onClick={() => setShown(!shown)}>
              {shown ? 'パスワードを隠す' : 'パスワードを見る'}
            </Button>
          </div>
          <Button type="submit" variant="primary" size="xl" busy={busy} busyLabel="確かめています" fullWidth>
            ログインする
          </Button>
        </form>
      </Card>
      {demo ? (
        <Card title="デモの利用者" note="押すと入力されます">
          <ul className="grid gap-2">
            {demoPeople.map((person) => (
              <li key={person.loginId}>
                <Button
                  variant="tertiary"
                  size="lg"
                  fullWidth
                  onClick={() => {
                    setLoginId(person.loginId);
                    setPassword(demoPassword);
                  }}
                >
                  {person.label}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </main>
  );
}
