'use client';

import { Button, Notice, TextField } from '@shirube/ui';
import { useState } from 'react';
import { dateAndClock } from '../format.ts';

interface HandedCredentialProps {
  clientId: string;
  /** null: the other side proves itself with its own key */
  secret: string | null;
  validUntil: string;
}

/** What the other side needs to begin. A secret is shown here and nowhere else, and leaves with this part of the page. */
export function HandedCredential({ clientId, secret, validUntil }: HandedCredentialProps) {
  return (
    <div className="grid gap-4">
      {secret === null ? (
        <p>相手には、次のことを知らせてください。公開鍵は登録しました。</p>
      ) : (
        <Notice tone="warning" title="合言葉を表示するのは、いまだけです">
          写して、相手の担当者に安全な方法で渡してください。この画面を離れると、もう表示できません。なくしたときは作り直します。
        </Notice>
      )}
      <Copied label="クライアントID" value={clientId} />
      {secret === null ? null : <Copied label="合言葉" value={secret} />}
      <Copied label="トークンを受け取る宛先" value={`${window.location.origin}/api/oauth/token`} />
      <p>{`${dateAndClock(validUntil)} まで使えます。`}</p>
    </div>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  const [done, setDone] = useState<'copied' | 'failed' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setDone('copied'),
      () => setDone('failed'),
    );
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-end gap-3">
        <TextField
          className="min-w-0 flex-1"
          label={label}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
        />
        <Button size="lg" onClick={copy}>{`${label}を写す`}</Button>
      </div>
      <p aria-live="polite" className="text-sub text-ink-2">
        {done === 'copied' ? '写しました。' : null}
        {done === 'failed' ? '写せませんでした。欄を選んで、キーボードで写してください。' : null}
      </p>
    </div>
  );
}
