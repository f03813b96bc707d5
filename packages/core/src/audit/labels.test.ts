import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditActionLabels } from './labels.ts';

const repository = join(import.meta.dirname, '../../../..');
const sources = ['packages/core/src', 'apps/web/src/server', 'apps/worker/src'].flatMap((folder) =>
  readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
);
const named = (pattern: RegExp) => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] as string))),
];

describe('audit actions', () => {
  it.each([
    ['written by a use case', /\baction: '([a-z_]+\.[a-z_]+)'/g, 30],
    ['declared by a procedure', /\baudit: '([a-z_]+\.[a-z_]+)'/g, 20],
  ] as const)('%s all have a name for the screen', (_, pattern, atLeast) => {
    const actions = named(pattern);
    // the pattern still finds them
    expect(actions.length).toBeGreaterThan(atLeast);
    expect(actions.filter((action) => !(action in auditActionLabels))).toEqual([]);
  });

  it('have names that tell them apart', () => {
    const labels = Object.values(auditActionLabels);
    expect(new Set(labels).size).toBe(labels.length);
  });
});
