import { displayDrugName } from '@shirube/terminology';
import type { NationalAlert } from '../ports/index.ts';
import { explainFinding, KIND_LABELS, type SafetyFinding, strongerTier, tierOf } from '../safety/index.ts';
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
  return [kind, subjectYj, comparable(otherName), comparable(facility)].join('|').slice(0, 400);
}

interface Line {
  clientId: string;
  name: string;
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
        name: displayDrugName(medication.name),
        yjCode: medication.yjCode,
        rpNumber: index + 1,
        itemNumber: line + 1,
      })),
    );
}

const SOURCES: Record<OrderFinding['source'], string> = {
  local: 'この医院の記録で見つけました',
  national: '全国の重複投薬等チェックで見つかりました',
  both: 'この医院の記録と全国の重複投薬等チェックの両方で見つかりました',
};

export function fromLocal(finding: SafetyFinding, rps: readonly DraftRp[]): OrderFinding {
  const lines = numberedLines(rps);
  const subject = lines.find((line) => line.clientId === finding.subjectRef);
  const other = lines.find((line) => line.clientId === finding.otherRef);
  const subjectName = displayDrugName(finding.subjectName);
  const otherName = displayDrugName(finding.otherName);
  const { title, ...words } = explainFinding(
    { ...finding, subjectName, otherName },
    (ref) => lines.find((line) => line.clientId === ref)?.rpNumber ?? null,
  );
  return {
    key: keyOf(finding.kind, subject?.yjCode ?? '', finding.otherName, finding.facilityName),
    kind: finding.kind,
    severity: finding.severity,
    tier: tierOf(finding.kind, finding.severity),
    subjectId: finding.subjectRef,
    subjectName,
    otherId: other?.clientId ?? null,
    otherName,
    otherOrigin: finding.otherOrigin,
    otherGivenOn: finding.otherGivenOn,
    facilityName: finding.facilityName,
    periodFrom: finding.periodFrom,
    periodTo: finding.periodTo,
    title,
    message: finding.message,
    basis: finding.basis,
    condition: finding.condition,
    source: 'local',
    dataDate: finding.dataDate,
    accepted: null,
    words: {
      ...words,
      label: KIND_LABELS[finding.kind],
      facility: finding.facilityName,
      source: SOURCES.local,
      accepted: null,
    },
  };
}

/**
 * The finding as accepted before, when an earlier decision about the same two drugs and the same period holds: then it is quiet and
 * says so.
 *
 * @param acceptKey what must be unchanged; null: it is asked every time
 * @param before earlier decisions, newest first
 */
export function withAcceptance(
  finding: OrderFinding,
  acceptKey: string | null,
  before: readonly { acceptKey: string; on: string; reason: string; by: string }[],
): OrderFinding {
  const known = acceptKey === null ? undefined : before.find((each) => each.acceptKey === acceptKey);
  if (known === undefined || finding.tier === 'quiet') return finding;
  const { on, reason, by } = known;
  const day = `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`;
  return {
    ...finding,
    tier: 'quiet',
    accepted: { on, reason, by },
    words: { ...finding.words, accepted: `${day}に「${reason}」として続けています（${by}）` },
  };
}

/**
 * What a decision about a national finding is remembered under: our drug, the other one, its facility and the day it was given. null where
 * names are hidden, and for what forbids: the service does not tell on which condition.
 */
export function nationalAcceptKey(finding: OrderFinding): string | null {
  const named = finding.otherName !== null && finding.otherGivenOn !== null;
  return named && finding.kind === 'duplicate' ? `national|${finding.key}|${finding.otherGivenOn}` : null;
}

/**
 * A national alert on its line; null when the service names a line that this order does not have.
 *
 * @param answeredOn the day of the service's answer, shown as the date of its data
 */
export function fromNational(
  alert: NationalAlert,
  rps: readonly DraftRp[],
  answeredOn: string,
): OrderFinding | null {
  const lines = numberedLines(rps);
  const subject = lines.find(
    (line) => line.rpNumber === alert.rpNumber && line.itemNumber === alert.itemNumber,
  );
  if (!subject) return null;
  const severity = alert.kind === 'duplicate' ? 'caution' : 'contraindicated';
  const subjectName = displayDrugName(alert.subjectName);
  const otherName = alert.otherName === null ? null : displayDrugName(alert.otherName);
  const key = keyOf(alert.kind, subject.yjCode, alert.otherName, alert.facilityName);
  const { title, ...words } = explainFinding(
    {
      kind: alert.kind,
      severity,
      subjectRef: subject.clientId,
      subjectName,
      otherRef: key,
      otherName,
      otherOrigin: 'external',
      otherGivenOn: alert.otherDate,
      facilityName: alert.facilityName ?? '施設名は同意がないため表示できません',
      periodFrom: alert.periodFrom,
      periodTo: alert.periodTo,
      dataDate: answeredOn,
    },
    (ref) => (ref === subject.clientId ? subject.rpNumber : null),
  );
  return {
    key,
    kind: alert.kind,
    severity,
    tier: tierOf(alert.kind, severity),
    subjectId: subject.clientId,
    subjectName,
    otherId: null,
    otherName,
    otherOrigin: 'external',
    otherGivenOn: alert.otherDate,
    facilityName: alert.facilityName,
    periodFrom: alert.periodFrom,
    periodTo: alert.periodTo,
    title,
    message: alert.message,
    basis: '電子処方箋管理サービス 重複投薬等チェック',
    condition: null,
    source: 'national',
    dataDate: answeredOn,
    accepted: null,
    words: {
      ...words,
      label: KIND_LABELS[alert.kind],
      facility: alert.facilityName,
      source: SOURCES.national,
      accepted: null,
    },
  };
}

/**
 * One list without doubles, in the order of the local findings and then the national ones. What both found stays the local
 * row under its key, so that nothing moves when the answer arrives; it takes the stronger tier, and stays accepted. Of findings of one
 * side under one key (the same drug given on several days) the row is the one that asks most: what was accepted before never covers
 * what was not.
 */
export function mergeFindings(
  local: readonly OrderFinding[],
  national: readonly OrderFinding[],
): OrderFinding[] {
  const merged = withoutDoubles(local);
  for (const [id, finding] of withoutDoubles(national)) {
    const known = merged.get(id);
    if (known?.source === 'national') continue;
    merged.set(
      id,
      known
        ? {
            ...known,
            source: 'both',
            tier: known.accepted ? known.tier : strongerTier(known.tier, finding.tier),
            words: { ...known.words, source: SOURCES.both },
          }
        : finding,
    );
  }
  return [...merged.values()];
}

function withoutDoubles(findings: readonly OrderFinding[]): Map<string, OrderFinding> {
  const rows = new Map<string, OrderFinding>();
  for (const finding of findings) {
    const id = `${finding.subjectId}|${finding.key}`;
    const known = rows.get(id);
    if (known === undefined || strongerTier(known.tier, finding.tier) !== known.tier) rows.set(id, finding);
  }
  return rows;
}

/** Key under which a doctor decides to go on although the national check could not be made. */
export const nationalUncheckedKey = 'could_not_check|national';

/**
 * The same for what the clinic's own check could not compare. It names the drugs: a decision about one does not cover another that
 * comes later.
 */
export function localUncheckedKey(uncheckable: readonly { name: string }[]): string {
  const names = [...new Set(uncheckable.map(({ name }) => comparable(name)))].sort();
  return ['could_not_check|local', names.length, ...names].join('|').slice(0, 400);
}
