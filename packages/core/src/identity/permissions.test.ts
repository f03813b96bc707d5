import { describe, expect, it } from 'vitest';
import { whyNot } from './explain.ts';
import { may, type Permission, type PermissionRule, permissions, permissionTable } from './permissions.ts';
import { licences, type Role, roles, roleWords } from './roles.ts';

const holders = (role: Role) => [null, ...licences].map((licence) => ({ roles: [role], licence }));

describe('permissions', () => {
  // @proves D7 V8.1.1
  it('never show a clerk drugs, check-ups or shared clinical information, whatever licence they hold', () => {
    const clinical: Permission[] = [
      'chart.view',
      'external.view',
      'consent.record',
      'prescription.view',
      'prescription.print',
      'prescription.write',
      'prescription.sign',
      'emergency.access',
    ];
    for (const permission of clinical)
      for (const person of holders('clerk'))
        expect([permission, may(person, permission)]).toEqual([permission, false]);
  });

  // @proves D7
  it('give nobody clinical rights for being the administrator', () => {
    const given = permissions.filter((each) => may({ roles: ['admin'], licence: '医師' }, each));
    expect(given.filter((each) => /^(chart|entry|prescription|external|consent)\./.test(each))).toEqual([]);
  });

  // @proves D7
  it('ask for the licence and not for the name of the role', () => {
    expect(may({ roles: ['nurse'], licence: null }, 'chart.view')).toBe(false);
    expect(may({ roles: ['nurse'], licence: '看護師' }, 'chart.view')).toBe(true);
    expect(may({ roles: ['doctor'], licence: '看護師' }, 'prescription.sign')).toBe(false);
    expect(may({ roles: ['technologist'], licence: '臨床検査技師' }, 'external.view')).toBe(false);
  });

  it('add up over roles and are never more than the table says', () => {
    const both = { roles: ['doctor', 'admin'] as Role[], licence: '医師' as const };
    expect(may(both, 'chart.confirm')).toBe(true);
    expect(may(both, 'people.invite')).toBe(true);
    for (const permission of permissions) {
      const rule: PermissionRule = permissionTable[permission];
      for (const role of roles)
        for (const person of holders(role))
          if (may(person, permission)) {
            expect(rule.roles).toContain(role);
            if (rule.licences) expect(rule.licences).toContain(person.licence);
          }
    }
  });

  it('are given to nobody without a role', () => {
    expect(permissions.filter((each) => may({ roles: [], licence: '医師' }, each))).toEqual([]);
  });

  it('explain a refusal from the same table, and nothing else', () => {
    for (const permission of permissions)
      for (const role of roles)
        for (const person of holders(role))
          expect([permission, person, whyNot(person, permission) === null]).toEqual([
            permission,
            person,
            may(person, permission),
          ]);
    expect(whyNot({ roles: ['clerk'], licence: null }, 'audit.view')).toBe(
      'この操作は管理者の役割が必要です。',
    );
    expect(whyNot({ roles: ['clerk'], licence: null }, 'chart.confirm')).toBe(
      'この操作は医師の役割と資格が必要です。',
    );
    expect(whyNot({ roles: ['doctor'], licence: null }, 'prescription.sign')).toBe(
      'この操作は医師・歯科医師の資格が必要です。管理者に資格の登録を頼んでください。',
    );
  });

  it('have labels that tell them apart', () => {
    const labels = permissions.map((each) => permissionTable[each].label);
    expect(new Set(labels).size).toBe(labels.length);
    expect(roleWords(['admin', 'doctor'])).toBe('医師・管理者');
  });
});
