'use client';

import { Button, Notice } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { StartSigning, useSigningStatus } from '../signing/start-signing.tsx';
import type { DocumentPlace } from './document-screen.tsx';

/** 電子署名 of a version, for whoever wants one: nothing that is sent needs it. */
export function SignVersion({
  place: { patientId, documentId },
  versionId,
  onSigned,
}: {
  place: DocumentPlace;
  versionId: string;
  onSigned: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const status = useSigningStatus();
  const sign = useMutation(trpc.documents.sign.mutationOptions({ onSuccess: onSigned }));
  if (!status.data?.available) return null;
  return (
    <div className="grid gap-2">
      {sign.isError ? <Notice tone="error" title={sentenceOf(sign.error)} live /> : null}
      <p className="text-sub text-ink-2">電子署名は、なくても送れます。付けたいときに付けてください。</p>
      <p>
        {status.data.authorized ? (
          <Button
            size="lg"
            busy={sign.isPending}
            busyLabel="署名しています"
            onClick={() => sign.mutate({ patientId, documentId, versionId })}
          >
            電子署名を付ける
          </Button>
        ) : (
          <StartSigning status={status.data} label="電子署名の認証をする（1日1回）" size="lg" />
        )}
      </p>
    </div>
  );
}
