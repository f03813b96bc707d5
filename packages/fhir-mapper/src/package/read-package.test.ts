import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPackageDirectory, UnusablePackage } from './read-package.ts';
import { BASE, DEFINITIONS, fittingDocument } from './testing.ts';
import { validateWithPackage } from './validate.ts';

let directory = '';
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-package-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  const target = path.join(directory, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, JSON.stringify(content));
}

test('an unpacked package is read: package.json, one file for each definition, examples left out', () => {
  write('package/package.json', { name: 'test', version: '1.0.0', fhirVersions: ['4.0.1'] });
  write('package/.index.json', { files: [] });
  DEFINITIONS.forEach((definition, index) => {
    write(`package/${definition.resourceType}-${index}.json`, definition);
  });
  write('package/example/Patient-1.json', { resourceType: 'Patient' });
  const fhirPackage = readPackageDirectory(directory);
  expect(fhirPackage.size).toBe(DEFINITIONS.length);
  expect(validateWithPackage(fhirPackage, fittingDocument())).toEqual([]);
});

test('of two copies of a definition the one that is not marked as alternate holds', () => {
  const [organization] = DEFINITIONS;
  write('a/StructureDefinition-1.json', { ...organization, type: 'Patient' });
  write('b/StructureDefinition-1.json', organization);
  write('index.json', { resources: [{ file: 'a/StructureDefinition-1.json', alternate: true }] });
  expect(readPackageDirectory(directory).profile(`${BASE}/StructureDefinition/Org`)?.type).toBe(
    'Organization',
  );
});

test('what is no package for FHIR R4 is refused with the file that says so', () => {
  expect(() => readPackageDirectory(path.join(directory, 'absent'))).toThrow(UnusablePackage);
  expect(() => readPackageDirectory(directory)).toThrow(/no profile/);
  write('package.json', { fhirVersions: ['5.0.0'] });
  expect(() => readPackageDirectory(directory)).toThrow(/package\.json: not a package for FHIR R4/);
  write('package.json', {});
  fs.writeFileSync(path.join(directory, 'broken.json'), '{');
  expect(() => readPackageDirectory(directory)).toThrow(/broken\.json: no JSON/);
});
