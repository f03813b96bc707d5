import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPackageDirectory } from './read-package.ts';
import { validateWithPackage } from './validate.ts';

/** The published definitions and examples, kept beside the repository where they are at hand; they are not ours to redistribute. */
const SPEC = join(import.meta.dirname, '../../../../../shared/spec/clins');
const isPresent = existsSync(join(SPEC, 'examples/index.json')) && existsSync(join(SPEC, 'package'));
if (!isPresent) console.error('note: the JP-CLINS definitions are not at hand; their tests are skipped');

interface Example {
  file: string;
  status: 'valid' | 'invalid' | 'derived-valid';
  structure1_10_0: 'pass' | 'deviates';
}
const examples: Example[] = isPresent
  ? JSON.parse(readFileSync(join(SPEC, 'examples/index.json'), 'utf8')).examples
  : [];

/** Some claim an edition that is not at hand: they are held to the one that is. */
const read = (file: string): unknown =>
  JSON.parse(
    readFileSync(join(SPEC, 'examples', file), 'utf8').replace(
      /(StructureDefinition\/[A-Za-z_]+)\|[0-9.]+/g,
      '$1',
    ),
  );

test.skipIf(!isPresent)('the published examples are judged as their index says', { timeout: 60_000 }, () => {
  const fhirPackage = readPackageDirectory(join(SPEC, 'package'));
  expect(examples.length).toBeGreaterThan(30);
  for (const { file, status, structure1_10_0 } of examples) {
    const issues = validateWithPackage(fhirPackage, read(file));
    // a defect of the check-up profiles: they fix Reference.type to `specimen`, which is no resource's name
    const errors = issues.filter(
      ({ severity, path }) => severity === 'error' && !path.endsWith('.specimen.type'),
    );
    // the one deliberate error is a wrong code of a drug master that is not among the definitions: nothing at hand can tell
    if (status === 'invalid') expect(errors, file).toEqual([]);
    else if (structure1_10_0 === 'deviates') {
      expect(errors.length, file).toBeGreaterThan(0);
      expect(
        errors.every(({ path }) => path.endsWith('.display')),
        file,
      ).toBe(true);
    } else expect(errors, file).toEqual([]);
  }
});
