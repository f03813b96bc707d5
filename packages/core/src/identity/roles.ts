/** What somebody does in a clinic. One person may have several roles. */
export const roles = ['doctor', 'nurse', 'technologist', 'pharmacist', 'clerk', 'admin'] as const;
export type Role = (typeof roles)[number];

export const roleNames: Record<Role, string> = {
  doctor: '医師',
  nurse: '看護師',
  technologist: '検査技師',
  pharmacist: '薬剤師',
  clerk: '事務',
  admin: '管理者',
};

/** What each role means for the work, as the screens explain it. What it allows is the permission table's. */
export const roleMeanings: Record<Role, string> = {
  doctor: '診療録と処方を書き、確定し、署名します（医師・歯科医師の資格が必要です）。',
  nurse: 'カルテを見て、医師に代わって入力します（資格が必要です）。',
  technologist: 'カルテと検査を見て、医師に代わって入力します（資格が必要です）。',
  pharmacist: 'カルテと処方を見て、医師に代わって入力します（薬剤師の資格が必要です）。',
  clerk: '受付・会計・患者の登録をします。カルテ、薬と健診の情報は見えません。',
  admin: '職員・設定・監査を受け持ちます。この役割ではカルテは見えません。',
};

/**
 * 資格: the professions of the national registers. A licence is a property of the person, not of the role name: who is called
 * 看護師 here and holds no licence sees what a clerk sees. The database holds the same list (staff_licence_known).
 */
export const licences = [
  '医師',
  '歯科医師',
  '薬剤師',
  '保健師',
  '助産師',
  '看護師',
  '准看護師',
  '臨床検査技師',
  '診療放射線技師',
  '管理栄養士',
  '理学療法士',
  '作業療法士',
  '言語聴覚士',
  '臨床工学技士',
] as const;
export type Licence = (typeof licences)[number];

export const isRole = (value: string): value is Role => (roles as readonly string[]).includes(value);
export const isLicence = (value: string): value is Licence => (licences as readonly string[]).includes(value);

/** '医師・管理者', in the order of the list. */
export const roleWords = (held: readonly Role[]): string =>
  roles
    .filter((role) => held.includes(role))
    .map((role) => roleNames[role])
    .join('・');
