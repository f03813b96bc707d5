import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyDeclaration } from '../../server/procedure.ts';
import { loadDeclarations } from '../../testing/procedures.ts';
import { navigation } from './navigation.ts';

const pages = path.join(import.meta.dirname, '../../../app/c/[clinic]/(app)');
let declarations: AnyDeclaration[];
beforeAll(async () => {
  declarations = await loadDeclarations();
});

/** The link, the page and the procedure behind it ask for one and the same permission. */
describe('navigation', () => {
  it.each(navigation)('to $label asks for what its procedure declares', ({ procedure, permission }) => {
    const declared = declarations.find((each) => each.name === procedure);
    expect([procedure, declared?.permission]).toEqual([procedure, permission]);
  });

  it.each(navigation)('to $label leads to a page that explains itself to who may not', (place) => {
    const source = fs.readFileSync(path.join(pages, place.path, 'page.tsx'), 'utf8');
    expect(source).toContain(`<ScreenFor permission="${place.permission}">`);
  });

  it('names no place twice', () => {
    expect(new Set(navigation.map((place) => place.path)).size).toBe(navigation.length);
    expect(new Set(navigation.map((place) => place.label)).size).toBe(navigation.length);
  });
});
