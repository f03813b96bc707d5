import type { SharingRow, SharingUnit } from '@shirube/core/sharing/schema';

/** How far a unit has come, in the clinic's words. */
export const stateWords: Record<
  SharingRow['state'],
  { label: string; tone: 'danger' | 'caution' | 'success' | 'key' | 'neutral' }
> = {
  refused: { label: '受け付けられず', tone: 'danger' },
  waiting: { label: '送信を待っています', tone: 'caution' },
  registered: { label: '登録済み', tone: 'success' },
  withdrawn: { label: '医師が取り下げ', tone: 'neutral' },
  cancelled: { label: '登録を取消', tone: 'neutral' },
};

/** What the receiver has done with a referral. */
export const referralWords: Record<NonNullable<SharingRow['referralState']>, string> = {
  on_hold: '相手先：患者の同意を待っています',
  readable: '相手先：読めるようになりました',
  received: '相手先：受け取りました',
  cancelled: '相手先：取り消されました',
};

export const operationWords: Record<SharingUnit['sends'][number]['operation'], string> = {
  register: '登録',
  update: '置き換え',
  cancel: '取消',
};

export const outcomeWords: Record<SharingUnit['sends'][number]['outcome'], string> = {
  accepted: '受け付けられました',
  refused: 'サービスに受け付けられませんでした',
  invalid: '送る前の確認で止まりました',
  unknown: '返事がなく、あとで確かめました',
  unreachable: 'つながりませんでした',
};
