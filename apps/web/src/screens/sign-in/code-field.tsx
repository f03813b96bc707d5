'use client';

import { Button, TextField } from '@shirube/ui';
import { useState } from 'react';
import { account } from '~/client/account.ts';

/** The six figures of the authenticator app. In a demo a button fills in the current code. */
export function CodeField(props: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  demo: boolean;
}) {
  return (
    <div className="grid gap-3">
      <TextField
        label={props.label ?? '認証コード（6けたの数字）'}
        hint="スマートフォンの認証アプリに出ている数字です。"
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        characters={8}
        maxLength={12}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      {props.demo ? <DemoCodeButton onCode={props.onChange} /> : null}
    </div>
  );
}

/** A code is used once in the demo too: when both current ones are used, the next is waited for. */
function DemoCodeButton({ onCode }: { onCode: (code: string) => void }) {
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  async function fill() {
    setBusy(true);
    setMissing(false);
    for (;;) {
      const given = await account.demoCode.mutate({}).catch(() => null);
      if (given?.code) {
        onCode(given.code);
        break;
      }
      if (!given || given.waitSeconds === 0) {
        setMissing(true);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, given.waitSeconds * 1000));
    }
    setBusy(false);
  }
  return (
    <div>
      <Button
        variant="tertiary"
        size="lg"
        busy={busy}
        busyLabel="次のコードを待っています"
        unavailableReason={missing ? 'この利用者のデモの認証コードはありません。' : undefined}
        onClick={fill}
      >
        デモの認証コードを入れる
      </Button>
    </div>
  );
}
