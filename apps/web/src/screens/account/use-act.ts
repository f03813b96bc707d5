'use client';

import { useState } from 'react';
import { sentenceOf } from '~/client/trpc.tsx';

/** One act at a time: which is going on, and why the last one failed, as a sentence. */
export function useAct(): {
  busy: string | null;
  problem: string | null;
  act(name: string, work: () => Promise<unknown>): Promise<boolean>;
} {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    busy,
    problem,
    async act(name, work) {
      setBusy(name);
      setProblem(null);
      try {
        await work();
        return true;
      } catch (error) {
        setProblem(sentenceOf(error));
        return false;
      } finally {
        setBusy(null);
      }
    },
  };
}
