'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import type { CheckResult } from '@shirube/core/prescribing/schema';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { useTRPCClient } from '~/client/trpc.tsx';
import type { OrderChecks } from '../chart/use-order-checks.ts';

const pauseMilliseconds = 300;

/**
 * What the clinic knows against the order being entered, as information for those who may see drugs; others see no checks. The
 * doctor's own checks come at confirmation, whatever was seen here.
 */
export function useEntryChecks(
  place: { patientId: string; receptionId: string },
  rps: readonly DraftRp[],
): OrderChecks {
  const client = useTRPCClient();
  const may = useMay('external.view');
  const [local, setLocal] = useState<{ key: string; result: CheckResult } | null>(null);
  const { patientId, receptionId } = place;
  const drugs = rps.filter((rp) => rp.medications.length > 0);
  const key = JSON.stringify(drugs);
  const order = useRef(drugs);
  order.current = drugs;
  const asks = may && drugs.length > 0;
  useEffect(() => {
    if (!asks) return;
    let dropped = false;
    const timer = setTimeout(() => {
      client.entries.check
        .mutate({ patientId, receptionId, rps: order.current })
        .then((result) => {
          if (!dropped) setLocal({ key, result });
        })
        // information only: without an answer nothing is shown, and the doctor's check is made all the same
        .catch(() => undefined);
    }, pauseMilliseconds);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [client, asks, key, patientId, receptionId]);
  const answer = asks && local?.key === key ? local.result : null;
  return {
    findings: answer?.findings ?? [],
    local: answer,
    national: null,
    localState: asks ? (answer ? 'done' : 'waiting') : 'none',
    nationalState: 'none',
    checkNationallyAgain: () => undefined,
  };
}
