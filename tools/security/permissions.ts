// `npm run docs:permissions`: writes docs/security/permissions.md from the table of permissions and from what every procedure and
// download declares. With --check nothing is written: it fails when the page is not what it would write.
import fs from 'node:fs';
import path from 'node:path';
import {
  licences,
  type PermissionRule,
  permissions,
  permissionTable,
  roleMeanings,
  roleNames,
  roles,
} from '../../packages/core/src/identity/index.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = 'docs/security/permissions.md';
/** where declarations stand; each names itself and its permission as literals */
const declared = ['apps/web/src/server/procedures', 'apps/web/src/server/downloads'];

/** What asks for a permission, by its name. Read as text: the declarations need a server to be imported. */
function declarations(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const folder of declared)
    for (const file of fs.globSync('**/*.ts', { cwd: path.join(root, folder) }).sort()) {
      if (file.endsWith('.test.ts')) continue;
      const source = fs.readFileSync(path.join(root, folder, file), 'utf8');
      for (const [, name, permission] of source.matchAll(/\bname: '([\w.]+)',\s+permission: '([\w.]+)'/g))
        found.set(permission as string, [...(found.get(permission as string) ?? []), name as string]);
    }
  return found;
}

function licenceWords(rule: PermissionRule): string {
  if (rule.licences === null) return '';
  return rule.licences.length === licences.length ? '下の資格のどれか' : rule.licences.join('・');
}

function render(asking: Map<string, string[]>): string {
  const lines = [
    '<!-- Written by `npm run docs:permissions` from packages/core/src/identity/permissions.ts. Do not edit. -->',
    '# 権限の表',
    '',
    `${permissions.length} permissions × ${roles.length} roles: the table that procedures and downloads declare from, the ladder refuses from and the screens explain from (\`/c/<clinic>/permissions\`).`,
    'A person may do what one of their roles may, if they also hold one of the licences of the row. A refusal is written to the audit trail.',
    '',
    '| 役割 | 仕事 |',
    '|---|---|',
    ...roles.map((role) => `| ${roleNames[role]} \`${role}\` | ${roleMeanings[role]} |`),
    '',
    `資格: ${licences.join('・')}。A licence belongs to the person, not to the role.`,
  ];
  const rules = permissions.map((permission): [string, PermissionRule] => [
    permission,
    permissionTable[permission],
  ]);
  for (const group of new Set(rules.map(([, rule]) => rule.group))) {
    lines.push(
      '',
      `## ${group}`,
      '',
      `| 操作 | ${roles.map((role) => roleNames[role]).join(' | ')} | 資格 | permission | asked for by |`,
      `|${'---|'.repeat(roles.length + 4)}`,
    );
    for (const [permission, rule] of rules.filter(([, each]) => each.group === group)) {
      const cells = roles.map((role) => (rule.roles.includes(role) ? '○' : ''));
      const by = (asking.get(permission) ?? []).sort().map((name) => `\`${name}\``);
      lines.push(
        `| ${[rule.label, ...cells, licenceWords(rule), `\`${permission}\``, by.join(' ')].join(' | ')} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

const text = render(declarations());
const file = path.join(root, page);
if (process.argv.includes('--check')) {
  const current = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  if (current !== text) {
    console.error(`${page} is not what the table says: run \`npm run docs:permissions\`.`);
    process.exitCode = 1;
  }
} else {
  fs.writeFileSync(file, text);
}
