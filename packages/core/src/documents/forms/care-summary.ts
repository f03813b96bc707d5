import type { CareSummaryRecord } from '../../records/documents.ts';
import { DomainError } from '../../shared/errors.ts';
import { isOngoing } from '../choices.ts';
import type { CareContent, MissingPart } from '../schema.ts';
import type { DocumentForm } from './form.ts';

/** 患者サマリー（療養計画書）: for the patient, in the patient's words. */
export const careForm: DocumentForm<CareContent, CareSummaryRecord> = {
  start: (chart) => ({
    kind: 'care_summary',
    category: 'OUTPATIENT',
    planCategory: 'followup-plan',
    periodStart: chart.today,
    periodEnd: null,
    plan: '',
    // the patient reads it: what the patient was not told, or wants kept, is not offered as chosen
    conditionIds: chart.conditions
      .filter((each) => isOngoing(each) && !each.uninformed && !each.undelivered)
      .map((each) => each.conditionId),
  }),

  missing(content, chart) {
    const chosen = chart.conditions.filter((each) => content.conditionIds.includes(each.conditionId));
    const gone = content.conditionIds.length - chosen.length;
    const must = (at: string, message: string): MissingPart => ({ at, severity: 'must', message });
    const problems: (MissingPart | false)[] = [
      content.plan.trim() === '' && must('plan', '療養上の計画・アドバイスが書かれていません。'),
      content.periodStart === null && must('period', '計画のはじまりの日を選んでください。'),
      content.periodStart !== null &&
        content.periodEnd !== null &&
        content.periodEnd < content.periodStart &&
        must('period', '計画の終わりの日が、はじまりの日より前になっています。'),
      content.conditionIds.length === 0 && must('conditions', '傷病名を1つ以上選んでください。'),
      gone > 0 &&
        must('conditions', `選んだ傷病名のうち ${gone}件は、カルテにもうありません。選び直してください。`),
      chosen.some((each) => each.uninformed) &&
        must('conditions', '本人に未告知の病名が選ばれています。患者が読む文書には載せられません。'),
      chosen.some((each) => each.undelivered) &&
        must(
          'conditions',
          '「情報を提供しない」にした病名が選ばれています。患者が読む文書には載せられません。外してください。',
        ),
      chosen.length > 0 &&
        !chosen.some((each) => each.isMain) && {
          at: 'conditions',
          severity: 'note',
          message: '主病名が選ばれていません。',
        },
    ];
    return problems.filter((each) => each !== false);
  },

  record(content, { head, chart }) {
    if (content.periodStart === null)
      throw new DomainError('invalid', '計画のはじまりの日がありません。', 'period');
    return {
      ...head,
      kind: 'care_summary',
      category: content.category,
      planCategory: content.planCategory,
      periodStart: content.periodStart,
      periodEnd: content.periodEnd,
      plan: content.plan.trim(),
      conditions: chart.conditions.filter((each) => content.conditionIds.includes(each.conditionId)),
    };
  },

  contentOf: (record) => ({
    kind: 'care_summary',
    category: record.category,
    planCategory: record.planCategory as CareContent['planCategory'],
    periodStart: record.periodStart,
    periodEnd: record.periodEnd,
    plan: record.plan,
    conditionIds: record.conditions.map((each) => each.conditionId),
  }),

  receiverOf: () => null,
};
