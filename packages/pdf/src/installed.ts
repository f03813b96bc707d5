import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of an installed npm package, or null. Looks for it in the node_modules folders above this file and
 * above the working directory. Plain file look-up instead of module resolution, because the packages we need
 * (fonts, a packed browser) are files to us, and bundlers rewrite resolution calls.
 */
export function installedPackage(name: string): string | null {
  for (const start of [import.meta.dirname, process.cwd()]) {
    // A bundler may leave import.meta.dirname undefined.
    if (start === undefined) continue;
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, 'node_modules', ...name.split('/'));
      if (existsSync(join(candidate, 'package.json'))) return candidate;
      if (dirname(folder) === folder) break;
    }
  }
  return null;
}
