// `npm run audit:dependencies`: known vulnerabilities in what is shipped, as the configured registry knows them. Fails on a high or
// critical one that docs/security/accepted-advisories.json does not accept with a reason and a day. Exit code 77: the audit could
// not run (no network, a registry without advisories), which is neither passed nor failed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { environment, root, say, skippedCode } from './lib/ensure.mjs';
import { judge } from './security/lib/advisories.ts';

const list = path.join(root, 'docs/security/accepted-advisories.json');
const { advisories } = JSON.parse(fs.readFileSync(list, 'utf8'));
const npm = process.env.npm_execpath;
const audit = ['audit', '--omit=dev', '--json', '--fetch-retries=1', '--fetch-timeout=20000'];
const { stdout } = spawnSync(npm ? process.execPath : 'npm', npm ? [npm, ...audit] : audit, {
  cwd: root,
  env: environment,
  encoding: 'utf8',
  timeout: 90_000,
  maxBuffer: 64 * 1024 * 1024,
});
const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());
const { outcome, lines } = judge(stdout ?? '', advisories, today);
for (const line of lines) say(line);
say(`dependency audit ${outcome}`);
process.exitCode = { passed: 0, failed: 1, 'could not run': skippedCode }[outcome];
