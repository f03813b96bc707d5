'use client';

import { Button, Notice, TextField } from '@shirube/ui';
import { type FormEvent, useState } from 'react';
import { account, enrolPasskey, sentenceForStep, takeStep, wordOf } from '~/client/account.ts';
import { deviceName } from './device-name.ts';
import { QrCode } from './qr-code.tsx';

interface EnrolProps {
  /** a code handed over in person is asked for first */
  needsCode: boolean;
  onDone: () => void;
}

/** Registers a factor: a passkey, or an authenticator app where no passkey can be made. */
export function Enrol({ needsCode, onDone }: EnrolProps) {
  const [handedCode, setHandedCode] = useState('');
  const [way, setWay] = useState<'choose' | 'app'>('choose');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const handed = needsCode ? handedCode : null;

  async function makePasskey() {
    setBusy(true);
    setProblem(null);
    const result = await enrolPasskey(deviceName(navigator.userAgent), handed);
    setBusy(false);
    if (result.ok) onDone();
    else setProblem(sentenceForStep(result.word, needsCode ? '手渡された番号' : 'パスキー'));
  }

  return (
    <div className="grid gap-5">
      {needsCode ? (
        <TextField
          label="管理者から手渡された番号"
          required
          autoCapitalize="characters"
          characters={14}
          value={handedCode}
          onChange={(event) => setHandedCode(event.target.value)}
        />
      ) : null}
      {problem ? <Notice tone="error" title={problem} live /> : null}
      {way === 'choose' ? (
        <>
          <div className="grid gap-2">
            <Button
              variant="primary"
              size="xl"
              fullWidth
              busy={busy}
              busyLabel="端末の案内に答えてください"
              onClick={makePasskey}
            >
              パスキーを登録する（おすすめ）
            </Button>
            <p className="text-sub text-ink-2">
              この端末の指紋・顔・暗証番号、またはセキュリティキーを使います。次からは 1
              回さわるだけでログインできます。
            </p>
          </div>
          <div className="grid gap-2">
            <Button size="lg" fullWidth onClick={() => setWay('app')}>
              認証アプリを登録する
            </Button>
            <p className="text-sub text-ink-2">スマートフォンの認証アプリに出る 6 けたの数字を使います。</p>
          </div>
        </>
      ) : (
        <EnrolApp handedCode={handed} onDone={onDone} onBack={() => setWay('choose')} />
      )}
    </div>
  );
}

function EnrolApp(props: { handedCode: string | null; onDone: () => void; onBack: () => void }) {
  const [offer, setOffer] = useState<{ secret: string; uri: string } | null>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function begin() {
    setBusy(true);
    setProblem(null);
    try {
      setOffer(await account.beginTotp.mutate({ handedCode: props.handedCode }));
    } catch (error) {
      setProblem(sentenceForStep(wordOf(error), '手渡された番号'));
    }
    setBusy(false);
  }

  async function finish(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const result = await takeStep({ step: 'enrol_totp', code, handedCode: props.handedCode });
    setBusy(false);
    if (result.ok) props.onDone();
    else setProblem(sentenceForStep(result.word, '認証コード'));
  }

  return (
    <div className="grid gap-4">
      {problem ? <Notice tone="error" title={problem} live /> : null}
      {offer === null ? (
        <>
          <p>
            スマートフォンに認証アプリ（Google Authenticator、Microsoft Authenticator
            など）を入れてから進んでください。
          </p>
          <Button variant="primary" size="xl" fullWidth busy={busy} onClick={begin}>
            QRコードを表示する
          </Button>
        </>
      ) : (
        <form className="grid gap-4" onSubmit={finish}>
          <ol className="grid list-decimal gap-4 pl-6">
            <li>
              <p className="mb-2">認証アプリで QRコードを読み取ってください。</p>
              <QrCode text={offer.uri} label="認証アプリで読み取る QRコード" />
              <p className="mt-2 text-sub">
                読み取れないときは、この文字をアプリに入れてください。
                <code className="block break-all font-bold">{offer.secret}</code>
              </p>
            </li>
            <li>
              <TextField
                label="アプリに出た 6 けたの数字"
                required
                inputMode="numeric"
                autoComplete="one-time-code"
                characters={8}
                value={code}
                onChange={(event) => setCode(event.target.value)}
              />
            </li>
          </ol>
          <Button type="submit" variant="primary" size="xl" fullWidth busy={busy} busyLabel="確かめています">
            登録する
          </Button>
        </form>
      )}
      <div>
        <Button variant="tertiary" size="lg" onClick={props.onBack}>
          ほかの方法を選ぶ
        </Button>
      </div>
    </div>
  );
}
