import type { Bundle } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allergiesToBundle, conditionsToBundle, observationsToBundle } from './bundle-clins.ts';
import { MapperError } from './error.ts';
import { serializeBundle } from './serialize.ts';
import { allergyRecord, conditionRecord, labReport, reportUnit } from './testing/arbitraries.ts';
import { ALLERGY, CONDITION, UNIT } from './testing/records.ts';
import { validateBundle } from './validation/validate-bundle.ts';

const errors = (bundle: Bundle) => validateBundle(bundle).filter(({ severity }) => severity === 'error');
const conditions = fc.uniqueArray(conditionRecord, {
  minLength: 1,
  maxLength: 6,
  selector: ({ conditionId }) => conditionId,
});
const allergies = fc.uniqueArray(allergyRecord, {
  minLength: 1,
  maxLength: 6,
  selector: ({ allergyId }) => allergyId,
});

describe('header', () => {
  const bundle = conditionsToBundle({ ...UNIT, conditions: [CONDITION] });

  test('profile with version, tag, identifier, type and moment', () => {
    expect(bundle).toMatchObject({
      resourceType: 'Bundle',
      meta: {
        lastUpdated: '2026-11-20T10:02:03.004+09:00',
        profile: ['http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Bundle_CLINS|1.10.0'],
        tag: [{ system: 'http://jpfhir.jp/fhir/clins/CodeSystem/BundleResourceType_CS', code: 'Condition' }],
      },
      identifier: {
        system: 'http://jpfhir.jp/fhir/clins/bundle-identifier',
        value: `1312345670^2026^${UNIT.bundleLocalId}`,
      },
      type: 'collection',
      timestamp: '2026-11-20T10:02:03.004+09:00',
    });
  });

  test('the patient comes first and every record refers to its fullUrl', () => {
    const [patient, ...others] = bundle.entry ?? [];
    expect(patient?.resource?.resourceType).toBe('Patient');
    expect(others.map(({ resource }) => resource)).toMatchObject([
      { subject: { reference: patient?.fullUrl } },
    ]);
  });

  test('allergies are tagged as such', () => {
    const allergyBundle = allergiesToBundle({ ...UNIT, allergies: [ALLERGY] });
    expect(allergyBundle.meta?.tag?.[0]?.code).toBe('AllergyIntolerance');
    expect(allergyBundle.id).not.toBe(bundle.id);
  });
});

describe('the same records give the same bytes', () => {
  test('for diagnoses, in whatever order they come', () => {
    fc.assert(
      fc.property(reportUnit, conditions, (unit, records) => {
        const bytes = serializeBundle(conditionsToBundle({ ...unit, conditions: records }));
        const again = serializeBundle(
          conditionsToBundle({ ...structuredClone(unit), conditions: structuredClone(records).toReversed() }),
        );
        expect(Buffer.compare(bytes, again)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  test('for allergies, in whatever order they come', () => {
    fc.assert(
      fc.property(reportUnit, allergies, (unit, records) => {
        const bytes = serializeBundle(allergiesToBundle({ ...unit, allergies: records }));
        const again = serializeBundle(
          allergiesToBundle({ ...structuredClone(unit), allergies: structuredClone(records).toReversed() }),
        );
        expect(Buffer.compare(bytes, again)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('complete records always validate', () => {
  test('diagnoses', () => {
    fc.assert(
      fc.property(reportUnit, conditions, (unit, records) => {
        expect(errors(conditionsToBundle({ ...unit, conditions: records }))).toEqual([]);
      }),
    );
  });

  test('allergies', () => {
    fc.assert(
      fc.property(reportUnit, allergies, (unit, records) => {
        expect(errors(allergiesToBundle({ ...unit, allergies: records }))).toEqual([]);
      }),
    );
  });
});

describe('reports of results', () => {
  test('always validate, under both editions, and give the same bytes in whatever order the results come', () => {
    fc.assert(
      fc.property(
        reportUnit,
        labReport,
        fc.constantFrom('1.10.0', '1.11.0' as const),
        (unit, report, version) => {
          const bundle = observationsToBundle({ ...unit, version, report });
          expect(errors(bundle)).toEqual([]);
          const turned = { ...structuredClone(report), results: report.results.toReversed() };
          const again = observationsToBundle({ ...structuredClone(unit), version, report: turned });
          expect(Buffer.compare(serializeBundle(bundle), serializeBundle(again))).toBe(0);
        },
      ),
    );
  });
});

describe('serialization', () => {
  test('every character comes back as it went in, 外字 and variation sequences included', () => {
    fc.assert(
      fc.property(reportUnit, conditions, (unit, records) => {
        const bundle = conditionsToBundle({ ...unit, conditions: records });
        const text = new TextDecoder('utf-8', { fatal: true }).decode(serializeBundle(bundle));
        expect(JSON.parse(text)).toEqual(bundle);
      }),
      { numRuns: 50 },
    );
  });

  test('keys are ordered, resourceType first', () => {
    const bundle = conditionsToBundle({ ...UNIT, conditions: [CONDITION] });
    const { entry = [], ...rest } = bundle;
    const reordered = { entry, ...rest };
    const text = new TextDecoder().decode(serializeBundle(reordered));
    expect(text).toBe(new TextDecoder().decode(serializeBundle(bundle)));
    expect(text.startsWith('{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:')).toBe(true);
  });

  test('half a surrogate pair is refused rather than replaced', () => {
    const bundle = conditionsToBundle({ ...UNIT, conditions: [{ ...CONDITION, displayName: '\ud842' }] });
    expect(() => serializeBundle(bundle)).toThrow(MapperError);
  });
});
