'use client';

import { LinkButton, Notice, Skeleton } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { signingReturnKey } from '../chart/issue-panel.tsx';

/** The doctor is back from the signing service: the code becomes today's authorization, then on to where they were. */
export function SigningCallback(props: { clinic: string; code: string | null; state: string | null }) {
  const trpc = useTRPC();
  const board = `/c/${props.clinic}/board`;
  const complete = useMutation(
    trpc.prescribing.completeSigning.mutationOptions({
      onSuccess: () => {
        const back = sessionStorage.getItem(signingReturnKey);
        sessionStorage.removeItem(signingReturnKey);
        window.location.replace(back?.startsWith(`/c/${props.clinic}/`) ? back : board);
      },
    }),
  );
  const started = useRef(false);
  const { mutate } = complete;
  useEffect(() => {
    if (started.current || !props.code || !props.state) return;
    started.current = true;
    mutate({ code: props.code, state: props.state });
  }, [mutate, props.code, props.state]);
  const refused = !props.code || !props.state;
  return (
    <main id="main" className="mx-auto max-w-2xl p-8">
      {refused || complete.isError ? (
        <Notice
          tone="error"
          title={refused ? '電子署名の認証がされませんでした' : sentenceOf(complete.error)}
          live
          actions={<LinkButton href={board}>受付一覧へ</LinkButton>}
        >
          もう一度認証すると続けられます。処方は残っています。
        </Notice>
      ) : (
        <Skeleton label="認証を確かめています" />
      )}
    </main>
  );
}
