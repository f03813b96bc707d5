import type { FindingKind } from './types.ts';

/** A reason that can be given with one click. */
export interface DecisionReason {
  code: string;
  text: string;
  /** true when the reason says nothing without words of the doctor's own */
  needsText: boolean;
}

const OTHER: DecisionReason = { code: 'other', text: 'その他（理由を入力）', needsText: true };

const CONSULTED = reason('consulted', '疑義照会・専門医と相談済み');
const OBSERVED = reason('observation', '様子をみながら使う');
const BENEFIT = reason('benefit', '有益性が上回ると判断し、説明した');
const TOLERATED = reason('tolerated_before', '同じ使い方を問題なく続けている');

const OVERRIDE_REASONS: Record<FindingKind, readonly DecisionReason[]> = {
  contraindicated: [
    CONSULTED,
    reason('periods_separated', '期間をずらして服用'),
    reason('stopped_elsewhere', '他院で中止を確認'),
    reason('condition_not_met', '禁忌となる条件にあたらない'),
    reason('low_dose_observation', '少量で経過観察'),
    OTHER,
  ],
  caution: [OBSERVED, TOLERATED, reason('laboratory', '検査で確かめながら使う'), CONSULTED, OTHER],
  duplicate: [
    reason('dose_adjustment', '用量調整のため併用'),
    reason('replaces_previous', '前の処方から切り替え（前の薬は中止）'),
    reason('stopped_elsewhere', '他院で中止を確認'),
    reason('leftover_adjusted', '残薬を確認して調整済み'),
    reason('periods_separated', '期間をずらして服用'),
    OTHER,
  ],
  same_class: [reason('dose_adjustment', '用量調整のため併用'), OBSERVED, OTHER],
  allergy: [
    reason('tolerated_before', '同じ薬を問題なく使えたことを確認'),
    reason('allergy_rejected', 'アレルギーではないことを確認'),
    CONSULTED,
    reason('mild_observation', '軽い反応のため説明のうえ経過観察'),
    OTHER,
  ],
  disease: [
    reason('condition_not_met', '禁忌となる状態にあたらない'),
    reason('disease_resolved', '病名は治っている・疑いのみ'),
    BENEFIT,
    CONSULTED,
    OTHER,
  ],
  pregnancy: [reason('not_pregnant', '妊娠していないことを確認'), BENEFIT, CONSULTED, OTHER],
  lactation: [
    reason('not_nursing', '授乳していないことを確認'),
    reason('nursing_paused', '服用中は授乳を控えるよう説明'),
    BENEFIT,
    CONSULTED,
    OTHER,
  ],
  age: [BENEFIT, TOLERATED, CONSULTED, OTHER],
  renal: [reason('newer_value', '新しい検査値で確認済み'), OBSERVED, CONSULTED, OTHER],
  dose: [
    reason('dose_intended', '症状に合わせて増量'),
    TOLERATED,
    reason('short_term', '短い期間だけ使う'),
    CONSULTED,
    OTHER,
  ],
  max_days: [
    reason('long_holiday', '長期の旅行・連休のため'),
    reason('rule_not_applicable', '制限の対象外であることを確認'),
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
