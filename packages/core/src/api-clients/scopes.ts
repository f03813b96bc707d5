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
  'system/Patient.rs': {
    label: '患者の情報をFHIRで読む',
    explanation:
      '患者番号か院内のIDから、氏名・読み・生年月日・性別・住所・被保険者番号を返します（JP_Patient_eCS）。閲覧を制限した患者は、いないものとして答えます。',
  },
  'system/Condition.rs': {
    label: '傷病名をFHIRで読む',
    explanation: '患者ごとの傷病名と転帰です（JP_Condition_eCS）。未告知・未提供の印が付いたまま渡ります。',
  },
  'system/AllergyIntolerance.rs': {
    label: 'アレルギーをFHIRで読む',
    explanation: '患者ごとの薬・食べ物・そのほかのアレルギーです（JP_AllergyIntolerance_eCS）。',
  },
  'system/Observation.rs': {
    label: '検査結果をFHIRで読む',
    explanation: '患者ごとの検査・感染症の結果です（JP_Observation_LabResult_eCS）。',
  },
  'system/MedicationRequest.rs': {
    label: '処方をFHIRで読む',
    explanation:
      '患者ごとの処方の薬・用法・日数です（JP_MedicationRequest_eCS）。取り消した処方は渡しません。',
  },
  'system/Encounter.rs': {
    label: '受診をFHIRで読む',
    explanation: '患者ごとの受診の日時と診療科です（JP_Encounter_eCS）。診療録の本文は渡しません。',
  },
  'system/DocumentReference.rs': {
    label: '文書をFHIRで読む',
    explanation:
      '患者ごとの診療情報提供書・退院時サマリー・健診結果・患者サマリーの一覧と、添付を含む本体です。',
  },
} as const satisfies Record<string, { label: string; explanation: string }>;

export type ApiScope = keyof typeof apiScopes;
export const apiScopeNames = Object.keys(apiScopes) as ApiScope[];
export const isApiScope = (value: string): value is ApiScope => Object.hasOwn(apiScopes, value);
