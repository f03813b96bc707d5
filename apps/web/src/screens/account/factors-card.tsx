'use client';

import { Button, Card, Notice, TextField } from '@shirube/ui';
import { useState } from 'react';
import { account } from '~/client/account.ts';
import { dayAndClock } from '../format.ts';
import { Enrol } from '../sign-in/enrol.tsx';
import type { Overview } from './account-screen.tsx';
import { useAct } from './use-act.ts';

const used = (at: string | null): string =>
  at === null ? 'まだ使っていません' : `最後に使った日時 ${dayAndClock(at)}`;

/** How one proves who one is: passkeys and the authenticator app. The last one cannot be taken away. */
export function FactorsCard({ overview, onChanged }: { overview: Overview; onChanged: () => void }) {
  const { busy, problem, act } = useAct();
  const [adding, setAdding] = useState(false);
  const [renaming, setRenaming] = useState<{ id: string; name: string } | null>(null);
  const last = overview.passkeys.length + (overview.app ? 1 : 0) <= 1;
  const lastReason = last ? '最後の 1 つは外せません。先にほかの手段を登録してください。' : undefined;

  const remove = (factorId: string) =>
    act(factorId, () => account.removeFactor.mutate({ factorId })).then(onChanged);

  return (
    <Card title="認証の手段" note="パスワードのほかに、本人であることを確かめるもの">
      <div className="grid gap-4">
        {problem ? <Notice tone="error" title={problem} live /> : null}
        <ul className="grid gap-3">
          {overview.passkeys.map((passkey) => (
            <li key={passkey.id} className="grid gap-2 rounded-control border border-line p-4">
              {renaming?.id === passkey.id ? (
                <form
                  className="flex flex-wrap items-end gap-3"
                  onSubmit={async (event) => {
                    event.preventDefault();
                    const done = await act('rename', () =>
                      account.renamePasskey.mutate({ passkeyId: passkey.id, name: renaming.name }),
                    );
                    if (!done) return;
                    setRenaming(null);
                    onChanged();
                  }}
                >
                  <TextField
                    label="パスキーの名前"
                    maxLength={60}
                    characters={20}
                    value={renaming.name}
                    onChange={(event) => setRenaming({ id: passkey.id, name: event.target.value })}
                  />
                  <Button type="submit" variant="primary" size="lg" busy={busy === 'rename'}>
                    名前を変える
                  </Button>
                </form>
              ) : (
                <p className="text-lead font-bold">{`パスキー：${passkey.name}`}</p>
              )}
              <p className="text-sub text-ink-2">
                {`登録 ${dayAndClock(passkey.createdAt)}　${used(passkey.lastUsedAt)}　${passkey.backedUp ? '複数の端末で使えます' : 'この端末だけで使えます'}`}
              </p>
              <div className="flex flex-wrap gap-3">
                <Button
                  aria-label={`パスキー ${passkey.name} の名前を変える`}
                  onClick={() => setRenaming({ id: passkey.id, name: passkey.name })}
                >
                  名前を変える
                </Button>
                <Button
                  variant="danger"
                  aria-label={`パスキー ${passkey.name} を外す`}
                  busy={busy === passkey.id}
                  unavailableReason={lastReason}
                  onClick={() => remove(passkey.id)}
                >
                  外す
                </Button>
              </div>
            </li>
          ))}
          {overview.app ? (
            <li className="grid gap-2 rounded-control border border-line p-4">
              <p className="text-lead font-bold">認証アプリ</p>
              <p className="text-sub text-ink-2">
                {`登録 ${dayAndClock(overview.app.createdAt)}　${used(overview.app.lastUsedAt)}`}
              </p>
              <div>
                <Button
                  variant="danger"
                  aria-label="認証アプリを外す"
                  busy={busy === overview.app.id}
                  unavailableReason={lastReason}
                  onClick={() => overview.app && remove(overview.app.id)}
                >
                  外す
                </Button>
              </div>
            </li>
          ) : null}
        </ul>
        {adding ? (
          <div className="grid gap-4 rounded-control border border-key-line p-4">
            {overview.app ? (
              <p className="text-sub">認証アプリを登録し直すと、今のアプリの数字は使えなくなります。</p>
            ) : null}
            <Enrol
              needsCode={false}
              onDone={() => {
                setAdding(false);
                onChanged();
              }}
            />
            <div>
              <Button variant="tertiary" onClick={() => setAdding(false)}>
                やめる
              </Button>
            </div>
          </div>
        ) : (
          <div>
            <Button
              variant="primary"
              size="lg"
              busy={busy === 'add'}
              onClick={async () => {
                if (await act('add', () => account.assure.mutate({}))) setAdding(true);
              }}
            >
              認証の手段を足す
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}
