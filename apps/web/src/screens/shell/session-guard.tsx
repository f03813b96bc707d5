'use client';

import { Button, Dialog, Skeleton } from '@shirube/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { account } from '~/client/account.ts';
import { quietMilliseconds, restartClock, watchTouches } from '~/client/activity.ts';
import { keepEverything, onLockNews, setCovered, tellLock } from '~/client/screen-lock.ts';
import { StepUpDialog } from '../sign-in/step-up-dialog.tsx';
import { LockedScreen } from './locked-screen.tsx';
import { SignInNews } from './sign-in-news.tsx';

/** How long the warning stands before the screen is covered. */
const warningMilliseconds = 2 * 60_000;
const keepMilliseconds = 3_000;
const touchMilliseconds = 60_000;

const LockContext = createContext<() => void>(() => undefined);

/** Covers the screen now. */
export const useLockScreen = (): (() => void) => useContext(LockContext);

interface SessionGuardProps {
  person: string;
  idleMinutes: number;
  demo: boolean;
  /** the page was loaded while the screen is locked: there is nothing behind the cover yet */
  locked: boolean;
  children: ReactNode;
}

/**
 * クリアスクリーン. After the idle time, by button or by Ctrl+Alt+L, everything behind is taken out of the page and out of memory, in
 * every tab, and the session itself is locked on the server. Unlocking brings the same place back; unsaved typing was sent to the
 * server before, or waits in this browser where that was not possible.
 */
export function SessionGuard(props: SessionGuardProps) {
  const { idleMinutes } = props;
  const [covered, showCover] = useState(props.locked);
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);
  const queryClient = useQueryClient();
  const router = useRouter();
  const now = useRef(props.locked);
  now.current = covered;

  const cover = useCallback(() => {
    setSecondsLeft(null);
    // told first: what is taken out of the page keeps its unsaved typing only for this
    setCovered(true);
    showCover(true);
  }, []);

  const lock = useCallback(async () => {
    if (now.current) return;
    now.current = true;
    const kept = keepEverything(keepMilliseconds);
    cover();
    tellLock('locked');
    await kept;
    // without an answer the server locks by itself a little later; the screen is covered in any case
    await account.lock.mutate({}).catch(() => undefined);
  }, [cover]);

  const uncover = useCallback(() => {
    restartClock();
    setCovered(false);
    showCover(false);
    // a page that was loaded behind the cover is asked for again, now with what belongs on it
    router.refresh();
  }, [router]);

  useEffect(
    () =>
      onLockNews((news) => {
        if (news === 'unlocked') return uncover();
        if (now.current) return;
        keepEverything(keepMilliseconds);
        cover();
      }),
    [cover, uncover],
  );

  // what was read about patients leaves the memory of the page too
  useEffect(() => {
    if (covered) queryClient.clear();
  }, [covered, queryClient]);

  useEffect(() => watchTouches(idleMinutes * 60_000), [idleMinutes]);

  useEffect(() => {
    if (covered) return;
    const limit = idleMinutes * 60_000;
    const warnAt = limit - Math.min(warningMilliseconds, limit / 2);
    let told = Date.now();
    const look = () => {
      const quiet = quietMilliseconds();
      if (quiet >= limit) return void lock();
      setSecondsLeft(quiet >= warnAt ? Math.ceil((limit - quiet) / 1000) : null);
      if (quiet < touchMilliseconds && Date.now() - told >= touchMilliseconds) {
        told = Date.now();
        account.touch.mutate({}).catch(() => undefined);
      }
    };
    const timer = setInterval(look, 1_000);
    document.addEventListener('visibilitychange', look);
    const hotKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey && event.altKey && event.code === 'KeyL')) return;
      event.preventDefault();
      void lock();
    };
    window.addEventListener('keydown', hotKey);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('keydown', hotKey);
    };
  }, [covered, idleMinutes, lock]);

  if (covered)
    return (
      <LockedScreen
        person={props.person}
        demo={props.demo}
        onUnlocked={() => {
          uncover();
          tellLock('unlocked');
        }}
      />
    );
  if (props.locked) return <Skeleton label="画面を開いています" />;
  return (
    <LockContext.Provider value={lock}>
      <SignInNews />
      {props.children}
      <StepUpDialog demo={props.demo} />
      <Dialog
        kind="alert"
        open={secondsLeft !== null}
        onClose={() => {
          restartClock();
          setSecondsLeft(null);
        }}
        title="まもなく画面をロックします"
        actions={
          <Button
            variant="primary"
            size="xl"
            onClick={() => {
              restartClock();
              setSecondsLeft(null);
            }}
          >
            続ける
          </Button>
        }
      >
        <p>
          {`操作がないため、あと ${wait(secondsLeft ?? 0)}で画面をロックします。入力した内容は残ります。`}
        </p>
      </Dialog>
    </LockContext.Provider>
  );
}

const wait = (seconds: number): string =>
  seconds >= 60 ? `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒` : `${seconds} 秒`;
