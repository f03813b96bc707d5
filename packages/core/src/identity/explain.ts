import { type Holder, may, type Permission, type PermissionRule, permissionTable } from './permissions.ts';
import { roleNames } from './roles.ts';

/**
 * Why somebody may not, as a sentence that says who may; null when they may. The words come from the same table that refuses.
 */
export function whyNot(person: Holder, permission: Permission): string | null {
  if (may(person, permission)) return null;
  const rule: PermissionRule = permissionTable[permission];
  const words = rule.roles.map((role) => roleNames[role]).join('・');
  const inRole = rule.roles.some((role) => person.roles.includes(role));
  if (!inRole)
    return rule.licences === null
      ? `この操作は${words}の役割が必要です。`
      : `この操作は${words}の役割と資格が必要です。`;
  return `この操作は${licenceWords(rule)}の資格が必要です。管理者に資格の登録を頼んでください。`;
}

/** '医師・歯科医師', or the number of professions when the row takes them all. */
export const licenceWords = (rule: PermissionRule): string => (rule.licences ?? []).join('・');
