import { formatEra } from '@shirube/terminology';
import type {
  AllergyRecord,
  ConditionRecord,
  LabReportRecord,
  LabValue,
  MedicationOrderRecord,
} from '../records/index.ts';
import type { ChartForDocument, NoteOfVisit } from './chart.ts';
import type { Candidate, ChartChoices } from './schema.ts';

/** What of the chart can be ticked, in words. */
export function choicesOf(chart: ChartForDocument): Omit<ChartChoices, 'dischargeSummaries'> {
  return {
    conditions: chart.conditions.filter(isOngoing).sort(mainFirst).map(conditionChoice),
    pastConditions: chart.conditions.filter((each) => !isOngoing(each)).map(conditionChoice),
    allergies: chart.allergies.map(allergyChoice),
    labReports: chart.labReports.flatMap((each) => reportChoice(chart, each, false)),
    infectionReports: chart.labReports.flatMap((each) => reportChoice(chart, each, true)),
    medications: chart.medications.map(medicationChoice),
    notes: chart.notes
      .map((note) => ({
        encounterId: note.encounterId,
        on: note.on,
        doctorName: note.doctorName,
        text: noteText(note),
      }))
      .filter((note) => note.text !== ''),
  };
}

export const isOngoing = (condition: ConditionRecord): boolean => condition.outcome === 'active';

const mainFirst = (a: ConditionRecord, b: ConditionRecord): number =>
  Number(b.isMain) - Number(a.isMain) || a.onsetDate.localeCompare(b.onsetDate);

const outcomes: Record<ConditionRecord['outcome'], string> = {
  active: '継続中',
  cured: '治癒',
  discontinued: '中止',
  moved: '転医',
  deceased: '死亡',
};

function conditionChoice(condition: ConditionRecord): Candidate {
  const { endDate, outcome } = condition;
  const kept = [
    condition.uninformed ? '本人に未告知の病名です' : null,
    condition.undelivered ? '「情報を提供しない」にした病名です' : null,
  ].filter((each) => each !== null);
  return {
    id: condition.conditionId,
    label: `${condition.isMain ? '（主病名）' : ''}${condition.displayName}`,
    detail: `発症 ${formatEra(condition.onsetDate)}　${outcomes[outcome]}${endDate ? ` ${formatEra(endDate)}` : ''}`,
    note: kept.length > 0 ? kept.join('。') : null,
  };
}

const allergyKinds = { medication: '薬', food: '食べ物', environment: 'その他' } as const;

function allergyChoice(allergy: AllergyRecord): Candidate {
  return {
    id: allergy.allergyId,
    label: allergy.displayName,
    detail: `${allergyKinds[allergy.category]}${allergy.reaction ? `　${allergy.reaction}` : ''}`,
    note: allergy.criticality === 'high' ? '重い反応のおそれ' : null,
  };
}

const marks: Record<string, string> = { H: '（高）', HH: '（高）', L: '（低）', LL: '（低）', A: '（異常）' };

/** A value as it stands on screens and papers: 5.10 mg/dL（高）. */
export function labValueInWords(value: LabValue, interpretation: string | null): string {
  const mark = interpretation ? (marks[interpretation] ?? '') : '';
  if (value.kind === 'quantity')
    return `${value.comparator ?? ''}${value.value}${value.unit ? ` ${value.unit}` : ''}${mark}`;
  if (value.kind === 'absent') return `結果なし（${value.reason}）`;
  return `${value.text}${mark}`;
}

/** A report as far as it is of one kind: infections stand in a section of their own. */
export function reportPart(
  { infectionItems }: Pick<ChartForDocument, 'infectionItems'>,
  report: LabReportRecord,
  infections: boolean,
): LabReportRecord | null {
  const results = report.results.filter((each) => infectionItems.has(each.jlac10 ?? '') === infections);
  return results.length === 0 ? null : { ...report, results };
}

function reportChoice(chart: ChartForDocument, report: LabReportRecord, infections: boolean): Candidate[] {
  const part = reportPart(chart, report, infections);
  if (!part) return [];
  const shown = part.results
    .map((each) => `${each.name} ${labValueInWords(each.value, each.interpretation)}`)
    .join('、');
  const abnormal = part.results.filter((each) => each.interpretation && each.interpretation in marks).length;
  return [
    {
      id: report.reportId,
      label: `${formatEra(dayOf(report.collectedAt))} の検査（${part.results.length}項目）`,
      detail: shown,
      note: abnormal > 0 ? `基準からはずれた値 ${abnormal}項目` : null,
    },
  ];
}

/** The day in Tokyo of an instant or of a calendar date. */
export function dayOf(at: string): string {
  return at.length === 10
    ? at
    : new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date(at));
}

function medicationChoice(order: MedicationOrderRecord): Candidate {
  const lines = order.rps.flatMap((rp) =>
    rp.medications.map((line) => `${line.name} ${line.dose}${line.unit}（${rp.usage.text}）`),
  );
  return {
    id: order.prescriptionId,
    label: `${formatEra(order.authoredOn)} の処方（${lines.length}剤）`,
    detail: lines.join('、'),
    note: null,
  };
}

/** The four parts of a note as they are copied into a letter: what is empty is left out. */
export function noteText(note: NoteOfVisit): string {
  return [note.subjective, note.objective, note.assessment, note.plan]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n');
}
