import type { OperatorClinic } from '@shirube/core/operators/schema';

export const stateBadges = {
  active: { label: '利用中', tone: 'success' },
  suspended: { label: '停止中', tone: 'warning' },
  closed: { label: '廃止', tone: 'neutral' },
} as const satisfies Record<OperatorClinic['state'], { label: string; tone: string }>;

export const outcomeBadges = {
  success: { label: '実行', tone: 'success' },
  refused: { label: '拒否', tone: 'danger' },
  failed: { label: '失敗', tone: 'warning' },
} as const;

export const scoreTables = [
  { value: '1', label: '医科' },
  { value: '3', label: '歯科' },
  { value: '4', label: '調剤' },
  { value: '6', label: '訪問看護' },
] as const;
