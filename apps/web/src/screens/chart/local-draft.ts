'use client';

import { type EncounterDraft, encounterDraftSchema } from '@shirube/core/prescribing/draft';

/**
 * The copy of unsaved typing in this browser. It exists only between a key stroke and the server's answer: as soon as the
 * server has it, it is removed.
 */
interface LocalDraft {
  /** whose typing it is: on a shared computer nobody is offered another's */
  owner: string;
  content: EncounterDraft;
  baseRevision: number;
}

const keyOf = (encounterId: string) => `shirube.draft.${encounterId}`;

export function keepLocalDraft(encounterId: string, draft: LocalDraft): void {
  try {
    localStorage.setItem(keyOf(encounterId), JSON.stringify(draft));
  } catch {
    // storage may be full or switched off: the server still gets it after the pause
  }
}

export function readLocalDraft(encounterId: string, owner: string): LocalDraft | null {
  try {
    const text = localStorage.getItem(keyOf(encounterId));
    if (text === null) return null;
    const kept = JSON.parse(text) as LocalDraft;
    const content = encounterDraftSchema.safeParse(kept.content);
    return content.success && Number.isInteger(kept.baseRevision) && kept.owner === owner
      ? { owner, content: content.data, baseRevision: kept.baseRevision }
      : null;
  } catch {
    return null;
  }
}

export function forgetLocalDraft(encounterId: string): void {
  try {
    localStorage.removeItem(keyOf(encounterId));
  } catch {
    // nothing was kept
  }
}
