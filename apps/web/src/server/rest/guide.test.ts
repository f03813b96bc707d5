import fs from 'node:fs';
import path from 'node:path';
import { apiScopeNames, apiScopes } from '@shirube/core/api-clients';
import { describe, expect, it } from 'vitest';
import { fhirRoutes } from '../fhir/table.ts';
import type { AnyRestDeclaration } from './declaration.ts';
import { restRoutes } from './table.ts';

const guide = fs.readFileSync(path.join(import.meta.dirname, '../../../../../docs/api.md'), 'utf8');
const sectionOf = (name: string) => guide.split(`<!-- ${name} -->\n`)[1]?.split(`<!-- /${name} -->`)[0];

/** docs/api.md says what the program does: a route, a scope or a problem that differs fails here. */
describe('the guide for outside systems', () => {
  it.each([
    ['routes', '/api/v1', restRoutes],
    ['fhir', '/api/fhir/r4', fhirRoutes],
  ] as [string, string, readonly AnyRestDeclaration[]][])(
    'lists every route with its scope and weight: %s',
    (name, root, routes) => {
      const rows = routes.map(
        ({ method, path: address, scope, weight, summary }) =>
          `| \`${method} ${root}${address}\` | ${scope === null ? 'なし' : `\`${scope}\``} | ${weight} | ${summary} |\n`,
      );
      expect(sectionOf(name)).toBe(
        ['| 方法と宛先 | 許可 | 重み | すること |\n', '|---|---|---|---|\n', ...rows].join(''),
      );
    },
  );

  it('explains every scope as the administrator reads it', () => {
    const rows = apiScopeNames.map(
      (name) => `| \`${name}\` | ${apiScopes[name].label}。${apiScopes[name].explanation} |\n`,
    );
    expect(sectionOf('scopes')).toBe(
      ['| 許可（スコープ） | できること |\n', '|---|---|\n', ...rows].join(''),
    );
  });

  it('names every problem a caller can put right', () => {
    const source = fs.readFileSync(path.join(import.meta.dirname, 'problem.ts'), 'utf8');
    const types = [...source.matchAll(/urn\('([a-z-]+)'\)/g)].map((match) => match[1] as string);
    expect(types.length).toBeGreaterThan(7);
    for (const type of types.filter((each) => each !== 'failed'))
      expect(guide).toContain(`urn:shirube:problem:${type}`);
  });
});
