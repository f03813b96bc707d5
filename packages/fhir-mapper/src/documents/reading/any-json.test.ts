import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInformation } from '../../reading/information.ts';
import { care, discharge, full } from '../../testing/document-violations.ts';
import type { Json } from '../../testing/violations.ts';
import { validateBundle } from '../../validation/validate-bundle.ts';
import { readDocument } from './read-document.ts';

/** Every place of a JSON: what holds it, and under which key. */
function places(json: Json): [holder: Json, key: string][] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => [[json, key] as [Json, string], ...places(value)]);
}

const DOCUMENTS = [full, discharge, care].map((make) => JSON.stringify(make()));
/** A document of ours in which some places hold something else than they should. */
const damaged = fc
  .record({
    document: fc.constantFrom(...DOCUMENTS),
    changes: fc.array(fc.tuple(fc.nat(), fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined))), {
      minLength: 1,
      maxLength: 6,
    }),
  })
  .map(({ document, changes }) => {
    const json: Json = JSON.parse(document);
    for (const [number, value] of changes) {
      const all = places(json);
      const [holder, key] = all[number % all.length] ?? [json, 'entry'];
      if (value === undefined) delete holder[key];
      else holder[key] = value;
    }
    return json;
  });

test('whatever a document is made into, it is read and checked without an error being thrown', () => {
  fc.assert(
    fc.property(damaged, (json) => {
      const document = readDocument(json);
      expect(document.sections).toBeInstanceOf(Array);
      expect(validateBundle(json)).toBeInstanceOf(Array);
    }),
    { numRuns: 120 },
  );
});

test('no JSON at all makes the reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
      expect(readDocument(json).kind).toBe('referral');
      expect(
        readDocument({
          entry: [{ resource: json }, { resource: { resourceType: 'Composition', section: [json] } }],
        }).kind,
      ).toBe('referral');
    }),
    { numRuns: 400 },
  );
});

test.each<[string, (bundle: Json) => void]>([
  ['an unknown element', (json) => (json.entry[0].resource.unknown = depths())],
  ['a resource', (json) => json.entry.push({ resource: { resourceType: 'Basic', code: depths() } })],
  ['a diagnosis', (json) => (json.entry[4].resource.bodySite = depths())],
])('%s so deep that it would exhaust the stack is cut off, and that is told', (_name, deepen) => {
  const json: Json = full();
  deepen(json);
  for (const read of [readDocument, readInformation]) {
    expect(read(json).unread.join()).toContain('入れ子の深すぎる部分');
  }
  expect(validateBundle(json)).toMatchObject([{ severity: 'error', ruleId: 'unsupported' }]);
});

/** Lists within lists, a hundred thousand deep. */
function depths(): Json {
  return JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
}

test('more entries than a letter has, all referred to many times, are read to a number, and that is told', () => {
  const json: Json = care();
  const reference = { reference: json.entry[6].fullUrl };
  json.entry[0].resource.section[0].entry = Array.from({ length: 20_000 }, () => reference);
  for (let count = 0; count < 20_000; count += 1)
    json.entry.push({ fullUrl: `urn:x:${count}`, resource: {} });
  const { sections, unread } = readDocument(json);
  expect(sections[0]?.items).toHaveLength(20_000);
  expect(unread.join()).toContain('5001件目から後は読み取っていません');
});
