import type { UnitOfWork } from '@shirube/db';
import type { SharingIssue } from '../ports/index.ts';
import type { DocumentListItem, SendState } from './schema.ts';

type Send = DocumentListItem['send'];
const notSent: Send = { state: 'not_sent', issues: [] };
const referralStates: readonly string[] = ['on_hold', 'readable', 'received', 'cancelled'];

/** How far each document has come at the sharing service, with what it said where it refused. */
export async function sendStates(
  uow: UnitOfWork,
  documentIds: readonly string[],
): Promise<(documentId: string) => Send> {
  const units = await uow.tables.reportUnit.findMany({
    where: { sourceId: { in: [...documentIds] }, kind: { in: ['referral', 'checkup', 'care_summary'] } },
  });
  const attempts = await uow.tables.reportUnitSend.findMany({
    where: { unitId: { in: units.map((each) => each.id) } },
    orderBy: [{ sentAt: 'desc' }, { id: 'desc' }],
    select: { unitId: true, revision: true, outcome: true, issues: true },
  });
  return (documentId) => {
    const unit = units.find((each) => each.sourceId === documentId);
    if (!unit) return notSent;
    if (unit.sentRevision >= unit.wantedRevision) {
      if (unit.standing === 'cancelled') return { state: 'cancelled', issues: [] };
      if (unit.standing === 'none') return notSent;
      const state = unit.referralState;
      return {
        state: state !== null && referralStates.includes(state) ? (state as SendState) : 'sent',
        issues: [],
      };
    }
    const last = attempts.find((each) => each.unitId === unit.id && each.revision === unit.wantedRevision);
    if (last?.outcome === 'refused' || last?.outcome === 'invalid')
      return { state: 'refused', issues: issuesInWords(last.issues) };
    return { state: last?.outcome === 'unknown' ? 'unknown' : 'waiting', issues: [] };
  };
}

const issuesInWords = (issues: unknown): string[] =>
  (Array.isArray(issues) ? (issues as SharingIssue[]) : [])
    .filter((each) => each.severity === 'error')
    .map((each) => each.text);
