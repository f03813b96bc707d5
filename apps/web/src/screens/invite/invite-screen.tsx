'use client';

import { roleWords } from '@shirube/core/identity';
import { Button, Card, LinkButton, Notice, ShirubeMark, TextField } from '@shirube/ui';
import { type FormEvent, useEffect, useState } from 'react';
import { account } from '~/client/account.ts';
import { type AccountAnswers, sentenceOf } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import { keepCode, takeCode } from './kept-code.ts';
import { NewSignIn } from './new-sign-in.tsx';

type Invitation = AccountAnswers['invitation'];

/** 招待を受ける: the code, then a new sign-in or the one that the person has. */
export function InviteScreen({ signedInAs }: { signedInAs: string | null }) {
  const [code, setCode] = useState('');
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function look(typed: string) {
    setBusy(true);
    setProblem(null);
    try {
      setInvitation(await account.invitation.mutate({ code: typed }));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the page opens, or its link is opened again in this tab
  useEffect(() => {
    const take = () => {
      const given = takeCode();
      if (given === '') return;
      setCode(given);
      void look(given);
    };
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === '') setProblem('招待コードを入力してください。');
    else void look(code);
  };

  return (
    <main id="main" className="mx-auto grid max-w-xl gap-6 px-4 py-12">
      <h1 className="flex items-center gap-3 text-head font-bold text-key">
        <ShirubeMark />
        招待を受ける
      </h1>
      {problem ? <Notice tone="error" title={problem} live /> : null}
      {invitation === null ? (
        <Card title="招待コード">
          <form className="grid gap-5" onSubmit={submit}>
            <TextField
              label="招待コード"
              hint="管理者から手渡された 20 文字。大文字と小文字、ハイフンの有無はどちらでもかまいません。"
              required
              autoCapitalize="characters"
              spellCheck={false}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
            <Button type="submit" variant="primary" size="xl" busy={busy} fullWidth>
              次へ
            </Button>
          </form>
        </Card>
      ) : (
        <>
          <Card title={`${invitation.clinic} からの招待`}>
            <p className="text-lead">{`${invitation.familyName} ${invitation.givenName} さん（${roleWords(invitation.roles)}）`}</p>
            <p className="text-sub text-ink-2">
              {`${dateAndClock(invitation.expiresAt)} まで使えます。お名前が違うときは、ここで止めて管理者に知らせてください。`}
            </p>
          </Card>
          {signedInAs !== null ? (
            <WithOwnSignIn code={code} name={signedInAs} onProblem={setProblem} />
          ) : invitation.forExisting ? (
            <GoToSignIn code={code} />
          ) : (
            <>
              <NewSignIn code={code} onProblem={setProblem} />
              <GoToSignIn code={code} />
            </>
          )}
        </>
      )}
    </main>
  );
}

/** Somebody who works elsewhere signs in first and comes back with the code. */
function GoToSignIn({ code }: { code: string }) {
  return (
    <Card title="すでに ID をお持ちの方">
      <div className="grid gap-4">
        <p>いまの ID でログインすると、その ID でこの医療機関も使えるようになります。</p>
        <LinkButton href="/sign-in?next=/invite" size="lg" onClick={() => keepCode(code)}>
          いまの ID でログインして受ける
        </LinkButton>
      </div>
    </Card>
  );
}

interface WithOwnSignInProps {
  code: string;
  name: string;
  onProblem: (sentence: string | null) => void;
}

function WithOwnSignIn({ code, name, onProblem }: WithOwnSignInProps) {
  const [busy, setBusy] = useState(false);
  async function join() {
    setBusy(true);
    onProblem(null);
    try {
      await account.joinClinic.mutate({ code });
      window.location.assign('/');
    } catch (error) {
      onProblem(sentenceOf(error));
      setBusy(false);
    }
  }
  return (
    <Card title={`${name} さんとしてログインしています`}>
      <div className="grid gap-4">
        <p>
          この ID で、招待された医療機関も使えるようになります。別の方の招待なら、ログアウトしてください。
        </p>
        <Button variant="primary" size="xl" busy={busy} onClick={join}>
          {`${name} さんとして招待を受ける`}
        </Button>
      </div>
    </Card>
  );
}
