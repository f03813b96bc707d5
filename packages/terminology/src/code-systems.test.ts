import { expect, it } from 'vitest';
import { CODE_SYSTEMS, type CodeSystem } from './code-systems.ts';

const systems: CodeSystem[] = Object.values(CODE_SYSTEMS);

it('gives every code system its own URI and OID', () => {
  const uris = systems.flatMap(({ uri }) => uri ?? []);
  const oids = systems.flatMap(({ oid }) => oid ?? []);
  expect(new Set(uris).size).toBe(uris.length);
  expect(new Set(oids).size).toBe(oids.length);
});

it('writes URIs and OIDs in their formats', () => {
  for (const { uri, oid } of systems) {
    if (uri !== null) expect(uri).toMatch(/^http:\/\/[a-z.]+(\/[A-Za-z0-9_.-]+)*$/);
    if (oid !== null) expect(oid).toMatch(/^[0-2](\.(0|[1-9]\d*))+$/);
  }
});
