'use client';

import { Button, Card, Notice, StatusBadge } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useWhyNot } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { dateAndClock } from '../format.ts';
import type { ClientCardProps } from './card-props.ts';
import { RotateDialog } from './rotate-dialog.tsx';
import { kindWords, runsOutSoon } from './words.ts';

/** How the client proves who it is: at most two that live, so that one can replace the other without a pause. */
export function CredentialsCard({ client, onChanged }: ClientCardProps) {
  const trpc = useTRPC();
  const [rotating, setRotating] = useState(false);
  const whyNot = useWhyNot('client.manage');
  const end = useMutation(trpc.clients.endCredential.mutationOptions({ onSuccess: onChanged }));
  const live = client.credentials.filter((each) => each.live);
  const unavailable =
    client.state === 'retired'
      ? '廃止した外部システムです。'
      : live.length >= 2
        ? '同時に使える認証は二つまでです。古いほうを終わらせてください。'
        : whyNot;
  return (
    <Card
      title="認証の情報"
      actions={
        <Button unavailableReason={unavailable} onClick={() => setRotating(true)}>
          入れ替える
        </Button>
      }
    >
      <div className="grid gap-3">
        {end.isError ? <Notice tone="error" title={sentenceOf(end.error)} live /> : null}
        {live.length === 0 ? (
          <Notice tone="warning" title="使える認証がありません">
            相手はトークンを受け取れません。入れ替えて、相手に知らせてください。
          </Notice>
        ) : null}
        <ul className="grid gap-3">
          {client.credentials.map((credential) => (
            <li
              key={credential.id}
              className="flex flex-wrap items-center gap-3 rounded-control border border-line px-4 py-3"
            >
              <div className="min-w-0 flex-1">
                <span className="block font-bold">{kindWords[credential.kind]}</span>
                {credential.keys.map((key) => (
                  <span key={key.kid} className="block text-sub break-all text-ink-2">
                    {`${key.words}　kid ${key.kid}`}
                  </span>
                ))}
                <span className="block text-sub text-ink-2">
                  {`${dateAndClock(credential.validUntil)} ${credential.live ? 'まで' : 'に終了'}　最後に使った ${
                    credential.lastUsedAt ? dateAndClock(credential.lastUsedAt) : 'まだ'
                  }`}
                </span>
              </div>
              {credential.live ? (
                <>
                  {runsOutSoon(credential.validUntil, Date.now()) ? (
                    <StatusBadge tone="warning" size="sm">
                      まもなく切れる
                    </StatusBadge>
                  ) : null}
                  <Button
                    size="sm"
                    busy={end.isPending}
                    unavailableReason={whyNot}
                    onClick={() => end.mutate({ clientId: client.id, credentialId: credential.id })}
                  >
                    すぐに終わらせる
                  </Button>
                </>
              ) : (
                <StatusBadge size="sm">終了</StatusBadge>
              )}
            </li>
          ))}
        </ul>
      </div>
      <RotateDialog
        open={rotating}
        client={client}
        onClose={() => setRotating(false)}
        onChanged={onChanged}
      />
    </Card>
  );
}
