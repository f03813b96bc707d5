/**
 * Scopes as data: what a clinic can let another system do. The page for administrators, the metadata document, the check on every
 * route and docs/api.md read this table. A scope is added with the first route that asks for it, never before.
 */
export const apiScopes = {
  'clinic.read': {
    label: '医療機関の名称と連絡先を読む',
    explanation: '医療機関コード・名称・住所・電話番号・診療科です。患者の情報はありません。',
  },
  'patient.identify': {
    label: '患者を照合する',
    explanation:
      '患者番号、または氏名の読みと生年月日から、患者番号・氏名・読み・生年月日・性別を返します。住所・電話・病名・薬は渡しません。',
  },
  'reception.read': {
    label: '受付の一覧と状態を読む',
    explanation:
      '日付ごとの受付番号・状態・時刻と、患者番号・氏名・読み・生年月日・性別です。来院の理由・診察の内容は渡しません。',
  },
} as const satisfies Record<string, { label: string; explanation: string }>;

export type ApiScope = keyof typeof apiScopes;
export const apiScopeNames = Object.keys(apiScopes) as ApiScope[];
export const isApiScope = (value: string): value is ApiScope => Object.hasOwn(apiScopes, value);
