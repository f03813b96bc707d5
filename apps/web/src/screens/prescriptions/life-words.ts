/** What happened to a prescription, as its history tells it. */
export const eventWords: Record<string, string> = {
  confirmed: '確定しました',
  signed: '電子署名しました',
  sign_failed: '署名できませんでした',
  registered: '登録しました',
  register_failed: '登録が受け付けられませんでした',
  register_unknown: '登録できたか確かめることになりました',
  paper_only: '引換番号のない紙のままになりました',
  cancel_requested: '取り消しを指示しました',
  cancel_refused: '取り消せませんでした',
  cancelled: '取り消しました',
  change_refused: '変更が受け付けられませんでした',
  superseded: '新しい版に置き換わりました',
  dispensing: '薬局が受け付けました',
  dispensed: '調剤が終わりました',
  dispensing_result: '調剤結果を受け取りました',
  collected: '回収されました',
};

export const issueWords = {
  electronic: '院外・電子処方箋',
  paper: '院外・紙の処方箋',
  in_house: '院内処方',
} as const;
