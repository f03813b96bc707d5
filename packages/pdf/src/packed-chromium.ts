import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { installedPackage } from './installed.ts';

/**
 * The Chromium that ships compressed inside @sparticuz/chromium, unpacked once per version.
 *
 * The package's own executablePath() is not used for two reasons: it writes to the fixed path <tmp>/chromium, so a
 * second process that starts meanwhile runs a half-written file, and on a shared machine anybody could have put a
 * program there. Here the file is written under another name, renamed when complete, and lives in a folder that
 * only this user can write to.
 *
 * @returns null when the package is not installed or this is not 64-bit Linux (the binary is x86-64 Linux only).
 */
export async function unpackedChromium(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = installedPackage('@sparticuz/chromium');
  if (folder === null) return null;
  const packed = join(folder, 'bin', 'chromium.br');
  if (!existsSync(packed)) return null;
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };

  const target = join(await privateFolder(), `chromium-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}.${Date.now()}.partial`;
  try {
    await pipeline(
      createReadStream(packed),
      createBrotliDecompress(),
      createWriteStream(partial, { mode: 0o700 }),
    );
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
  return target;
}

/** A folder of ours that nobody else can write to: the user's cache, or the temporary folder when there is no home. */
async function privateFolder(): Promise<string> {
  const candidates = [
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'shirube'),
    join(tmpdir(), `shirube-${process.getuid?.() ?? 'user'}`),
  ];
  let reason = '';
  for (const folder of candidates) {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const owner = (await stat(folder)).uid;
      if (process.getuid !== undefined && owner !== process.getuid()) continue;
      await chmod(folder, 0o700);
      return folder;
    } catch (error) {
      reason = (error as NodeJS.ErrnoException).code ?? '';
    }
  }
  throw new Error(`no private folder to unpack into ${reason}`);
}
