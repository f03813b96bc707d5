/** What the clinic reads when a step of a prescription's life does not go as usual. One place, because tests hold them. */
export const lifeWords = {
  registerUnknown:
    '電子処方箋管理サービスの答えが届きませんでした。登録できたかどうかを自動で確かめています。しばらくお待ちください。',
  paperWithoutNumber:
    '電子処方箋管理サービスにつながりません。引換番号のない紙の処方箋を、そのまま患者に渡してください。データはあとで自動で登録します。',
  paperRefused: (why: string): string =>
    `データの登録は受け付けられませんでした。紙の処方箋はそのまま使えます。${why}`,
  atPharmacy: (pharmacy: string): string =>
    `${pharmacy}が受け付けているため、こちらからは変更できません。${pharmacy}に電話して、疑義照会として変更を伝えるか、受付を取り消してもらってください。`,
  superseded: 'この処方箋は、変更後の新しい処方箋に置き換わっています。',
  givenBack: '薬局が受付を取り消しました。いまは、変更や取り消しができます。',
  neverRegistered: '登録される前に取り消しました。薬局には届いていません。',
  changeRefused: (pharmacy: string): string =>
    `${pharmacy}が先に受け付けたため、変更できませんでした。元の処方箋がそのまま有効です。${pharmacy}に電話して、疑義照会として変更を伝えてください。`,
  cancelRefused: (pharmacy: string): string =>
    `${pharmacy}がすでに受け付けているため、取り消せませんでした。${pharmacy}に電話して、受付を取り消してもらうか、調剤をやめてもらってください。`,
  cancelUnknown:
    '取り消せたかどうかを、電子処方箋管理サービスに確かめています。わかるまで、患者に「薬局に行くのを待ってください」と伝えてください。',
  cancelWaits: '登録できたかどうかを確かめてから取り消します。二重に登録されることはありません。',
  pharmacy: (name: string | null): string => name ?? '薬局',
} as const;
