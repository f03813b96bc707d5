import { auditActionLabels } from './labels.ts';

/** What kinds of events a person filters by. */
export const auditGroups = {
  chart: 'カルテ・診察',
  prescription: '処方・照合',
  patient: '患者・受付',
  national: 'ほかの医療機関の情報',
  emergency: '緊急の閲覧・制限',
  sign_in: 'ログイン・認証',
  people: '職員・医療機関の設定',
  client: '外部システム',
  audit: '監査・書き出し・送信',
  other: 'そのほか',
} as const;
export type AuditGroup = keyof typeof auditGroups;
export const auditGroupKeys = Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]];

/** The noun of an action (`noun.verb`) decides. */
const groupOfNoun: Record<string, AuditGroup> = {
  chart: 'chart',
  note: 'chart',
  condition: 'chart',
  encounter: 'chart',
  entry: 'chart',
  prescription: 'prescription',
  safety: 'prescription',
  signing: 'prescription',
  patient: 'patient',
  allergy: 'chart',
  reception: 'patient',
  inbound: 'patient',
  consent: 'national',
  external_medication: 'national',
  lab: 'chart',
  shared_information: 'national',
  letter: 'national',
  sharing: 'national',
  emergency: 'emergency',
  restriction: 'emergency',
  session: 'sign_in',
  credential: 'sign_in',
  people: 'people',
  permission: 'people',
  clinic: 'people',
  client: 'client',
  api: 'client',
  audit: 'audit',
  outbox: 'audit',
};

export const groupOf = (action: string): AuditGroup => groupOfNoun[action.split('.')[0] ?? ''] ?? 'other';

export const actionsOf = (group: AuditGroup): string[] =>
  Object.keys(auditActionLabels).filter((action) => groupOf(action) === group);

/** Lists that screens ask for again by themselves: most of the trail by number, and seldom what somebody looks for. */
export const selfRefreshing = [
  'reception.list',
  'outbox.list',
  'entry.list',
  'letter.list',
  'shared_information.until',
] as const;

/** What an action is called; its code when it has no name (an event of an older version). */
export const labelOf = (action: string): string => auditActionLabels[action] ?? action;
