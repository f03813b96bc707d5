'use client';

import { Button, Notice, PrintIcon } from '@shirube/ui';
import { useState } from 'react';
import { account, sentenceForStep, wordOf } from '~/client/account.ts';

/** Ten recovery codes, shown once: to print or to write down, then on. */
export function RecoveryCodes({ onDone, doneLabel }: { onDone: () => void; doneLabel: string }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function make() {
    setBusy(true);
    setProblem(null);
    try {
      setCodes((await account.issueRecoveryCodes.mutate({})).codes);
    } catch (error) {
      setProblem(sentenceForStep(wordOf(error), '内容'));
    }
    setBusy(false);
  }

  if (codes === null)
    return (
      <div className="grid gap-4">
        <p>
          スマートフォンや鍵をなくしたときのために、予備コードを 10 個作ります。1 個につき 1 回だけ、
          認証コードの代わりに使えます。
        </p>
        {problem ? <Notice tone="error" title={problem} live /> : null}
        <Button variant="primary" size="xl" busy={busy} busyLabel="作っています" fullWidth onClick={make}>
          予備コードを作る
        </Button>
      </div>
    );
  return (
    <div className="grid gap-4">
      <Notice tone="warning" title="この予備コードは今だけ表示します" live>
        印刷するか書き写して、鍵のかかる場所にしまってください。
      </Notice>
      <ol aria-label="予備コード" className="grid gap-1.5 sm:grid-cols-2">
        {codes.map((code) => (
          <li
            key={code}
            className="tabular rounded-control border border-line bg-surface-2 px-3 py-2 font-bold tracking-wide"
          >
            {code}
          </li>
        ))}
      </ol>
      <div className="print-hide grid gap-3 sm:grid-cols-2">
        <Button size="lg" icon={<PrintIcon />} onClick={() => window.print()}>
          印刷する
        </Button>
        <Button variant="primary" size="lg" onClick={onDone}>
          {doneLabel}
        </Button>
      </div>
    </div>
  );
}
