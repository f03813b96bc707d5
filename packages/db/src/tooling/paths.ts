import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root: this file is packages/db/src/tooling/paths.ts. */
export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
