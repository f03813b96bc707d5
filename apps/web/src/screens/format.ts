import { ageAt, formatEra, formatEraShort } from '@shirube/terminology';

/** Words for dates, times and people, the same on every screen. Times are shown in Asia/Tokyo. */
const time = new Intl.DateTimeFormat('ja-JP', { hour: 'numeric', minute: '2-digit', timeZone: 'Asia/Tokyo' });
const monthDayTime = new Intl.DateTimeFormat('ja-JP', {
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'Asia/Tokyo',
});
const yearMonthDayTime = new Intl.DateTimeFormat('ja-JP', {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'Asia/Tokyo',
});
const weekday = new Intl.DateTimeFormat('ja-JP', { weekday: 'short', timeZone: 'UTC' });

export const clock = (instant: string): string => time.format(new Date(instant));
export const dayAndClock = (instant: string): string => monthDayTime.format(new Date(instant));
/** 2026/11/21 14:05 */
export const dateAndClock = (instant: string): string => yearMonthDayTime.format(new Date(instant));
export const eraDate = (date: string): string => formatEra(date);
export const eraDateWithWeekday = (date: string): string =>
  `${formatEra(date)}（${weekday.format(new Date(`${date}T00:00:00Z`))}）`;
export const eraDateShort = (date: string): string => formatEraShort(date);
export const monthDay = (date: string): string => `${Number(date.slice(5, 7))}/${Number(date.slice(8, 10))}`;

/** 昭和41年（1966年）5月26日生 */
export function birthDateInWords(date: string): string {
  const era = formatEra(date);
  return `${era.replace(/年/, `年（${date.slice(0, 4)}年）`)}生`;
}

const sexWords = { male: '男性', female: '女性', other: 'その他', unknown: '性別不明' } as const;
export const sexInWords = (sex: keyof typeof sexWords): string => sexWords[sex];
export const ageInWords = (birthDate: string, on: string): string => `${ageAt(birthDate, on)}歳`;

export const fullName = (person: { familyName: string; givenName: string }): string =>
  `${person.familyName} ${person.givenName}`;
export const fullKana = (person: { familyKana: string; givenKana: string }): string =>
  `${person.familyKana} ${person.givenKana}`;

/** 資格確認 QualificationValidity */
export const validityInWords: Record<string, string> = {
  '1': '有効',
  '2': '無効',
  '3': '無効（新しい資格あり）',
  '4': '該当なし',
  '5': '複数該当',
};

export const consentInWords: Record<string, string> = {
  medication: '薬剤',
  diagnosis: '診療',
  checkup: '健診',
  surgery: '手術',
  sharedDiagnoses: '共有（傷病名等）',
  sharedClinical: '共有（診療情報）',
  dispensedDrugNames: '薬の名前（口頭）',
};

export const prescriptionStatusInWords: Record<string, string> = {
  confirmed: '署名待ち',
  signed: '登録中',
  registered: '登録済み',
  dispensing: '薬局で調剤中',
  dispensed: '調剤済み',
  collected: '回収済み',
  cancelled: '取消済み',
  superseded: '変更済み',
  sign_failed: '署名できず',
  register_failed: '登録できず',
  register_unknown: '登録を確認中',
  paper_only: '紙のまま（未登録）',
  cancel_unknown: '取消を確認中',
};
