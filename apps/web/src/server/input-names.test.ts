import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadDeclarations } from '../testing/procedures.ts';

/** Names under which a caller could say in which clinic it acts or who it is. Both come from the session and the address alone. */
const reserved =
  /^(tenant_?id|actor(_?id)?|(entered|confirmed|created|updated|recorded|received|signed|set)By(Id)?|session_?id|role)$/i;

/** The audit trail is asked whose events to show. */
const isFilter = (procedure: string, name: string) => procedure.startsWith('audit.') && name === 'actorId';

function* names(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema) yield* Object.keys(schema.properties as object);
  for (const part of Object.values(schema)) yield* names(part);
}

describe('the input of every procedure', () => {
  // @proves A1 D11 V15.3.3
  it('has no place for the clinic or for who acts', async () => {
    const declarations = await loadDeclarations();
    expect(declarations.length).toBeGreaterThan(28);
    const found = declarations.flatMap((declaration) => {
      const schema = z.toJSONSchema(declaration.input, { io: 'input', unrepresentable: 'any' });
      return [...new Set(names(schema))].map((name) => [declaration.name, name] as const);
    });
    expect(found.length).toBeGreaterThan(50);
    const claims = found.filter(([procedure, name]) => reserved.test(name) && !isFilter(procedure, name));
    expect(claims).toEqual([]);
  });

  // @proves V15.3.3
  it('drops or refuses what it does not name', async () => {
    for (const { name, input } of await loadDeclarations()) {
      const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
      const open: unknown[] = [];
      JSON.stringify(schema, (_key, part) => {
        if (part?.type === 'object' && part.properties && part.additionalProperties === true) open.push(part);
        return part;
      });
      expect([name, open]).toEqual([name, []]);
    }
  });
});
