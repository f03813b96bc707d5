import type { OperatorRole } from '@shirube/db';

export const operatorRoles = ['manager', 'support'] as const satisfies readonly OperatorRole[];
export const operatorRoleNames: Record<OperatorRole, string> = { manager: '運用責任者', support: '運用担当' };

interface OperatorPermissionRule {
  label: string;
  roles: readonly OperatorRole[];
}

/**
 * What operators may do, apart from what people of a clinic may do: the two tables have no permission in common, and nothing here
 * is about a patient.
 */
export const operatorPermissionTable = {
  'operator.self': { label: '自分のログインを終える', roles: operatorRoles },
  'operator.clinics.view': { label: '医療機関の一覧と状態を見る', roles: operatorRoles },
  'operator.clinics.create': { label: '医療機関を作る', roles: ['manager'] },
  'operator.clinics.change': { label: '名称と医療機関コードを変える', roles: ['manager'] },
  'operator.clinics.suspend': { label: '利用を停止する・再開する', roles: ['manager'] },
  'operator.clinics.close': { label: '医療機関を閉じる', roles: ['manager'] },
  'operator.clinics.export': { label: '全部の記録の書き出しを始める', roles: operatorRoles },
  'operator.clinics.reset_demo': { label: 'デモの医療機関を初めに戻す', roles: operatorRoles },
  'operator.events.view': { label: '運用の記録を見る', roles: operatorRoles },
} as const satisfies Record<string, OperatorPermissionRule>;

export type OperatorPermission = keyof typeof operatorPermissionTable;
export const operatorPermissions = Object.keys(operatorPermissionTable) as OperatorPermission[];

/** Whether an operator with these roles may do it. */
export function operatorMay(held: readonly OperatorRole[], permission: OperatorPermission): boolean {
  const rule: OperatorPermissionRule = operatorPermissionTable[permission];
  return rule.roles.some((role) => held.includes(role));
}

/** What an event in the operators' book is called on the screen. The clinic's own trail has names for the same actions. */
export const operatorActionLabels: Record<string, string> = {
  'operator.create': '運用者を作った',
  'operator.unlock': '運用者のロックを解いた',
  'operator.reset': '運用者の登録をやり直しにした',
  'operator.disable': '運用者を使えなくした',
  'operator.enrol': 'パスワードと認証アプリを登録した',
  'operator.sign_in': 'ログインした',
  'operator.sign_out': 'ログアウトした',
  'clinic.create': '医療機関を作った',
  'clinic.change': '医療機関の名称・コードを変えた',
  'clinic.suspend': '医療機関の利用を停止した',
  'clinic.resume': '医療機関の利用を再開した',
  'clinic.close': '医療機関を閉じた',
  'clinic.invite_admin': '最初の管理者を招いた',
  'clinic.export_start': '全部の記録の書き出しを始めた',
  'clinic.reset_demo': 'デモの医療機関を初めに戻した',
};
