import { expect, test } from 'vitest';
import { FhirPackage } from './fhir-package.ts';
import { BASE, DEFINITIONS, fittingDocument } from './testing.ts';
import { validateWithPackage } from './validate.ts';

const fhirPackage = new FhirPackage(DEFINITIONS);
// biome-ignore lint/suspicious/noExplicitAny: spoiled in ways no type allows
type Json = any;

function findings(spoil: (composition: Json, patient: Json, bundle: Json) => void) {
  const bundle = fittingDocument();
  spoil(bundle.entry[0].resource, bundle.entry[1].resource, bundle);
  return validateWithPackage(fhirPackage, bundle).map(
    ({ severity, ruleId, path }) => `${severity} ${ruleId} ${path}`,
  );
}

test('a document that fits has no findings, and is not changed by looking at it', () => {
  const bundle = fittingDocument();
  expect(validateWithPackage(fhirPackage, bundle)).toEqual([]);
  expect(bundle).toEqual(fittingDocument());
});

const patientAt = 'Bundle.entry[1].resource';
const cases: [what: string, spoil: Parameters<typeof findings>[0], expected: string][] = [
  [
    'an element below its minimum',
    (_, p) => delete p.identifier[0].value,
    `error cardinality ${patientAt}.identifier[0].value`,
  ],
  [
    'a slice below its minimum',
    (_, p) => p.identifier.shift(),
    `error cardinality ${patientAt}.identifier:chart`,
  ],
  [
    'an element above its maximum',
    (_, p) => (p.contact[0].name = { text: 'x' }),
    `error cardinality ${patientAt}.contact[0].name`,
  ],
  [
    'a slice above its maximum',
    (_, p) => p.extension.push(p.extension[0]),
    `error cardinality ${patientAt}.extension:number`,
  ],
  [
    'a value outside of a closed slicing',
    (_, p) => p.identifier.push({ system: 'urn:other', value: '3' }),
    `error slice ${patientAt}.identifier[2]`,
  ],
  ['slices in another order', (_, p) => p.identifier.reverse(), `error slice ${patientAt}.identifier[1]`],
  [
    'a fixed value',
    (c) => (c.section[0].code.coding[0].code = '301'),
    'error cardinality Bundle.entry[0].resource.section:body',
  ],
  [
    'a pattern',
    (_, p) => (p.maritalStatus.coding[0].system = 'urn:x'),
    `error fixed-value ${patientAt}.maritalStatus`,
  ],
  [
    'a pattern of a choice',
    (_, p) => (p.deceasedBoolean = false),
    `error fixed-value ${patientAt}.deceasedBoolean`,
  ],
  [
    'a type that is not allowed',
    (_, p) => {
      delete p.deceasedBoolean;
      p.deceasedDateTime = '2026';
    },
    `error slice ${patientAt}.deceasedDateTime`,
  ],
  [
    'a type of another profile',
    (_, p) => (p.extension[0] = { url: `${BASE}/number`, valueString: '12345' }),
    `error type ${patientAt}.extension[0].valueString`,
  ],
  ['a code outside of a required value set', (_, p) => (p.gender = 'x'), `error binding ${patientAt}.gender`],
  [
    'an invariant of an extension',
    (_, p) => (p.extension[0].valueIdentifier.value = '1'),
    `error R0001 ${patientAt}.extension[0]`,
  ],
  ['an invariant of the resource', (_, p) => delete p.name, `error pat-name ${patientAt}`],
  [
    'an invariant with memberOf',
    (_, p) => (p.maritalStatus.coding[0].code = 'other'),
    `error pat-code ${patientAt}`,
  ],
  [
    'a reference that leads nowhere',
    (_, p) => (p.managingOrganization.reference = '#x'),
    `error reference ${patientAt}.managingOrganization`,
  ],
  [
    'an invariant with resolve()',
    (_, p) => (p.managingOrganization.reference = '#x'),
    `error pat-home ${patientAt}`,
  ],
  [
    'a reference to another kind',
    (c) => (c.subject.reference = 'urn:uuid:c'),
    'error reference Bundle.entry[0].resource.subject',
  ],
  [
    'a rule of a contained resource',
    (_, p) => delete p.contained[0].name,
    `error cardinality ${patientAt}.contained[0].name`,
  ],
  [
    'text that is too long',
    (_, p) => (p.contained[0].name = 'あ'.repeat(11)),
    `error cardinality ${patientAt}.contained[0].name`,
  ],
  ['a warning', (_, p) => delete p.contained[0].telecom, `warning org-x ${patientAt}.contained[0]`],
  [
    'an obligatory section inside a section',
    (c) => (c.section[0].section[0].code.coding[0].code = '1'),
    'error cardinality Bundle.entry[0].resource.section[0].section:purpose',
  ],
  [
    'an empty section inside a section',
    (c) => delete c.section[0].section[0].entry,
    'error cmp-1 Bundle.entry[0].resource.section[0].section[0]',
  ],
  [
    'an entry of a section by its profile',
    (c) => (c.section[0].section[0].entry[0].reference = 'urn:uuid:c'),
    'error slice Bundle.entry[0].resource.section[0].section[0].entry[0]',
  ],
  [
    'an entry nobody refers to',
    (_c, _p, b) => b.entry.push({ fullUrl: 'urn:uuid:z', resource: { resourceType: 'Basic', id: 'z' } }),
    'error reference Bundle.entry[2]',
  ],
  ['a missing entry', (_c, _p, b) => b.entry.shift(), 'error cardinality Bundle.entry:comp'],
  [
    'an element FHIR does not know',
    (_, p) => (p.nickname = 'x'),
    `error unknown-element ${patientAt}.nickname`,
  ],
  [
    'an element of a datatype FHIR does not know',
    (_, p) => (p.name[0].middle = 'x'),
    `error unknown-element ${patientAt}.name[0].middle`,
  ],
  ['a primitive of another type', (_, p) => (p.birthDate = '1958-2-28'), `error type ${patientAt}.birthDate`],
  ['a single value where a list belongs', (_, p) => (p.name = p.name[0]), `error type ${patientAt}.name`],
  ['a list where a single value belongs', (_, p) => (p.gender = ['male']), `error type ${patientAt}.gender`],
  ['an empty element', (_, p) => (p.maritalStatus = {}), `error ele-1 ${patientAt}.maritalStatus`],
  [
    'an extension with value and extensions',
    (_, p) => (p.extension[0].extension = [{ url: 'u', valueString: 'x' }]),
    `error ext-1 ${patientAt}.extension[0]`,
  ],
  [
    'an extension without its kind',
    (_, p) => delete p.extension[0].url,
    `error cardinality ${patientAt}.extension[0].url`,
  ],
  [
    'a profile that is not in the package',
    (_, p) => p.meta.profile.push('urn:profile'),
    `error profile ${patientAt}.meta.profile`,
  ],
  [
    'an edition that is not in the package',
    (_, p) => (p.meta.profile = [`${BASE}/StructureDefinition/Pat|2.0.0`]),
    `error profile ${patientAt}.meta.profile`,
  ],
  [
    'a profile of another resource',
    (_, p) => (p.meta.profile = [`${BASE}/StructureDefinition/Org`]),
    `error profile ${patientAt}`,
  ],
  ['a resource FHIR does not know', (_, p) => (p.resourceType = 'Person2'), `error type ${patientAt}`],
];

test.each(cases)('%s is found', (_what, spoil, expected) => {
  expect(findings(spoil)).toContain(expected);
});

test('an entry belongs to a slice by what it is when it claims no profile', () => {
  expect(findings((_c, p) => delete p.meta)).toEqual([]);
  expect(
    findings((_c, p) => {
      delete p.meta;
      delete p.name;
    }),
  ).toContain('error cardinality Bundle.entry:patient');
});

test('a code of a table that is not at hand completely is not held against anybody', () => {
  const definitions = DEFINITIONS.map((each) =>
    each.resourceType === 'CodeSystem' ? { ...each, content: 'fragment' } : each,
  );
  const bundle = fittingDocument();
  bundle.entry[1].resource.gender = 'x';
  expect(validateWithPackage(new FhirPackage(definitions), bundle)).toEqual([]);
});

test('a code that its own complete code system does not have is a warning', () => {
  expect(findings((_c, p) => p.maritalStatus.coding.push({ system: `${BASE}/cs`, code: 'Z' }))).toEqual([
    `warning code ${patientAt}.maritalStatus.coding[1].code`,
  ]);
});

test('a rule that cannot be evaluated is said, never skipped', () => {
  const definitions = DEFINITIONS.map((each) => {
    if (each.resourceType !== 'StructureDefinition' || each.type !== 'Patient') return each;
    const [first, ...rest] = each.snapshot.element;
    const constraint = [{ key: 'bad', severity: 'error' as const, expression: 'nonsense(' }];
    return { ...each, snapshot: { element: [{ ...first!, constraint }, ...rest] } };
  });
  expect(validateWithPackage(new FhirPackage(definitions), fittingDocument())).toMatchObject([
    { severity: 'warning', ruleId: 'bad', path: patientAt },
  ]);
});

test('whatever is given, the answer is findings', () => {
  for (const value of [null, 1, 'x', [], {}, { resourceType: 'Patient', name: null }])
    expect(validateWithPackage(fhirPackage, value)[0]?.severity).toBe('error');
});

test('what is nested too deeply, or too large, is refused instead of followed', () => {
  let section: Json = { title: 'x' };
  for (let depth = 0; depth < 100; depth += 1) section = { title: 'x', section: [section] };
  expect(findings((c) => c.section.push(section))).toEqual(['error size Resource']);
});

test('findings hold no value of the patient', () => {
  const bundle = fittingDocument();
  Object.assign(bundle.entry[1].resource, { gender: '秘密', birthDate: '秘密', name: '秘密' });
  expect(JSON.stringify(validateWithPackage(fhirPackage, bundle))).not.toContain('秘密');
});
