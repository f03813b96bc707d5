'use client';

import { roleWords } from '@shirube/core/identity';
import { AppHeader, Button, LinkButton, Notice, SegmentedControl } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { type ReactNode, useState } from 'react';
import { useMay, useMe } from '~/client/may.tsx';
import { useTRPC } from '~/client/trpc.tsx';
import { EmergencyBanner } from '../restrictions/emergency-banner.tsx';
import { SigningState } from '../signing/signing-state.tsx';
import { type NavigationPlace, navigation } from './navigation.ts';
import { useLockScreen } from './session-guard.tsx';
import { type TextScale, textScaleClass, textScaleCookie, textScales } from './text-scale.ts';

interface ShellProps {
  clinic: string;
  /** every clinic of the person that can be used from here */
  clinics: readonly { slug: string; name: string }[];
  textScale: TextScale;
  sandboxUrl: string | null;
  children: ReactNode;
}

/** What stands around every screen of a clinic: where one can go, who is working, in what size of letters. */
export function Shell(props: ShellProps) {
  const path = usePathname();
  const me = useMe();
  const lock = useLockScreen();
  const maySign = useMay('prescription.authorize_signing');
  const mayOpenForEmergency = useMay('emergency.access');
  const mayEdit = useMay('clinic.edit');
  const [scale, setScale] = useState(props.textScale);
  const waiting = useWaiting();
  const linksOf = (menu: NavigationPlace['menu']) =>
    navigation
      .filter((place) => place.menu === menu && me.permissions.includes(place.permission))
      .map((place) => {
        const href = `/c/${props.clinic}/${place.path}`;
        const late = place.path === 'approvals' ? (waiting.overdue ?? 0) : 0;
        const label = late > 0 ? `${place.label}（期限切れ ${late}件）` : place.label;
        return { href, label, current: path.startsWith(href), count: waiting[place.path] };
      });
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
        place={me.clinic.name}
        places={props.clinics.map((each) => ({
          href: `/c/${each.slug}/board`,
          label: each.name,
          current: each.slug === props.clinic,
        }))}
        linkAs={Link}
        links={linksOf('main')}
        groups={[{ label: '管理', links: linksOf('manage') }]}
        right={
          <>
            {maySign ? <SigningState /> : null}
            <SegmentedControl
              label="文字の大きさ"
              segments={textScales.map(({ value, label }) => ({ value, label }))}
              value={scale}
              onChange={changeScale}
            />
            <Button size="sm" variant="tertiary" title="Ctrl + Alt + L" onClick={lock}>
              画面をロック
            </Button>
            <LinkButton size="sm" variant="tertiary" as={Link} href="/account">
              {`${roleWords(me.roles)} ${me.name}`}
            </LinkButton>
            <Button size="sm" variant="tertiary" onClick={() => signOut({ callbackUrl: '/sign-in' })}>
              ログアウト
            </Button>
          </>
        }
      />
      {mayOpenForEmergency ? <EmergencyBanner /> : null}
      {mayEdit && !path.endsWith('/setup') ? <SetupReminder clinic={props.clinic} /> : null}
      {props.children}
    </>
  );
}

/** What waits at a place: entries to be approved, written anew, or past their time; letters that arrived; refused sharing. */
function useWaiting(): Record<string, number | undefined> {
  const trpc = useTRPC();
  const mayViewLetters = useMay('document.view');
  const counts = useQuery({ ...trpc.entries.counts.queryOptions({}), refetchInterval: 60_000 });
  const letters = useQuery({
    ...trpc.letters.count.queryOptions({}),
    enabled: mayViewLetters,
    refetchInterval: 60_000,
  });
  const mayManageSharing = useMay('sharing.manage');
  const mayViewSharing = useMay('sharing.view');
  const sharing = useQuery({
    ...trpc.sharing.counts.queryOptions({}),
    enabled: mayViewSharing,
    refetchInterval: 60_000,
  });
  return {
    approvals: counts.data?.toApprove,
    entries: counts.data?.returned,
    overdue: counts.data?.overdue,
    // for a doctor what is theirs to mend; where nobody's doctor looks (管理者) whatever is refused
    sharing: mayManageSharing ? sharing.data?.mine : sharing.data?.all,
    letters: letters.data?.waiting,
  };
}

/** As long as nobody said that the clinic is ready, its administrators are led back to setting it up. */
function SetupReminder({ clinic }: { clinic: string }) {
  const trpc = useTRPC();
  const setup = useQuery({ ...trpc.clinic.setup.queryOptions({}), staleTime: 600_000 });
  if (!setup.data || setup.data.finishedAt !== null) return null;
  return (
    <div className="px-5 pt-4 print-hide">
      <Notice
        tone="info"
        title="はじめの準備が終わっていません"
        actions={<LinkButton href={`/c/${clinic}/setup`}>準備をつづける</LinkButton>}
      />
    </div>
  );
}
