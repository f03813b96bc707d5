'use client';

import type { DraftRp } from '@shirube/core/prescribing/draft';
import { mergeFindings } from '@shirube/core/prescribing/findings';
import type { CheckResult, OrderFinding } from '@shirube/core/prescribing/schema';
import { useEffect, useMemo, useRef, useState } from 'react';
import { sentenceOf, useTRPCClient } from '~/client/trpc.tsx';

/** The order rests for so long before the national service is asked. */
const nationalPauseMilliseconds = 1_000;

export interface OrderChecks {
  /** findings of both sides, without doubles, in the order of the rows */
  findings: OrderFinding[];
  local: CheckResult | null;
  national: CheckResult | null;
  /** none: nothing to check; waiting: the order is still changing or being checked */
  localState: 'none' | 'waiting' | 'done';
  nationalState: 'none' | 'incomplete' | 'waiting' | 'done';
  checkNationallyAgain(): void;
}

/** What a check depends on: while it stays the same, the result stays valid. */
export function orderKey(rps: readonly DraftRp[], oralConsent: boolean): string {
  return JSON.stringify([
    oralConsent,
    rps
      .filter((rp) => rp.medications.length > 0)
      .map((rp) => [
        rp.formClass,
        rp.quantity,
        rp.usage?.code ?? null,
        rp.usage?.timesPerDay ?? null,
        rp.medications.map((each) => [
          each.clientId,
          each.yjCode,
          each.dose,
          // what the number counts
          each.unit,
          each.isTitre,
          each.conversion?.factor ?? null,
        ]),
      ]),
  ]);
}

const isComplete = (rps: readonly DraftRp[]): boolean =>
  rps.every(
    (rp) =>
      rp.medications.length === 0 ||
      (rp.usage !== null && rp.quantity !== null && rp.medications.every((each) => each.dose !== null)),
  );

/**
 * Checks the order while it is written: at once against what the clinic knows, and against the national service when it
 * rests. An answer for an earlier order is dropped; findings of lines that no longer exist disappear at once; everything
 * else stays where it is until its successor has come, so that nothing flickers.
 */
export function useOrderChecks(input: {
  patientId: string;
  encounterId: string;
  rps: readonly DraftRp[];
  oralConsent: boolean;
  enabled: boolean;
  /** counts what has been recorded of the patient meanwhile: each time the order is checked anew */
  recorded?: number | undefined;
}): OrderChecks {
  const client = useTRPCClient();
  const { patientId, encounterId, oralConsent, enabled } = input;
  const key = `${input.recorded ?? 0} ${orderKey(input.rps, oralConsent)}`;
  const hasDrugs = input.rps.some((rp) => rp.medications.length > 0);
  const complete = hasDrugs && isComplete(input.rps);
  const [local, setLocal] = useState<{ key: string; result: CheckResult } | null>(null);
  const [national, setNational] = useState<{ key: string; result: CheckResult } | null>(null);
  const [again, setAgain] = useState(0);
  const rps = useRef(input.rps);
  rps.current = input.rps;

  useEffect(() => {
    if (!enabled || !hasDrugs) return;
    let dropped = false;
    client.prescribing.checkLocal
      .mutate({ patientId, encounterId, rps: [...rps.current], oralConsent })
      .catch((error: unknown) => couldNotCheck('local', sentenceOf(error)))
      .then((result) => {
        if (!dropped) setLocal({ key, result });
      });
    return () => {
      dropped = true;
    };
  }, [client, key, enabled, hasDrugs, patientId, encounterId, oralConsent]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` asks for the same order once more
  useEffect(() => {
    if (!enabled || !complete) return;
    let dropped = false;
    const timer = setTimeout(() => {
      client.prescribing.checkNational
        .mutate({ patientId, encounterId, rps: [...rps.current], oralConsent })
        .catch((error: unknown) => couldNotCheck('national', sentenceOf(error)))
        .then((result) => {
          if (!dropped) setNational({ key, result });
        });
    }, nationalPauseMilliseconds);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [client, key, enabled, complete, patientId, encounterId, oralConsent, again]);

  const findings = useMemo(() => {
    const present = new Set(input.rps.flatMap((rp) => rp.medications.map((each) => each.clientId)));
    const stillTrue = (finding: OrderFinding) =>
      present.has(finding.subjectId) && (finding.otherId === null || present.has(finding.otherId));
    const kept = (found: OrderFinding[] | undefined) => (hasDrugs ? (found ?? []).filter(stillTrue) : []);
    return mergeFindings(kept(local?.result.findings), kept(national?.result.findings));
  }, [input.rps, local, national, hasDrugs]);

  return {
    findings,
    local: local?.key === key ? local.result : null,
    national: national?.key === key ? national.result : null,
    localState: !hasDrugs ? 'none' : local?.key === key ? 'done' : 'waiting',
    nationalState: !hasDrugs ? 'none' : !complete ? 'incomplete' : national?.key === key ? 'done' : 'waiting',
    checkNationallyAgain: () => {
      setNational(null);
      setAgain((count) => count + 1);
    },
  };
}

/** No answer is not "no finding": it is the third outcome. */
function couldNotCheck(source: 'local' | 'national', reason: string): CheckResult {
  return {
    source,
    outcome: 'could_not_check',
    reason,
    checkedAt: new Date().toISOString(),
    orderSha256: '',
    findings: [],
    uncheckable: [],
    coverage: [],
    namesDisclosed: null,
  };
}
