import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The published examples, kept beside the repository where they are at hand; they are not ours to redistribute. */
const EXAMPLES = join(import.meta.dirname, '../../../../../shared/spec/clins/examples');

export const hasExamples = existsSync(join(EXAMPLES, 'index.json'));
if (!hasExamples) console.error('note: the JP-CLINS examples are not at hand; their tests are skipped');

/** One published example as JSON. */
export function readExample(file: string): unknown {
  return JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8'));
}
