import fs from 'node:fs';
import path from 'node:path';
import { examplesDirectory } from './judge.ts';

/** An official example, or one constructed from them, as its index describes it. */
export interface Example {
  file: string;
  type: string;
  status: 'valid' | 'invalid' | 'derived-valid';
  /** pass, or deviates from 1.10.0 because it was published before it */
  structure1_10_0: 'pass' | 'deviates';
}

export function readExamples(): Example[] {
  const index = path.join(examplesDirectory, 'index.json');
  if (!fs.existsSync(index)) return [];
  return (JSON.parse(fs.readFileSync(index, 'utf8')) as { examples: Example[] }).examples;
}

/**
 * Copies the examples so that they can be judged by the edition at hand: some claim an edition of a profile that is not, and would not be
 * judged at all. Nothing else of them is changed.
 */
export function writeExamples(examples: readonly Example[], directory: string): void {
  for (const { file } of examples) {
    const resource: unknown = JSON.parse(fs.readFileSync(path.join(examplesDirectory, file), 'utf8'));
    const target = path.join(directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, JSON.stringify(withoutEditions(resource), null, 1));
  }
}

function withoutEditions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEditions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      name === 'profile' && Array.isArray(each)
        ? each.map((canonical: string) => canonical.split('|')[0])
        : withoutEditions(each),
    ]),
  );
}
