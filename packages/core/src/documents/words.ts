import type { DocumentKind, EmptyReason } from '../records/documents.ts';

/** What each kind is called on buttons, papers and in lists. */
export const documentTitles: Record<DocumentKind, string> = {
  referral: '診療情報提供書（紹介状）',
  reply: '診療情報提供書（返書）',
  discharge_summary: '退院時サマリー',
  checkup: '健康診断結果報告書',
  care_summary: '患者サマリー（療養計画書）',
};

export const emptyReasonLabels: Record<EmptyReason, string> = {
  nilknown: 'ありません',
  notasked: '聞いていません',
  unavailable: 'わかりません',
};

/** 入院経路 (admit-Source) */
export const admitSourceLabels = {
  '0': '院内の他病棟からの転棟',
  '1': '家庭からの入院',
  '4': '他の病院・診療所の病棟からの転院',
  '5': '介護施設・福祉施設に入所中',
  '8': '院内で出生',
  '9': 'その他',
} as const;

/** 退院時転帰 (discharge-disposition) */
export const dischargeDispositionLabels = {
  '1': '治癒・軽快',
  '3': '寛解（白血病、潰瘍性大腸炎、クローン病など）',
  '4': '不変',
  '5': '増悪',
  '6': '傷病による死亡',
  '7': '傷病以外による死亡',
  '9': 'その他（検査入院、正常分娩、人間ドックを含む）',
} as const;

/** CarePlan category of JP_CarePlan_ePCS */
export const planCategoryLabels = {
  'admission-plan': '入院のときの計画',
  'hospital-plan': '入院中の計画',
  'discharge-plan': '退院のときの計画',
  'followup-plan': '外来での計画',
} as const;
