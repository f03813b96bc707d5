'use client';

import { signingProviderLabels } from '@shirube/core/signing/schema';
import { Button, Dialog, ListButton, Notice } from '@shirube/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answers, sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { signingReturnKey } from '../chart/issue-panel.tsx';

export type SigningStatus = Answers['prescribing']['signingStatus'];

/** Today's authentication: read again every minute, because it ends by itself. */
export function useSigningStatus() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.prescribing.signingStatus.queryOptions({}), refetchInterval: 60_000 });
}

/**
 * Starts the day's authentication and comes back to this very page. One way to authenticate: one click. Several: the one used last is
 * offered first, and another can be chosen (a card that is not at hand).
 */
export function StartSigning(props: {
  status: SigningStatus;
  label: string;
  size?: 'sm' | 'lg';
  /** where to go afterwards; this page when left out */
  returnTo?: string;
}) {
  const trpc = useTRPC();
  const [choosing, setChoosing] = useState(false);
  const start = useMutation(
    trpc.prescribing.startSigning.mutationOptions({
      onSuccess: ({ authorizationUrl }) => {
        sessionStorage.setItem(signingReturnKey, props.returnTo ?? window.location.pathname);
        window.location.assign(authorizationUrl);
      },
    }),
  );
  const { providers } = props.status;
  return (
    <>
      <Button
        size={props.size ?? 'sm'}
        variant={props.size === 'lg' ? 'primary' : 'secondary'}
        busy={start.isPending}
        onClick={() => (providers.length > 1 || start.isError ? setChoosing(true) : start.mutate({}))}
      >
        {props.label}
      </Button>
      <Dialog open={choosing || start.isError} onClose={() => close()} title="電子署名の認証の方法">
        <div className="grid gap-3">
          {start.isError ? <Notice tone="error" title={sentenceOf(start.error)} live /> : null}
          {providers.map((provider) => (
            <ListButton
              key={provider}
              disabled={start.isPending}
              onClick={() => {
                setChoosing(false);
                start.mutate({ provider });
              }}
            >
              {signingProviderLabels[provider]}
            </ListButton>
          ))}
        </div>
      </Dialog>
    </>
  );

  function close() {
    setChoosing(false);
    start.reset();
  }
}
