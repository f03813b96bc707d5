import type { ApiClientView } from '@shirube/core/api-clients/schema';

export const stateWords = {
  active: { label: '利用中', tone: 'success' },
  suspended: { label: '停止中', tone: 'warning' },
  retired: { label: '廃止', tone: 'neutral' },
} as const;

export const kindWords = {
  private_key_jwt: '鍵の署名（private_key_jwt）',
  secret: '合言葉（client_secret）',
} as const;

export const validityOptions = [
  { value: '90', label: '90日' },
  { value: '365', label: '1年' },
  { value: '730', label: '2年' },
];

/** A credential that runs out within so many days is pointed out. */
const soonDays = 30;

/** The last day something can prove this client, or null when nothing can. */
export const lastDayOf = (client: ApiClientView): string | null =>
  client.credentials
    .filter((each) => each.live)
    .map((each) => each.validUntil)
    .sort()
    .at(-1) ?? null;

export const runsOutSoon = (instant: string, now: number): boolean =>
  new Date(instant).getTime() - now < soonDays * 86_400_000;
