import { type Licence, licences, type Role } from './roles.ts';

/** Which licences a permission asks for, beyond the role. */
type Needs = readonly Licence[] | null;

const physician: Needs = ['医師', '歯科医師'];
/** Those in charge of the patient whom the eligibility rules let see what the national services know of drugs and check-ups. */
const inCharge: Needs = ['医師', '歯科医師', '薬剤師', '保健師', '助産師', '看護師', '准看護師'];
const anyLicence: Needs = licences;
const none: Needs = null;

export interface PermissionRule {
  /** the part of the work it belongs to, as the page of permissions groups it */
  group: string;
  label: string;
  roles: readonly Role[];
  /** one of these licences is needed as well; null when none is */
  licences: Needs;
}

const everyone = ['doctor', 'nurse', 'technologist', 'pharmacist', 'clerk', 'admin'] as const;
const clinical = ['doctor', 'nurse', 'technologist', 'pharmacist'] as const;

/**
 * Permissions as data: one table that procedures and routes declare from, screens read, the page of permissions shows and the
 * tests walk. A person may do what one of their roles may, if they also hold a licence that the row asks for.
 * 管理者 is no clinical role: who runs the people and settings of a clinic reads no chart by that.
 */
export const permissionTable = {
  'reception.view': { group: '受付', label: '受付一覧を見る', roles: everyone, licences: none },
  'reception.manage': {
    group: '受付',
    label: '受付する・取り消す',
    roles: ['doctor', 'nurse', 'clerk', 'admin'],
    licences: none,
  },
  'patient.search': { group: '患者', label: '患者をさがす', roles: everyone, licences: none },
  'patient.register': {
    group: '患者',
    label: '患者を登録する',
    roles: ['doctor', 'nurse', 'clerk', 'admin'],
    licences: none,
  },
  'patient.restrict': {
    group: '患者',
    label: '閲覧を制限する患者を決める',
    roles: ['doctor', 'admin'],
    licences: none,
  },

  'patient.record_facts': {
    group: '患者',
    label: '体重・妊娠などを記録する',
    roles: ['doctor', 'nurse'],
    licences: inCharge,
  },
  'allergy.write': {
    group: '患者',
    label: 'アレルギーを記録する・直す',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },

  'chart.view': { group: '診療録', label: 'カルテを見る', roles: clinical, licences: anyLicence },
  'chart.write': { group: '診療録', label: 'カルテを書く', roles: ['doctor'], licences: physician },
  'chart.confirm': {
    group: '診療録',
    label: '診療録を確定する・訂正する',
    roles: ['doctor'],
    licences: physician,
  },
  'entry.write': {
    group: '診療録',
    label: '医師に代わって入力する（代行入力）',
    roles: ['nurse', 'technologist', 'pharmacist', 'clerk'],
    licences: none,
  },
  'entry.approve': {
    group: '診療録',
    label: '代行入力を承認する・差し戻す',
    roles: ['doctor'],
    licences: physician,
  },
  'emergency.access': {
    group: '診療録',
    label: '制限されたカルテを緊急に開く',
    roles: ['doctor', 'nurse'],
    licences: inCharge,
  },
  'emergency.review': {
    group: '診療録',
    label: '緊急の閲覧を事後に確かめる',
    roles: ['admin'],
    licences: none,
  },

  'external.view': {
    group: '全国の情報',
    label: 'ほかの医療機関の薬剤・健診・診療の情報を見る',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },
  'external.enter': {
    group: '全国の情報',
    label: 'お薬手帳などの薬を手で入力する',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },
  'consent.record': {
    group: '全国の情報',
    label: '口頭の同意を記録する',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },

  'document.view': {
    group: '文書',
    label: '紹介状・サマリー・健診結果報告書を見る',
    roles: clinical,
    licences: inCharge,
  },
  'document.write': {
    group: '文書',
    label: '紹介状・サマリー・健診結果報告書を書く',
    roles: ['doctor'],
    licences: physician,
  },
  'document.receive': {
    group: '文書',
    label: '届いた紹介状を受け取り、患者を決める',
    roles: ['doctor', 'nurse'],
    licences: inCharge,
  },
  'sharing.view': {
    group: '文書',
    label: '電子カルテ情報共有サービスへの送信の状況を見る',
    roles: ['doctor', 'admin'],
    licences: none,
  },
  'sharing.manage': {
    group: '文書',
    label: '患者の情報を共有するか決める・送り直す・取り下げる',
    roles: ['doctor'],
    licences: physician,
  },
  'patient.merge': {
    group: '患者',
    label: '同じ人の２つの登録を１つにまとめる',
    roles: ['doctor', 'admin'],
    licences: none,
  },

  'prescription.write': {
    group: '処方',
    label: '処方する・照合する',
    roles: ['doctor'],
    licences: physician,
  },
  'prescription.authorize_signing': {
    group: '処方',
    label: '電子署名の認証をする',
    roles: ['doctor'],
    licences: physician,
  },
  'prescription.sign': {
    group: '処方',
    label: '処方箋に電子署名する',
    roles: ['doctor'],
    licences: physician,
  },
  'prescription.change': {
    group: '処方',
    label: '処方箋を変更する・取り消す',
    roles: ['doctor'],
    licences: physician,
  },
  'prescription.acknowledge': {
    group: '処方',
    label: '薬局からの連絡を読んだことにする',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },
  'prescription.view': {
    group: '処方',
    label: '処方箋の状態を見る',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },
  'prescription.print': {
    group: '処方',
    label: '処方箋・控え・薬の説明書を印刷する',
    roles: ['doctor', 'nurse', 'pharmacist'],
    licences: inCharge,
  },
  'order_set.edit_clinic': {
    group: '処方',
    label: '医院のセットとよく使う薬を変える',
    roles: ['doctor', 'pharmacist'],
    licences: inCharge,
  },
  'master.search': { group: '処方', label: '薬・病名・用法をさがす', roles: everyone, licences: none },

  'outbox.view': { group: '送信', label: '送信の状況を見る', roles: ['doctor', 'admin'], licences: none },
  'outbox.redrive': { group: '送信', label: '送信をやり直す', roles: ['doctor', 'admin'], licences: none },

  'audit.view': { group: '監査', label: '監査証跡を見る', roles: ['admin'], licences: none },
  'audit.view_patient': {
    group: '監査',
    label: '患者の記録を誰が見たか確かめる',
    roles: ['doctor', 'admin'],
    licences: none,
  },
  'audit.review': { group: '監査', label: '監査証跡を定期に点検する', roles: ['admin'], licences: none },
  'audit.export': { group: '監査', label: '監査証跡を書き出す', roles: ['admin'], licences: none },

  'people.view': { group: '職員', label: '職員の一覧を見る', roles: ['admin'], licences: none },
  'people.invite': { group: '職員', label: '職員を招く', roles: ['admin'], licences: none },
  'people.edit': { group: '職員', label: '職員の氏名・資格を変える', roles: ['admin'], licences: none },
  'people.change_roles': { group: '職員', label: '職員の役割を変える', roles: ['admin'], licences: none },
  'people.leave': { group: '職員', label: '職員を離職・復職にする', roles: ['admin'], licences: none },
  'people.revoke_sessions': {
    group: '職員',
    label: '職員のログインを打ち切る',
    roles: ['admin'],
    licences: none,
  },
  'people.reset_credentials': {
    group: '職員',
    label: 'パスワードと認証の再設定を手伝う',
    roles: ['admin'],
    licences: none,
  },
  'people.review': { group: '職員', label: '利用者の棚卸しをする', roles: ['admin'], licences: none },
  'permission.view': { group: '職員', label: '誰が何をできるかの表を見る', roles: everyone, licences: none },

  'clinic.view': { group: '医療機関', label: '医療機関の情報を見る', roles: everyone, licences: none },
  'clinic.edit': { group: '医療機関', label: '医療機関の情報を変える', roles: ['admin'], licences: none },
  'clinic.settings': { group: '医療機関', label: '安全の設定を変える', roles: ['admin'], licences: none },
  'clinic.export': { group: '医療機関', label: '全部の記録を書き出す', roles: ['admin'], licences: none },

  'client.view': {
    group: '外部システム',
    label: '外部システムの一覧を見る',
    roles: ['admin'],
    licences: none,
  },
  'client.manage': {
    group: '外部システム',
    label: '外部システムを登録する・止める',
    roles: ['admin'],
    licences: none,
  },

  'session.self': { group: '自分', label: '自分の情報と設定を見る・変える', roles: everyone, licences: none },
} as const satisfies Record<string, PermissionRule>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as Permission[];

/** Somebody in a clinic, as far as permissions ask. */
export interface Holder {
  roles: readonly Role[];
  licence: Licence | null;
}

/** Whether somebody with these roles and this licence may do it. */
export function may(person: Holder, permission: Permission): boolean {
  const rule: PermissionRule = permissionTable[permission];
  return (
    rule.roles.some((role) => person.roles.includes(role)) &&
    (rule.licences === null || (person.licence !== null && rule.licences.includes(person.licence)))
  );
}
