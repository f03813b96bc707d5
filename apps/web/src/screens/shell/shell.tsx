'use client';

import { AppHeader, Button, Chip, SegmentedControl } from '@shirube/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import { signingReturnKey } from '../chart/issue-panel.tsx';
import { clock } from '../format.ts';
import { type TextScale, textScaleClass, textScaleCookie, textScales } from './text-scale.ts';

interface ShellProps {
  clinic: string;
  place: string;
  person: string;
  /** '医師・管理者' */
  roles: string;
  maySign: boolean;
  maySeeAudit: boolean;
  maySeeOutbox: boolean;
  textScale: TextScale;
  sandboxUrl: string | null;
  children: ReactNode;
}

/** What stands around every screen of a clinic: where one can go, who is working, in what size of letters. */
export function Shell(props: ShellProps) {
  const path = usePathname();
  const [scale, setScale] = useState(props.textScale);
  const link = (href: string, label: string) => ({ href, label, current: path.startsWith(href) });
  const changeScale = (value: TextScale) => {
    setScale(value);
    document.documentElement.className = textScaleClass(value);
    // biome-ignore lint/suspicious/noDocumentCookie: a plain preference, read by the server at the next page
    document.cookie = `${textScaleCookie}=${value}; path=/; max-age=31536000; samesite=lax${window.location.protocol === 'https:' ? '; secure' : ''}`;
  };
  return (
    <>
      {props.sandboxUrl ? (
        <p className="bg-caution px-5 py-1.5 text-center text-sub print-hide">
          デモ環境です。実在の患者の情報を入れないでください。
          <a className="ml-3 underline" href={props.sandboxUrl} target="_blank" rel="noreferrer">
            模擬サービスを開く
          </a>
        </p>
      ) : null}
      <AppHeader
        homeHref={`/c/${props.clinic}/board`}
        place={props.place}
        linkAs={Link}
        links={[
          link(`/c/${props.clinic}/board`, '受付一覧'),
          ...(props.maySeeOutbox ? [link(`/c/${props.clinic}/outbox`, '送信の状況')] : []),
          ...(props.maySeeAudit ? [link(`/c/${props.clinic}/audit`, '監査証跡')] : []),
        ]}
        right={
          <>
            {props.maySign ? <SigningState /> : null}
            <SegmentedControl
              label="文字の大きさ"
              segments={textScales.map(({ value, label }) => ({ value, label }))}
              value={scale}
              onChange={changeScale}
            />
            <Chip>{`${props.roles} ${props.person}`}</Chip>
            <Button size="sm" variant="tertiary" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
              ログアウト
            </Button>
          </>
        }
      />
      {props.children}
    </>
  );
}

/** HPKI署名: once a day; its state is always in sight. */
function SigningState() {
  const trpc = useTRPC();
  const status = useQuery({ ...trpc.prescribing.signingStatus.queryOptions({}), refetchInterval: 60_000 });
  const start = useMutation(
    trpc.prescribing.startSigning.mutationOptions({
      onSuccess: ({ authorizationUrl }) => {
        sessionStorage.setItem(signingReturnKey, window.location.pathname);
        window.location.assign(authorizationUrl);
      },
    }),
  );
  if (!status.data) return null;
  if (status.data.authorized && status.data.expiresAt)
    return <Chip tone="success">{`HPKI署名 認証済み（${clock(status.data.expiresAt)}まで）`}</Chip>;
  return (
    <Button size="sm" busy={start.isPending} onClick={() => start.mutate({})}>
      HPKI署名を認証する
    </Button>
  );
}
