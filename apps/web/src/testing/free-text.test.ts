import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { noScriptIsStoredIn, scriptsAreStoredIn } from '../../../../e2e/free-text.ts';
import { loadDeclarations } from './procedures.ts';
import { definitionOf } from './schema-samples.ts';

/** Places of a schema where any text may stand: no format, no pattern, no list of words. */
function freeTexts(schema: z.ZodType, at = ''): string[] {
  const definition = definitionOf(schema);
  const inner = definition.innerType ?? definition.in;
  if (inner) return freeTexts(inner, at);
  switch (definition.type) {
    case 'string': {
      const rules = (definition.checks ?? []).map(({ _zod }) => _zod.def);
      const shaped =
        definition.format ?? definition.pattern ?? rules.find((rule) => rule.format ?? rule.pattern);
      return shaped ? [] : [at];
    }
    case 'object':
      return Object.entries(definition.shape ?? {}).flatMap(([key, each]) =>
        freeTexts(each, at ? `${at}.${key}` : key),
      );
    case 'array':
      return freeTexts(definition.element as z.ZodType, `${at}[]`);
    case 'union':
      return (definition.options ?? []).flatMap((each) => freeTexts(each, at));
    case 'record':
      return freeTexts(definition.valueType as z.ZodType, `${at}[]`);
    default:
      return [];
  }
}

describe('every text that a person can write freely', () => {
  it('has a script stored in it by e2e/attacks.e2e.ts, or a reason why not', async () => {
    const fields = (await loadDeclarations()).flatMap(({ name, input }) =>
      freeTexts(input).map((field) => `${name} ${field}`),
    );
    const listed = [...scriptsAreStoredIn, ...Object.keys(noScriptIsStoredIn)];
    /** An entry stands for its field, for what is below it, or for a whole procedure. */
    const standsFor = (entry: string, field: string) =>
      field === entry || [' ', '.', '['].some((next) => field.startsWith(`${entry}${next}`));
    const unknown = fields.filter((field) => !listed.some((entry) => standsFor(entry, field)));
    expect(unknown, 'add it to e2e/attacks.e2e.ts and e2e/free-text.ts').toEqual([]);
    const gone = listed.filter((entry) => !fields.some((field) => standsFor(entry, field)));
    expect(gone, 'no longer there: remove it from e2e/free-text.ts').toEqual([]);
    expect(scriptsAreStoredIn.filter((each) => each in noScriptIsStoredIn)).toEqual([]);
  });
});
