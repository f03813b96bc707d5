import { isRole, roleNames } from '@shirube/core/identity';
import { emergencyReasons, judgements } from '@shirube/core/restrictions/schema';
import type { Tone } from '@shirube/ui';

/** Words of the audit screens. Times are shown to the second, in Asia/Tokyo. */
const second = new Intl.DateTimeFormat('ja-JP', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'Asia/Tokyo',
});
export const toTheSecond = (instant: string): string => second.format(new Date(instant));

export const outcomeWords = {
  success: { label: '実行', tone: 'success' },
  refused: { label: '拒否', tone: 'danger' },
  failed: { label: '失敗', tone: 'warning' },
} as const satisfies Record<string, { label: string; tone: Tone }>;

const others: Record<string, string> = { system: 'システム', operator: '運用者' };

/** '医師・管理者' of 'doctor,admin'. */
export const roleInWords = (held: string): string =>
  held
    .split(',')
    .map((role) => (isRole(role) ? roleNames[role] : (others[role] ?? role)))
    .join('・');

const clients: Record<string, string> = {
  browser: '画面',
  api: '外部システム',
  worker: '自動処理',
  command: '運用者の操作',
};
export const clientInWords = (client: string | null): string =>
  client === null ? '' : (clients[client] ?? client);

const reasons: Record<string, string> = {
  permission: '権限がない',
  not_found: '見つからない',
  restricted: '閲覧が制限されている',
  step_up_required: '本人の確認が必要',
  rate_limit: '回数の制限',
  scope: '許可した範囲の外',
  suspended: '停止中',
  clinic_closed: '医療機関が利用停止中',
  password: 'パスワード',
  passkey: 'パスキー',
  totp: '認証アプリ',
  recovery_code: '回復用コード',
  ...emergencyReasons,
  ...judgements,
};
/** Codes in words; what a person wrote as it is. */
export const reasonInWords = (reason: string | null): string =>
  reason === null ? '' : (reasons[reason] ?? reason);

export const weekInWords = (start: string, end: string): string => {
  const short = (date: string) => `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
  return `${start.slice(0, 4)}年${short(start)}（月）〜 ${short(end)}（日）`;
};
