import type { SendState } from '@shirube/core/documents/schema';
import type { DocumentKind } from '@shirube/core/records';
import type { Tone } from '@shirube/ui';

/** What a kind is for, on the button that begins one. */
export const kindHints: Record<DocumentKind, string> = {
  referral: 'ほかの医療機関に患者を紹介するときに',
  reply: '届いた紹介状への返事に',
  discharge_summary: '退院した患者のまとめに',
  checkup: '健診の結果の報告に',
  care_summary: '患者本人に渡す、療養の計画とアドバイス',
};

/** How far a document has come at the sharing service. */
export const sendStates: Record<SendState, { label: string; tone: Tone }> = {
  not_sent: { label: '送っていません', tone: 'neutral' },
  waiting: { label: '送信待ち', tone: 'caution' },
  sent: { label: '送りました', tone: 'success' },
  refused: { label: '受け付けられませんでした', tone: 'danger' },
  unknown: { label: '届いたか確かめています', tone: 'unknown' },
  on_hold: { label: '届きました（患者の同意待ち）', tone: 'key' },
  readable: { label: '届きました（開けます）', tone: 'success' },
  received: { label: '相手が受け取りました', tone: 'success' },
  cancelled: { label: '送信を取り消しました', tone: 'neutral' },
};
