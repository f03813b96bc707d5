import { type CalendarDate, displayDrugName } from '@shirube/terminology';
import type { NationalAlert } from '../ports/index.ts';
import type { SafetyFinding } from '../safety/index.ts';
import type { DraftRp } from './rules/draft.ts';
import type { OrderFinding } from './schema.ts';

/**
 * What the order rows show, from whichever side it was found. The key is made of what both sides know (kind, our drug,
 * the other drug and its facility), so that the clinic's own finding and the national one about the same drug are one row
 * with one decision. Periods are left out of it: a decision holds for one visit.
 */
const comparable = (text: string | null): string =>
  text === null ? 'hidden' : text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

function keyOf(
  kind: OrderFinding['kind'],
  subjectYj: string,
  otherName: string | null,
  facility: string | null,
): string {
  return [kind, subjectYj, comparable(otherName), comparable(facility)].join('|');
}

interface Line {
  clientId: string;
  yjCode: string;
  rpNumber: number;
  itemNumber: number;
}

/** The numbered lines of an order, as they stand in the prescription record. */
export function numberedLines(rps: readonly DraftRp[]): Line[] {
  return rps
    .filter((rp) => rp.medications.length > 0)
    .flatMap((rp, index) =>
      rp.medications.map((medication, line) => ({
        clientId: medication.clientId,
        yjCode: medication.yjCode,
        rpNumber: index + 1,
        itemNumber: line + 1,
      })),
    );
}

function titleOf(kind: OrderFinding['kind'], otherLabel: string): string {
  switch (kind) {
    case 'contraindicated':
      return `${otherLabel} と一緒に使えません。`;
    case 'duplicate':
      return `${otherLabel} と重なっています。`;
    case 'allergy':
      return `${otherLabel} のアレルギーがあります。`;
  }
}

const monthDay = (date: CalendarDate): string => `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;

export function fromLocal(finding: SafetyFinding, rps: readonly DraftRp[]): OrderFinding {
  const lines = numberedLines(rps);
  const subject = lines.find((line) => line.clientId === finding.subjectRef);
  const other = lines.find((line) => line.clientId === finding.otherRef);
  const otherName = displayDrugName(finding.otherName);
  const otherLabel = other ? `RP${other.rpNumber} ${otherName}` : otherName;
  return {
    key: keyOf(finding.kind, subject?.yjCode ?? '', finding.otherName, finding.facilityName),
    kind: finding.kind,
    subjectId: finding.subjectRef,
    subjectName: displayDrugName(finding.subjectName),
    otherId: other?.clientId ?? null,
    otherName,
    otherOrigin: finding.otherOrigin,
    facilityName: finding.facilityName,
    periodFrom: finding.periodFrom,
    periodTo: finding.periodTo,
    title: titleOf(finding.kind, otherLabel),
    message: finding.message,
    basis: finding.basis,
    condition: finding.condition,
    source: 'local',
  };
}

/** A national alert on its line; null when the service names a line that this order does not have. */
export function fromNational(alert: NationalAlert, rps: readonly DraftRp[]): OrderFinding | null {
  const subject = numberedLines(rps).find(
    (line) => line.rpNumber === alert.rpNumber && line.itemNumber === alert.itemNumber,
  );
  if (!subject) return null;
  const label =
    alert.otherName === null
      ? 'ほかの医療機関・薬局の薬'
      : `${displayDrugName(alert.otherName)}${alert.otherDate === null ? '' : `（${monthDay(alert.otherDate)} 調剤）`}`;
  return {
    key: keyOf(alert.kind, subject.yjCode, alert.otherName, alert.facilityName),
    kind: alert.kind,
    subjectId: subject.clientId,
    subjectName: displayDrugName(alert.subjectName),
    otherId: null,
    otherName: alert.otherName === null ? null : displayDrugName(alert.otherName),
    otherOrigin: 'external',
    facilityName: alert.facilityName,
    periodFrom: alert.periodFrom,
    periodTo: alert.periodTo,
    title: titleOf(alert.kind, label),
    message: alert.message,
    basis: '電子処方箋管理サービス 重複投薬等チェック',
    condition: null,
    source: 'national',
  };
}

/** One list without doubles, in the order of the local findings and then the national ones. */
export function mergeFindings(
  local: readonly OrderFinding[],
  national: readonly OrderFinding[],
): OrderFinding[] {
  const merged = new Map(local.map((finding) => [`${finding.subjectId}|${finding.key}`, finding]));
  for (const finding of national) {
    const id = `${finding.subjectId}|${finding.key}`;
    const known = merged.get(id);
    merged.set(id, known ? { ...known, source: 'both' } : finding);
  }
  return [...merged.values()];
}

/** Key under which a doctor decides to go on although a check could not be made. */
export const couldNotCheckKey = (source: 'local' | 'national'): string => `could_not_check|${source}`;
