import { validatePrescription } from '@shirube/core/prescribing/rules';
import type { PrescriptionRecord } from '@shirube/core/records';
import { validateSj1, writeInHouse, writePaperText, writeSj1 } from '@shirube/eprescription';
import { anyPrescription, goldens } from '@shirube/eprescription/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** Where a value stands in a record: every string, number and null, as a path. */
function places(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(value)) return value.flatMap((each, index) => places(each, [...path, index]));
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([key, each]) => places(each, [...path, key]));
  return typeof value === 'boolean' ? [] : [path];
}

/** What only takes values of a closed list, by its type. */
const closedValues = new Set(['id', 'issueType', 'sex', 'dutyReason', 'kind', 'formClass', 'leftover']);

function spoiled(record: PrescriptionRecord, at: number, wrong: string): PrescriptionRecord {
  const copy = structuredClone(record) as unknown as Json;
  const all = places(copy).filter((path) => !closedValues.has(String(path.at(-1))));
  const path = all[at % all.length] ?? [];
  let holder = copy as Record<string | number, Json>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string | number, Json>;
  const last = path.at(-1) ?? '';
  const before = holder[last];
  if (typeof before === 'number') holder[last] = wrong.length - 3;
  else if (typeof before === 'string') holder[last] = wrong;
  return copy as unknown as PrescriptionRecord;
}

const writers = { writeSj1, writePaperText, writeInHouse };
const wrongWords = fc.oneof(
  fc.constantFrom('', ' ', '0', '-1', '1.50', 'あ'.repeat(61), 'a'.repeat(130), '改\n行', '２０２６', '(03)'),
  fc.string({ maxLength: 20 }),
);

describe('what core finds nothing against', () => {
  it.each(goldens)('is the golden prescription $name', ({ prescription }) => {
    expect(blockers(prescription)).toEqual([]);
  });

  it('can be written in every dialect, whatever has been spoiled', () => {
    let written = 0;
    fc.assert(
      fc.property(anyPrescription, (record) => {
        expect(blockers(record)).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(anyPrescription, fc.nat(), wrongWords, (record, at, wrong) => {
        const candidate = spoiled(record, at, wrong);
        if (blockers(candidate).length > 0) return;
        written += 1;
        for (const write of Object.values(writers)) write(candidate);
        expect(validateSj1(writeSj1(candidate))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(written).toBeGreaterThan(100);
  });
});

const blockers = (record: PrescriptionRecord) =>
  validatePrescription(record).filter((problem) => problem.severity === 'error');
