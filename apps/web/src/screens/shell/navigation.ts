import type { Permission } from '@shirube/core/identity';

/** A screen that one can go to from the head of every page. */
export interface NavigationPlace {
  /** below /c/<clinic>/ */
  path: string;
  label: string;
  /** the link is shown to whoever has it */
  permission: Permission;
  /** the procedure the screen opens with; a test holds its declared permission against the link's */
  procedure: string;
  /** main: everyday work, always in sight. manage: behind 管理. */
  menu: 'main' | 'manage';
}

export const navigation: readonly NavigationPlace[] = [
  {
    path: 'board',
    label: '受付一覧',
    permission: 'reception.view',
    procedure: 'reception.board',
    menu: 'main',
  },
  {
    path: 'prescriptions',
    label: '処方箋',
    permission: 'prescription.view',
    procedure: 'prescriptions.list',
    menu: 'main',
  },
  {
    path: 'letters',
    label: '届いた紹介状',
    permission: 'document.view',
    procedure: 'letters.list',
    menu: 'main',
  },
  {
    path: 'approvals',
    label: '代行入力の承認',
    permission: 'entry.approve',
    procedure: 'entries.approvals',
    menu: 'main',
  },
  {
    path: 'entries',
    label: '自分の代行入力',
    permission: 'entry.write',
    procedure: 'entries.mine',
    menu: 'main',
  },
  {
    path: 'outbox',
    label: '送信の状況',
    permission: 'outbox.view',
    procedure: 'audit.outbox',
    menu: 'main',
  },
  {
    path: 'sharing',
    label: '共有の状況',
    permission: 'sharing.view',
    procedure: 'sharing.list',
    menu: 'main',
  },
  {
    path: 'order-sets',
    label: 'セットとよく使う薬',
    permission: 'order_set.edit_clinic',
    procedure: 'orderSets.shelf',
    menu: 'manage',
  },
  { path: 'audit', label: '監査証跡', permission: 'audit.view', procedure: 'audit.list', menu: 'main' },
  { path: 'people', label: '職員', permission: 'people.view', procedure: 'people.list', menu: 'manage' },
  {
    path: 'restrictions',
    label: '閲覧の制限',
    permission: 'patient.restrict',
    procedure: 'restrictions.list',
    menu: 'manage',
  },
  {
    path: 'merge',
    label: '同じ人の登録をまとめる',
    permission: 'patient.merge',
    procedure: 'patients.compareMerge',
    menu: 'manage',
  },
  {
    path: 'emergency',
    label: '緊急の閲覧の確認',
    permission: 'emergency.review',
    procedure: 'restrictions.emergencies',
    menu: 'manage',
  },
  {
    path: 'settings/clients',
    label: '外部システム',
    permission: 'client.view',
    procedure: 'clients.list',
    menu: 'manage',
  },
  {
    path: 'permissions',
    label: '権限の表',
    permission: 'permission.view',
    procedure: 'people.permissions',
    menu: 'manage',
  },
  {
    path: 'settings/clinic',
    label: '医療機関の設定',
    permission: 'clinic.edit',
    procedure: 'clinic.setup',
    menu: 'manage',
  },
  {
    path: 'settings/access',
    label: '使える場所と端末',
    permission: 'clinic.settings',
    procedure: 'accessRule.read',
    menu: 'manage',
  },
];
