import type { DocumentKind } from '../records/index.ts';

/** The kinds of 報告単位. Each is registered, replaced and cancelled as a whole. */
export const unitKinds = [
  'Condition',
  'AllergyIntolerance',
  'Observation',
  'referral',
  'checkup',
  'care_summary',
] as const;
export type UnitKind = (typeof unitKinds)[number];

/** As a clinic calls them. */
export const unitLabels: Record<UnitKind, string> = {
  Condition: '傷病名',
  AllergyIntolerance: 'アレルギー',
  Observation: '検査結果',
  referral: '紹介状・返書',
  checkup: '健診結果報告書',
  care_summary: '患者サマリー',
};

/** Outbox kind of a unit: what 送信の状況 shows, and one queue each. */
export const messageKind = (kind: UnitKind): string => `sharing.${kind}`;

/**
 * The kind of unit a document is registered as; a reply is a 診療情報提供書 too. null: it has none of its own, as a 退院時サマリー, which
 * travels inside a referral (技術解説書).
 */
export function unitKindOfDocument(kind: DocumentKind): UnitKind | null {
  if (kind === 'reply') return 'referral';
  return kind === 'discharge_summary' ? null : kind;
}
