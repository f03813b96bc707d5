import type { FindingKind } from './types.ts';

/** A reason that can be given with one click. */
export interface DecisionReason {
  code: string;
  text: string;
  /** true when the reason says nothing without words of the doctor's own */
  needsText: boolean;
}

const OTHER: DecisionReason = { code: 'other', text: 'その他（理由を入力）', needsText: true };

const OVERRIDE_REASONS: Record<FindingKind, readonly DecisionReason[]> = {
  contraindicated: [
    reason('consulted', '疑義照会・専門医と相談済み'),
    reason('periods_separated', '期間をずらして服用'),
    reason('stopped_elsewhere', '他院で中止を確認'),
    reason('condition_not_met', '禁忌となる条件にあたらない'),
    reason('low_dose_observation', '少量で経過観察'),
    OTHER,
  ],
  duplicate: [
    reason('dose_adjustment', '用量調整のため併用'),
    reason('replaces_previous', '前の処方から切り替え（前の薬は中止）'),
    reason('stopped_elsewhere', '他院で中止を確認'),
    reason('leftover_adjusted', '残薬を確認して調整済み'),
    reason('periods_separated', '期間をずらして服用'),
    OTHER,
  ],
  allergy: [
    reason('tolerated_before', '同じ薬を問題なく使えたことを確認'),
    reason('allergy_rejected', 'アレルギーではないことを確認'),
    reason('consulted', '疑義照会・専門医と相談済み'),
    reason('mild_observation', '軽い反応のため説明のうえ経過観察'),
    OTHER,
  ],
};

const UNCHECKED_REASONS: readonly DecisionReason[] = [
  reason('medication_notebook', 'お薬手帳で確認'),
  reason('asked_patient', '患者・家族に聞き取りで確認'),
  reason('asked_pharmacy', '薬局・他院に問い合わせて確認'),
  reason('package_insert', '電子添文で確認'),
  reason('urgent', '急ぎのため（後で確認する）'),
  OTHER,
];

/** Reasons to prescribe although alerted, the usual ones first; the last is always その他. */
export function overrideReasons(kind: FindingKind): readonly DecisionReason[] {
  return OVERRIDE_REASONS[kind];
}

/** Reasons to prescribe although it could not be checked. */
export function proceedUncheckedReasons(): readonly DecisionReason[] {
  return UNCHECKED_REASONS;
}

function reason(code: string, text: string): DecisionReason {
  return { code, text, needsText: false };
}
