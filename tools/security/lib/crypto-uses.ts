/** Modules that do cryptography, and nothing that only makes ids. */
const modules = [
  'node:crypto',
  'crypto',
  'jose',
  'otplib',
  '@node-rs/argon2',
  '@simplewebauthn/server',
  '@simplewebauthn/browser',
  'pkijs',
  'asn1js',
  'node-forge',
  'next-auth',
];
const harmless = new Set(['randomUUID']);

export interface CryptoUse {
  file: string;
  /** `module: names`, sorted */
  uses: string[];
}

/** The cryptography that one source file imports, or calls as WebCrypto; null when there is none. */
export function cryptoUses(file: string, text: string): CryptoUse | null {
  const found = new Map<string, Set<string>>();
  for (const [, clause = '', name = ''] of text.matchAll(/^import\s+([^;]*?)\s+from\s+'([^']+)'/gm)) {
    const module = modules.find((each) => name === each || name.startsWith(`${each}/`));
    if (!module || /^type\b/.test(clause)) continue;
    const names = /\{([^}]*)\}/.exec(clause)?.[1]?.split(',') ?? [clause];
    for (const each of names.map((raw) => raw.trim()).filter((raw) => raw && !raw.startsWith('type ')))
      if (!harmless.has(each))
        found.set(name, (found.get(name) ?? new Set()).add(each.replace(/ as .*/, '')));
  }
  for (const [call] of text.matchAll(/\bcrypto\.(?:subtle\.\w+|getRandomValues)/g))
    found.set('WebCrypto', (found.get('WebCrypto') ?? new Set()).add(call.replace('crypto.', '')));
  if (found.size === 0) return null;
  const uses = [...found].map(([module, names]) => `${module}: ${[...names].sort().join(', ')}`).sort();
  return { file, uses };
}

/** Whether a file is part of what runs: no test, no test helper, no stand-in of an outside service. */
export const isShipped = (file: string): boolean =>
  /^(apps|packages|prisma)\//.test(file) &&
  !/\.(test|e2e)\.|\/testing\/|\/test-pki\/|\/contract\/|^apps\/sandbox\//.test(file);

export interface Inventory {
  title: string;
  preface: string;
  entries: { what: string; algorithm: string; key: string; where: string[]; end: string }[];
  plan: string[];
}

/** docs/security/cryptography.md: what was written down, and below it what the sources use. */
export function cryptographyPage(inventory: Inventory, uses: readonly CryptoUse[]): string {
  const rows = inventory.entries.map(
    ({ what, algorithm, key, where, end }) =>
      `| ${what} | ${algorithm} | ${key} | ${where.map((file) => `\`${file}\``).join('<br>')} | ${end} |`,
  );
  const found = [...uses]
    .sort((a, b) => (a.file < b.file ? -1 : 1))
    .map(({ file, uses: names }) => `| \`${file}\` | ${names.join('<br>')} |`);
  return [
    `# ${inventory.title}`,
    '<!-- Written by `npm run docs:security` from cryptography.json and the sources. Do not edit. -->',
    inventory.preface,
    '## Keys, secrets and what protects them',
    `| what | algorithm | key or randomness | where | until |\n|---|---|---|---|---|\n${rows.join('\n')}`,
    '## When an algorithm has to go',
    inventory.plan.map((each) => `- ${each}`).join('\n'),
    '## Found in the sources',
    'Every import of a cryptographic module in what is shipped (ids from `randomUUID` left out).',
    `| file | uses |\n|---|---|\n${found.join('\n')}`,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}
