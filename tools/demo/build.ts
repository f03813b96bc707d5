import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../packages/db/src/tooling/paths.ts';
import { hashOf } from './stack.ts';

/** Builds the web app when its sources, or those of the packages in it, have changed since the last build. */
export async function ensureBuilt(say: (text: string) => void): Promise<void> {
  const mark = path.join(repositoryRoot, 'apps/web/.next/.source-hash');
  const wanted = hashOf(['apps/web', 'packages']);
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted) return;
  say('Building the web application (about a minute) …');
  const ticking = setInterval(() => say('… still building'), 20_000);
  const output: string[] = [];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join(repositoryRoot, 'node_modules/next/dist/bin/next'), 'build'],
      {
        cwd: path.join(repositoryRoot, 'apps/web'),
        env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output.push(data.toString());
      });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  clearInterval(ticking);
  if (code !== 0)
    throw new Error(`The web application could not be built:\n${output.join('').slice(-6_000)}`);
  fs.writeFileSync(mark, wanted);
}
