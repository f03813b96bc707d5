'use client';

import { Button, Card, LinkButton, Notice, TextField } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { provePasskey, sentenceForStep, takeStep } from '~/client/account.ts';

const demoPeople = [
  { loginId: 'sasaki', label: '受付　佐々木 恵（しるべ内科クリニック）' },
  { loginId: 'yamada', label: '医師　山田 花子（しるべ内科クリニック）' },
  { loginId: 'tamura', label: '管理者　田村 健（しるべ内科クリニック）' },
  { loginId: 'mori', label: '看護師　森 由美（しるべ内科クリニック）' },
  { loginId: 'kawaguchi', label: '医師　川口 誠（両方の医療機関）' },
  { loginId: 'minato', label: '医師　港 一郎（みなと診療所）' },
];
const demoPassword = 'shirube-demo-2026';

interface FirstStepProps {
  demo: boolean;
  /** signed in by passkey alone */
  onSignedIn: () => void;
  /** the password was right: on to the second factor */
  onPassword: () => void;
}

/** A passkey by one touch, or sign-in name and password. */
export function FirstStep({ demo, onSignedIn, onPassword }: FirstStepProps) {
  const [loginId, setLoginId] = useState('');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState<'passkey' | 'password' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function touch() {
    setBusy('passkey');
    setProblem(null);
    const result = await provePasskey('sign_in');
    if (result.ok) return onSignedIn();
    setBusy(null);
    setProblem(sentenceForStep(result.word, 'パスキー'));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy('password');
    setProblem(null);
    const result = await takeStep({ step: 'password', loginId, password });
    setBusy(null);
    if (result.ok) return onPassword();
    setProblem(`ログインできませんでした。${sentenceForStep(result.word, 'ID とパスワード')}`);
  }

  return (
    <>
      <Card title="ログイン">
        <div className="grid gap-6">
          {problem ? <Notice tone="error" title={problem} live /> : null}
          <Button
            size="xl"
            fullWidth
            busy={busy === 'passkey'}
            busyLabel="端末の案内に答えてください"
            onClick={touch}
          >
            パスキーでログインする
          </Button>
          <form className="grid gap-5 border-t border-line-2 pt-5" onSubmit={submit}>
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
            <Button
              type="submit"
              variant="primary"
              size="xl"
              busy={busy === 'password'}
              busyLabel="確かめています"
              fullWidth
            >
              ログインする
            </Button>
            <LinkButton variant="tertiary" size="lg" href="/sign-in/reset">
              パスワードがわからないとき
            </LinkButton>
          </form>
        </div>
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
    </>
  );
}
