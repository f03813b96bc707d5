import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONDITION, FACILITY, PATIENT } from '../../../packages/fhir-mapper/src/testing/records.ts';
import { officialPackage } from './official-package.ts';
import { compose } from './share-report-unit.ts';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-package-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

const unit = {
  identifier: '1312345670^2026^condition-1',
  timestamp: '2026-11-20T01:02:03.004Z',
  onDate: '2026-11-20',
};
const content = { kind: 'Condition' as const, facility: FACILITY, patient: PATIENT, conditions: [CONDITION] };

test('without a package our own validation decides alone', () => {
  expect(officialPackage(undefined)).toBeNull();
  expect(officialPackage('')).toBeNull();
  expect(compose(content, unit, null)?.issues).toEqual([]);
});

test('the rules of the package an operator provides hold beside our own', () => {
  const profile = {
    resourceType: 'StructureDefinition',
    url: 'http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Bundle_CLINS',
    version: '1.10.0',
    type: 'Bundle',
    snapshot: {
      element: [
        { id: 'Bundle', path: 'Bundle', min: 0, max: '*' },
        { id: 'Bundle.total', path: 'Bundle.total', min: 1, max: '1', short: '件数' },
      ],
    },
  };
  fs.writeFileSync(path.join(directory, 'StructureDefinition-1.json'), JSON.stringify(profile));
  const issues = compose(content, unit, officialPackage(directory))?.issues;
  expect(issues).toContainEqual({
    severity: 'error',
    ruleId: 'cardinality',
    path: 'Bundle.total',
    text: '「件数」がありません。',
  });
});

test('a directory that holds no package stops the start instead of letting things go unchecked', () => {
  expect(() => officialPackage(path.join(directory, 'absent'))).toThrow(/ENOENT/);
  expect(() => officialPackage(directory)).toThrow(/no profile/);
});
