import { addDays } from '@shirube/terminology';
import type { CalendarDate, IssueType } from '../../records/index.ts';
import type { PrescriptionStatus } from './status.ts';

/** What asks for a person, the most urgent first: the order of the day's list. */
export const needs = [
  'unsigned',
  'sign_failed',
  'register_failed',
  'register_unknown',
  'paper_only',
  'cancel_unknown',
  'message',
  'expired',
] as const;
export type Need = (typeof needs)[number];

export interface Situation {
  /** the state in words */
  label: string;
  tone: 'neutral' | 'key' | 'success' | 'caution' | 'danger' | 'unknown';
  /** what asks for a person; null: nothing does */
  need: Need | null;
  /** what to do now, as a sentence; null: nothing */
  todo: string | null;
}

export interface Standing {
  issueType: IssueType;
  status: PrescriptionStatus;
  /** the sentence of the last step that did not go as usual */
  attention: string | null;
  validUntil: CalendarDate;
  today: CalendarDate;
  dispensedCount: number;
  /** messages and answers of a pharmacy that nobody of the clinic has taken note of */
  unread: number;
  /** a pharmacy was quicker than this change */
  changeRefused: boolean;
  /** it took the place of a registered one: the patient holds an old number */
  replacesRegistered: boolean;
}

const need = (of: Need, label: string, tone: Situation['tone'], todo: string | null): Situation => ({
  label,
  tone,
  need: of,
  todo,
});
const fine = (label: string, tone: Situation['tone'], todo: string | null = null): Situation => ({
  label,
  tone,
  need: null,
  todo,
});

/** Where a prescription stands and what somebody has to do about it, in the clinic's words. */
export function situationOf(standing: Standing): Situation {
  const { attention, unread } = standing;
  if (unread > 0)
    return need(
      'message',
      '薬局からの連絡',
      'caution',
      '薬局からの連絡を読んで、「読みました」を押してください。',
    );
  switch (standing.status) {
    case 'confirmed':
      return standing.issueType === 'electronic'
        ? need('unsigned', '未署名', 'caution', '電子署名すると、電子処方箋として登録します。')
        : fine('登録しています', 'key', attention);
    case 'sign_failed':
      return need('sign_failed', '署名できず', 'danger', attention ?? 'もう一度、電子署名してください。');
    case 'signed':
      return fine('登録しています', 'key', attention);
    case 'register_unknown':
      return attention === null
        ? fine('登録しています', 'key')
        : need(
            'register_unknown',
            '登録を確認中',
            'unknown',
            `${attention}　同じ処方箋が二重に登録されることはありません。`,
          );
    case 'register_failed':
      return need(
        'register_failed',
        standing.issueType === 'paper' ? '紙のまま（登録できず）' : '登録できず',
        'danger',
        `${attention ?? ''}　処方を直すときは「変更する」を押してください。`.trim(),
      );
    case 'paper_only':
      return need('paper_only', '紙のまま（未登録）', 'caution', attention);
    case 'cancel_unknown':
      return need(
        'cancel_unknown',
        '取消を確認中',
        'unknown',
        attention ?? '電子処方箋管理サービスで取り消しています。',
      );
    case 'registered':
      return registered(standing);
    case 'dispensing':
      return fine('薬局で調剤中', attention === null ? 'key' : 'caution', attention);
    case 'dispensed':
      return fine('調剤済み', 'success', attention);
    case 'collected':
      return fine('回収済み', 'neutral', attention);
    case 'cancelled':
      return fine(standing.changeRefused ? '変更できず' : '取消済み', 'neutral', attention);
    case 'superseded':
      return fine('変更済み（前の版）', 'neutral');
  }
}

/** A patient who has not gone to a pharmacy is called within so many days; later the next visit asks. */
const daysToCall = 14;

function registered(standing: Standing): Situation {
  const { attention, replacesRegistered } = standing;
  if (standing.issueType === 'in_house') return fine('院内処方 登録済み', 'success', attention);
  const hasEnded = standing.dispensedCount === 0 && standing.today > standing.validUntil;
  if (hasEnded && standing.today > addDays(standing.validUntil, daysToCall))
    return fine('期限切れ（薬局で未受付）', 'neutral');
  if (hasEnded)
    return need(
      'expired',
      '期限切れ（薬局で未受付）',
      'caution',
      '使用期間のうちに薬局で受け付けられませんでした。患者に連絡し、必要なら処方し直してください。',
    );
  const handOut = replacesRegistered
    ? '処方箋が変わりました。新しい引換番号と控え（紙の処方箋）を患者に渡し、前のものは使えないと伝えてください。'
    : null;
  return fine('登録済み', 'success', attention ?? handOut);
}
