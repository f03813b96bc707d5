'use client';

import { signingProblemSentence } from '@shirube/core/signing/problems';
import { LinkButton, Notice, Skeleton } from '@shirube/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { signingReturnKey } from '../chart/issue-panel.tsx';
import { StartSigning, useSigningStatus } from '../signing/start-signing.tsx';

interface SigningCallbackProps {
  clinic: string;
  code: string | null;
  state: string | null;
  /** why the signing service, or the bridge to the card, gave no code */
  error: string | null;
}

/** Where the authentication was started, if that is a page of this clinic. */
function returnAddress(clinic: string): string {
  const kept = sessionStorage.getItem(signingReturnKey);
  return kept?.startsWith(`/c/${clinic}/`) ? kept : `/c/${clinic}/board`;
}

/** The doctor is back from the signing service: the code becomes today's authorization, then on to where they were. */
export function SigningCallback(props: SigningCallbackProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const status = useSigningStatus();
  const [back, setBack] = useState(`/c/${props.clinic}/board`);
  const complete = useMutation(
    trpc.prescribing.completeSigning.mutationOptions({
      onSuccess: () => {
        const address = returnAddress(props.clinic);
        sessionStorage.removeItem(signingReturnKey);
        window.location.replace(address);
      },
      // a refused authentication has ended: the head of the page says so at once
      onError: () => queryClient.invalidateQueries({ queryKey: trpc.prescribing.signingStatus.queryKey() }),
    }),
  );
  useEffect(() => setBack(returnAddress(props.clinic)), [props.clinic]);
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
          title="電子署名の認証ができていません"
          live
          actions={
            <>
              {status.data?.available ? (
                <StartSigning status={status.data} label="もう一度認証する" size="lg" returnTo={back} />
              ) : null}
              <LinkButton href={back}>前の画面へ戻る</LinkButton>
            </>
          }
        >
          {refused ? signingProblemSentence(props.error ?? 'access_denied') : sentenceOf(complete.error)}
        </Notice>
      ) : (
        <Skeleton label="認証を確かめています" />
      )}
    </main>
  );
}
