/**
 * Permissions as data: one table that the procedures declare from, the screens read and the tests walk.
 * 有資格者 is a property of the person: 'licensed' permissions also need a licence (docs/architecture.md).
 */
export const permissionTable = {
  'reception.view': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '受付一覧を見る' },
  'reception.manage': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '受付する・取り消す' },
  'patient.search': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '患者をさがす' },
  'patient.register': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '患者を登録する' },
  'chart.view': { roles: ['doctor'], licensed: true, label: 'カルテを見る' },
  'chart.write': { roles: ['doctor'], licensed: true, label: 'カルテを書く・確定する' },
  'prescription.write': { roles: ['doctor'], licensed: true, label: '処方する' },
  'prescription.sign': { roles: ['doctor'], licensed: true, label: '処方箋に電子署名する' },
  'prescription.print': { roles: ['doctor', 'clerk'], licensed: false, label: '処方内容の控えを印刷する' },
  'master.search': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '薬・病名・用法をさがす' },
  'audit.view': { roles: ['admin'], licensed: false, label: '監査証跡を見る' },
  'audit.view_patient': {
    roles: ['doctor', 'admin'],
    licensed: false,
    label: '患者の記録を誰が見たか確かめる',
  },
  'outbox.view': { roles: ['doctor', 'admin'], licensed: false, label: '送信の状況を見る' },
  'outbox.redrive': { roles: ['doctor', 'admin'], licensed: false, label: '送信をやり直す' },
  'session.self': { roles: ['doctor', 'clerk', 'admin'], licensed: false, label: '自分の情報を見る' },
} as const satisfies Record<
  string,
  { roles: readonly ('doctor' | 'clerk' | 'admin')[]; licensed: boolean; label: string }
>;

export type Permission = keyof typeof permissionTable;
export type Role = 'doctor' | 'clerk' | 'admin';

/** Whether a person in this role, with or without a licence, may do it. */
export function may(person: { role: Role; licence: string | null }, permission: Permission): boolean {
  const rule = permissionTable[permission];
  return (rule.roles as readonly Role[]).includes(person.role) && (!rule.licensed || person.licence !== null);
}
