import type { DraftFinding } from './findings.ts';
import type { SafetyFinding } from './types.ts';

/**
 * Gives every finding its key. A doctor's decision is filed under it, so it is made of what the decision was about
 * (kind, both drugs by code, where the other one comes from, the shared days) and not of positions on the screen.
 *
 * - The same drug of the same origin seen twice on the same days (two dispensings that both cover the order) is one
 *   finding: the record with the smallest ref stays.
 * - Lines of the order that share a code (the same drug in two RPs) have the same identity and are told apart by
 *   '#2', '#3' … in the sequence of their refs.
 */
export function withStableKeys(drafts: readonly DraftFinding[]): SafetyFinding[] {
  const byRefs = [...drafts].sort(
    (a, b) => compare(a.subjectRef, b.subjectRef) || compare(a.otherRef, b.otherRef),
  );
  const seenOnLine = new Set<string>();
  const timesSeen = new Map<string, number>();
  const findings: SafetyFinding[] = [];
  for (const { identity, ...finding } of byRefs) {
    const onLine = `${finding.subjectRef}|${identity}`;
    if (finding.otherOrigin !== 'order' && seenOnLine.has(onLine)) continue;
    seenOnLine.add(onLine);
    const times = (timesSeen.get(identity) ?? 0) + 1;
    timesSeen.set(identity, times);
    findings.push({ key: times === 1 ? identity : `${identity}#${times}`, ...finding });
  }
  return findings;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
