'use client';

import type { EncounterDraft } from '@shirube/core/prescribing/draft';
import type { SaveStatus } from '@shirube/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { beforeCover } from '~/client/screen-lock.ts';
import { reasonOf, useTRPCClient } from '~/client/trpc.tsx';
import { forgetLocalDraft, keepLocalDraft, readLocalDraft } from './local-draft.ts';

const pauseMilliseconds = 700;
const retryMilliseconds = 5_000;
/** why the server did not take it, where it will later */
const keptHere = ['no_answer', 'unauthorized', 'session_locked'];

export interface DraftConflict {
  /** what this browser holds and the server does not */
  mine: EncounterDraft;
}

export interface EncounterDraftState {
  content: EncounterDraft;
  /** the revision the server holds; what confirmation is asked for */
  revision: number;
  status: SaveStatus;
  savedAt: string | null;
  /** the session has ended: what was typed is kept in this browser */
  signedOut: boolean;
  conflict: DraftConflict | null;
  change(update: (current: EncounterDraft) => EncounterDraft): void;
  /** Saves what is not yet saved and returns the revision; throws when it can not. */
  flush(): Promise<number>;
  resolveConflict(choice: 'mine' | 'theirs'): void;
  /** Takes what the server has made of the draft, of which nothing is unsaved here. */
  adopt(saved: { content: EncounterDraft; revision: number }): void;
}

/**
 * What the doctor types is first kept in this browser, then saved after a short pause, one save at a time. A tab that dies
 * or a session that ends loses nothing: the kept copy is offered again. A newer revision from elsewhere is never
 * overwritten: the doctor chooses.
 */
export function useEncounterDraft(input: {
  /** the member of staff who types */
  owner: string;
  patientId: string;
  encounterId: string;
  initial: EncounterDraft;
  initialRevision: number;
  initialSavedAt: string | null;
}): EncounterDraftState {
  const { owner, patientId, encounterId } = input;
  const client = useTRPCClient();
  const [content, setContent] = useState(input.initial);
  const [revision, setRevision] = useState(input.initialRevision);
  const [status, setStatus] = useState<SaveStatus>('saved');
  const [savedAt, setSavedAt] = useState(input.initialSavedAt);
  const [signedOut, setSignedOut] = useState(false);
  const [conflict, setConflict] = useState<DraftConflict | null>(null);
  const latest = useRef(input.initial);
  const revisionNow = useRef(input.initialRevision);
  const dirty = useRef(false);
  const inFlight = useRef<Promise<void> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback(async (): Promise<void> => {
    if (inFlight.current) return inFlight.current;
    const run = async () => {
      while (dirty.current) {
        dirty.current = false;
        setStatus('saving');
        const sent = latest.current;
        try {
          const answer = await client.charting.saveDraft.mutate({
            patientId,
            encounterId,
            baseRevision: revisionNow.current,
            content: sent,
          });
          revisionNow.current = answer.revision;
          setRevision(answer.revision);
          setSavedAt(answer.savedAt);
          setSignedOut(false);
          if (!dirty.current) {
            forgetLocalDraft(encounterId);
            setStatus('saved');
          }
        } catch (error) {
          dirty.current = true;
          const reason = reasonOf(error);
          setSignedOut(reason === 'unauthorized');
          if (reason === 'stale') {
            setConflict({ mine: sent });
            setStatus('failed');
          } else setStatus(keptHere.includes(reason) ? 'kept-here' : 'failed');
          throw error;
        }
      }
    };
    inFlight.current = run().finally(() => {
      inFlight.current = null;
    });
    return inFlight.current;
  }, [client, patientId, encounterId]);

  const schedule = useCallback(
    (milliseconds: number) => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        save().catch((error) => {
          if (reasonOf(error) !== 'stale') schedule(retryMilliseconds);
        });
      }, milliseconds);
    },
    [save],
  );

  const change = useCallback(
    (update: (current: EncounterDraft) => EncounterDraft) => {
      const next = update(latest.current);
      latest.current = next;
      dirty.current = true;
      setContent(next);
      setStatus((before) => (before === 'kept-here' ? before : 'editing'));
      keepLocalDraft(encounterId, { owner, content: next, baseRevision: revisionNow.current });
      schedule(pauseMilliseconds);
    },
    [encounterId, owner, schedule],
  );

  // A copy kept by a tab that died: on top of the same revision it is simply continued, else the doctor chooses.
  useEffect(() => {
    const kept = readLocalDraft(encounterId, owner);
    if (!kept) return;
    if (kept.baseRevision === revisionNow.current) change(() => kept.content);
    else setConflict({ mine: kept.content });
  }, [encounterId, owner, change]);

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

  // before the screen is covered what is not yet saved goes to the server, while the session still answers
  useEffect(() => beforeCover(() => (dirty.current ? save() : Promise.resolve())), [save]);

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
      if (choice === 'theirs' || !mine) {
        forgetLocalDraft(encounterId);
        // the page is read again with what the server holds
        dirty.current = false;
        window.location.reload();
        return;
      }
      client.charting.open
        .query({ patientId, encounterId })
        .then((chart) => {
          revisionNow.current = chart.encounter?.draft?.revision ?? 0;
          change(() => mine);
        })
        .catch(() => setConflict({ mine }));
    },
    [client, conflict, change, encounterId, patientId],
  );

  const adopt = useCallback((saved: { content: EncounterDraft; revision: number }) => {
    revisionNow.current = saved.revision;
    latest.current = saved.content;
    setRevision(saved.revision);
    setContent(saved.content);
  }, []);

  return { content, revision, status, savedAt, signedOut, conflict, change, flush, resolveConflict, adopt };
}
