'use client';

import type { SaveStatus } from '@shirube/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { reasonOf } from './trpc.tsx';

const pauseMilliseconds = 700;
const retryMilliseconds = 5_000;
/** why the server did not take it, where it will later */
const keptHere = ['no_answer', 'unauthorized', 'session_locked'];

interface Kept {
  /** whose typing it is: on a shared computer nobody is offered another's */
  owner: string;
  content: unknown;
  baseRevision: number;
  /** as initialVersion */
  version?: number | undefined;
}

export interface Autosaved<Content> {
  content: Content;
  /** the revision the server holds; 0 before the first save */
  revision: number;
  status: SaveStatus;
  savedAt: string | null;
  /** the session has ended: what was typed is kept in this browser */
  signedOut: boolean;
  /** this browser holds something the server does not, on top of an older revision */
  conflict: boolean;
  change(update: (current: Content) => Content): void;
  /** Saves what is not yet saved and returns the revision; throws when it can not. */
  flush(): Promise<number>;
  resolveConflict(choice: 'mine' | 'theirs'): void;
  /** Forgets what is not saved, here and in this browser: it was handed over or thrown away. */
  drop(): void;
}

/**
 * What somebody types is first kept in this browser, then saved after a short pause, one save at a time. A tab that dies or a
 * session that ends loses nothing: the kept copy is offered again. A newer revision from elsewhere is never overwritten: the person
 * chooses. `storageKey`, `owner` and the functions must stay the same while the hook lives.
 */
export function useAutosave<Content>(input: {
  storageKey: string;
  owner: string;
  initial: Content;
  initialRevision: number;
  /** of which version the draft is, where each version has a draft of its own whose revisions begin anew */
  initialVersion?: number;
  initialSavedAt: string | null;
  /** the content of a kept copy, or null when it is none */
  parse: (kept: unknown) => Content | null;
  save: (content: Content, baseRevision: number) => Promise<{ revision: number; savedAt: string }>;
  /** what the server holds now: asked when this browser's content is chosen over it */
  newestRevision: () => Promise<number>;
}): Autosaved<Content> {
  const { storageKey, owner } = input;
  const [content, setContent] = useState(input.initial);
  const [revision, setRevision] = useState(input.initialRevision);
  const [status, setStatus] = useState<SaveStatus>('saved');
  const [savedAt, setSavedAt] = useState(input.initialSavedAt);
  const [signedOut, setSignedOut] = useState(false);
  const [conflict, setConflict] = useState<{ mine: Content } | null>(null);
  const latest = useRef(input.initial);
  const revisionNow = useRef(input.initialRevision);
  const dirty = useRef(false);
  const inFlight = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const functions = useRef(input);
  functions.current = input;

  const save = useCallback(async (): Promise<void> => {
    if (inFlight.current) return inFlight.current;
    const run = async () => {
      while (dirty.current) {
        dirty.current = false;
        setStatus('saving');
        const sent = latest.current;
        try {
          const answer = await functions.current.save(sent, revisionNow.current);
          revisionNow.current = answer.revision;
          setRevision(answer.revision);
          setSavedAt(answer.savedAt);
          setSignedOut(false);
          if (!dirty.current) {
            forget(storageKey);
            setStatus('saved');
          }
        } catch (error) {
          dirty.current = true;
          const reason = reasonOf(error);
          setSignedOut(reason === 'unauthorized');
          if (reason === 'stale') setConflict({ mine: sent });
          setStatus(keptHere.includes(reason) ? 'kept-here' : 'failed');
          throw error;
        }
      }
    };
    inFlight.current = run().finally(() => {
      inFlight.current = null;
    });
    return inFlight.current;
  }, [storageKey]);

  const schedule = useCallback(
    (milliseconds: number) => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        save().catch((error) => {
          if (keptHere.includes(reasonOf(error))) schedule(retryMilliseconds);
        });
      }, milliseconds);
    },
    [save],
  );

  const change = useCallback(
    (update: (current: Content) => Content) => {
      const next = update(latest.current);
      latest.current = next;
      dirty.current = true;
      setContent(next);
      setStatus((before) => (before === 'kept-here' ? before : 'editing'));
      keep(storageKey, {
        owner,
        content: next,
        baseRevision: revisionNow.current,
        version: functions.current.initialVersion,
      });
      schedule(pauseMilliseconds);
    },
    [storageKey, owner, schedule],
  );

  // A copy kept by a tab that died: on top of the same revision of the same version it is simply continued, else the person chooses.
  useEffect(() => {
    const kept = read(storageKey, owner);
    const mine = kept && functions.current.parse(kept.content);
    if (!kept || !mine) return;
    if (kept.baseRevision === revisionNow.current && kept.version === functions.current.initialVersion)
      change(() => mine);
    else setConflict({ mine });
  }, [storageKey, owner, change]);

  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', beforeUnload);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      if (timer.current) clearTimeout(timer.current);
    };
  }, []);

  const flush = useCallback(async () => {
    if (timer.current) clearTimeout(timer.current);
    if (revisionNow.current === 0) dirty.current = true;
    await save();
    return revisionNow.current;
  }, [save]);

  const resolveConflict = useCallback(
    (choice: 'mine' | 'theirs') => {
      const mine = conflict?.mine;
      setConflict(null);
      if (choice === 'theirs' || mine === undefined) {
        forget(storageKey);
        // the page is read again with what the server holds
        dirty.current = false;
        window.location.reload();
        return;
      }
      functions.current
        .newestRevision()
        .then((newest) => {
          revisionNow.current = newest;
          change(() => mine);
        })
        .catch(() => setConflict({ mine }));
    },
    [conflict, change, storageKey],
  );

  const drop = useCallback(() => {
    if (timer.current) clearTimeout(timer.current);
    dirty.current = false;
    forget(storageKey);
  }, [storageKey]);

  return {
    content,
    revision,
    status,
    savedAt,
    signedOut,
    conflict: conflict !== null,
    change,
    flush,
    resolveConflict,
    drop,
  };
}

function keep(key: string, copy: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(copy));
  } catch {
    // storage may be full or switched off: the server still gets it after the pause
  }
}

function read(key: string, owner: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return kept?.owner === owner && Number.isInteger(kept.baseRevision) ? kept : null;
  } catch {
    return null;
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
