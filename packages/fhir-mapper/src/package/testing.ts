import type { Definition, ElementDefinition } from './definitions.ts';

/** A small package for tests: it has one of everything the walk knows. */

const CORE = 'http://hl7.org/fhir/StructureDefinition';
export const BASE = 'http://example.test/fhir';

function element(id: string, more: Partial<ElementDefinition> = {}): ElementDefinition {
  const path = id.replace(/:[^.]+/g, '');
  const sliceName = /:([^.:]+)$/.exec(id)?.[1];
  return { id, path, ...(sliceName === undefined ? {} : { sliceName }), min: 0, max: '*', ...more };
}

const profile = (name: string, type: string, elements: ElementDefinition[]): Definition => ({
  resourceType: 'StructureDefinition',
  url: `${BASE}/StructureDefinition/${name}`,
  version: '1.0.0',
  type,
  baseDefinition: `${CORE}/${type}`,
  snapshot: { element: elements },
});

const single = (code: string, more: Partial<ElementDefinition> = {}) => ({
  max: '1',
  type: [{ code }],
  ...more,
});
const slicing = (
  type: 'value' | 'pattern' | 'exists' | 'type' | 'profile',
  path: string,
  rules: 'open' | 'closed' = 'open',
  ordered = false,
) => ({ slicing: { discriminator: [{ type, path }], rules, ordered } });
const profiled = (code: string, name: string) => ({
  type: [{ code, profile: [`${BASE}/StructureDefinition/${name}`] }],
});
const targeting = (...names: string[]) => ({
  type: [{ code: 'Reference', targetProfile: names.map((name) => `${BASE}/StructureDefinition/${name}`) }],
});

const organization = profile('Org', 'Organization', [
  element('Organization', {
    constraint: [
      {
        key: 'org-x',
        severity: 'warning',
        human: '電話番号を入れてください。',
        expression: 'telecom.exists()',
      },
    ],
  }),
  element('Organization.meta', single('Meta')),
  element('Organization.name', single('string', { min: 1, short: '医療機関名', maxLength: 10 })),
]);

const number = profile('Number', 'Extension', [
  element('Extension', {
    constraint: [
      {
        key: 'number-form',
        severity: 'error',
        human: 'R0001:番号は数字5桁です。',
        expression: "value.ofType(Identifier).value.matches('^[0-9]{5}$')",
      },
    ],
  }),
  element(
    'Extension.url',
    single('http://hl7.org/fhirpath/System.String', { min: 1, fixedUri: `${BASE}/number` }),
  ),
  element('Extension.value[x]', single('Identifier', { min: 1 })),
]);

const patient = profile('Pat', 'Patient', [
  element('Patient', {
    constraint: [
      { key: 'pat-name', severity: 'error', human: '氏名が必要です。', expression: 'name.exists()' },
      {
        key: 'pat-home',
        severity: 'error',
        human: '所属がBundleの中にありません。',
        expression: 'managingOrganization.empty() or managingOrganization.resolve().is(Organization)',
      },
      {
        key: 'pat-code',
        severity: 'error',
        human: 'マルの中の婚姻区分です。',
        expression: `maritalStatus.empty() or maritalStatus.coding.where(memberOf('${BASE}/ValueSet/marital')).exists()`,
      },
    ],
  }),
  element('Patient.meta', single('Meta')),
  element('Patient.contained', { type: [{ code: 'Resource' }] }),
  element('Patient.extension', { type: [{ code: 'Extension' }], ...slicing('value', 'url') }),
  element('Patient.extension:number', { ...profiled('Extension', 'Number'), max: '1' }),
  element('Patient.identifier', {
    type: [{ code: 'Identifier' }],
    min: 1,
    ...slicing('value', 'system', 'closed', true),
  }),
  element('Patient.identifier.system', single('uri')),
  element('Patient.identifier.value', single('string')),
  element('Patient.identifier:chart', {
    type: [{ code: 'Identifier' }],
    min: 1,
    max: '1',
    short: '患者番号',
  }),
  element('Patient.identifier:chart.system', single('uri', { min: 1, fixedUri: 'urn:chart' })),
  element('Patient.identifier:chart.value', single('string', { min: 1, short: '番号' })),
  element('Patient.identifier:payer', { type: [{ code: 'Identifier' }] }),
  element('Patient.identifier:payer.system', single('uri', { min: 1, patternUri: 'urn:payer' })),
  element('Patient.identifier:payer.value', single('string')),
  element('Patient.name', { type: [{ code: 'HumanName' }] }),
  element(
    'Patient.gender',
    single('code', { binding: { strength: 'required', valueSet: `${BASE}/ValueSet/sex` }, short: '性別' }),
  ),
  element('Patient.birthDate', single('date')),
  element('Patient.deceased[x]', {
    max: '1',
    type: [{ code: 'boolean' }, { code: 'dateTime' }],
    ...slicing('type', '$this', 'closed'),
  }),
  element('Patient.deceased[x]:deceasedBoolean', single('boolean', { patternBoolean: true })),
  element(
    'Patient.maritalStatus',
    single('CodeableConcept', { patternCodeableConcept: { coding: [{ system: `${BASE}/cs` }] } }),
  ),
  element('Patient.contact', { type: [{ code: 'BackboneElement' }], ...slicing('exists', 'organization') }),
  element('Patient.contact.organization', single('Reference')),
  element('Patient.contact.name', single('HumanName')),
  element('Patient.contact:work', { type: [{ code: 'BackboneElement' }] }),
  element('Patient.contact:work.organization', single('Reference', { min: 1 })),
  element('Patient.contact:work.name', single('HumanName', { max: '0' })),
  element('Patient.managingOrganization', { max: '1', ...targeting('Org') }),
]);

const composition = profile('Comp', 'Composition', [
  element('Composition', {}),
  element('Composition.meta', single('Meta')),
  element('Composition.subject', { max: '1', min: 1, ...targeting('Pat') }),
  element('Composition.section', {
    type: [{ code: 'BackboneElement' }],
    constraint: [
      {
        key: 'cmp-1',
        severity: 'error',
        human: '中身のある節だけを書きます。',
        expression: 'text.exists() or entry.exists() or section.exists()',
      },
    ],
    ...slicing('value', 'code.coding.code'),
  }),
  element('Composition.section.code', single('CodeableConcept')),
  element('Composition.section.entry', { type: [{ code: 'Reference' }] }),
  element('Composition.section.section', { contentReference: '#Composition.section' }),
  element('Composition.section:body', {
    type: [{ code: 'BackboneElement' }],
    min: 1,
    max: '1',
    short: '本文',
  }),
  element('Composition.section:body.code', single('CodeableConcept', { min: 1 })),
  element('Composition.section:body.code.coding', { min: 1, max: '1', type: [{ code: 'Coding' }] }),
  element('Composition.section:body.code.coding.code', single('code', { min: 1, fixedCode: '300' })),
  element('Composition.section:body.section', {
    contentReference: '#Composition.section',
    ...slicing('value', 'code.coding.code', 'closed'),
  }),
  element('Composition.section:body.section:purpose', {
    type: [{ code: 'BackboneElement' }],
    min: 1,
    max: '1',
    short: '紹介目的',
  }),
  element(
    'Composition.section:body.section:purpose.code',
    single('CodeableConcept', { patternCodeableConcept: { coding: [{ code: '950' }] } }),
  ),
  element('Composition.section:body.section:purpose.entry', {
    ...targeting('Pat'),
    ...slicing('profile', 'resolve()', 'closed'),
  }),
  element('Composition.section:body.section:purpose.entry:who', targeting('Pat')),
]);

const bundle = profile('Doc', 'Bundle', [
  element('Bundle', {}),
  element('Bundle.meta', single('Meta')),
  element('Bundle.entry', { type: [{ code: 'BackboneElement' }], ...slicing('profile', 'resource') }),
  element('Bundle.entry.fullUrl', single('uri')),
  element('Bundle.entry.resource', single('Resource')),
  element('Bundle.entry:comp', { type: [{ code: 'BackboneElement' }], min: 1, max: '1', short: '文書' }),
  element('Bundle.entry:comp.fullUrl', single('uri')),
  element('Bundle.entry:comp.resource', { min: 1, max: '1', ...profiled('Composition', 'Comp') }),
  element('Bundle.entry:patient', { type: [{ code: 'BackboneElement' }], min: 1, max: '1', short: '患者' }),
  element('Bundle.entry:patient.fullUrl', single('uri')),
  element('Bundle.entry:patient.resource', { min: 1, max: '1', ...profiled('Patient', 'Pat') }),
]);

export const DEFINITIONS: readonly Definition[] = [
  organization,
  number,
  patient,
  composition,
  bundle,
  {
    resourceType: 'ValueSet',
    url: `${BASE}/ValueSet/sex`,
    compose: { include: [{ system: `${BASE}/sex` }] },
  },
  {
    resourceType: 'CodeSystem',
    url: `${BASE}/sex`,
    content: 'complete',
    concept: [{ code: 'male' }, { code: 'female' }],
  },
  {
    resourceType: 'ValueSet',
    url: `${BASE}/ValueSet/marital`,
    compose: {
      include: [
        { system: `${BASE}/cs`, filter: [{ property: 'concept', op: 'descendent-of', value: 'top' }] },
      ],
    },
  },
  {
    resourceType: 'CodeSystem',
    url: `${BASE}/cs`,
    content: 'complete',
    concept: [{ code: 'top', concept: [{ code: 'M' }, { code: 'S' }] }, { code: 'other' }],
  },
];

const claim = (name: string) => ({ profile: [`${BASE}/StructureDefinition/${name}|1.0.0`] });

/** A document that fits. */
// biome-ignore lint/suspicious/noExplicitAny: tests spoil it in ways no type allows
export const fittingDocument = (): any => ({
  resourceType: 'Bundle',
  meta: claim('Doc'),
  type: 'document',
  identifier: { system: 'urn:x', value: '1' },
  timestamp: '2026-11-20T09:00:00+09:00',
  entry: [
    {
      fullUrl: 'urn:uuid:c',
      resource: {
        resourceType: 'Composition',
        id: 'c',
        meta: claim('Comp'),
        status: 'final',
        subject: { reference: 'urn:uuid:p' },
        section: [
          {
            code: { coding: [{ code: '300' }] },
            section: [{ code: { coding: [{ code: '950' }] }, entry: [{ reference: 'urn:uuid:p' }] }],
          },
        ],
      },
    },
    {
      fullUrl: 'urn:uuid:p',
      resource: {
        resourceType: 'Patient',
        id: 'p',
        meta: claim('Pat'),
        contained: [
          {
            resourceType: 'Organization',
            id: 'o',
            meta: claim('Org'),
            name: '医院',
            telecom: [{ value: '03' }],
          },
        ],
        extension: [{ url: `${BASE}/number`, valueIdentifier: { value: '12345' } }],
        identifier: [
          { system: 'urn:chart', value: '1' },
          { system: 'urn:payer', value: '2' },
        ],
        name: [{ family: '標', _given: [{ extension: [{ url: 'urn:e', valueString: 'x' }] }] }],
        gender: 'female',
        birthDate: '1958-02-28',
        deceasedBoolean: true,
        maritalStatus: { coding: [{ system: `${BASE}/cs`, code: 'M' }] },
        contact: [{ organization: { display: '会社' } }, { name: { text: '家族' } }],
        managingOrganization: { reference: '#o' },
      },
    },
  ],
});
