import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { conditionsToBundle } from '../bundle-clins.ts';
import { CONDITION, PATIENT, UNIT } from '../testing/records.ts';
import { allergyBundle, conditionBundle, issuesAfter } from '../testing/violations.ts';
import { validateBundle } from './validate-bundle.ts';

test('unviolated Bundles have no issue at all', () => {
  expect(validateBundle(conditionBundle())).toEqual([]);
  expect(validateBundle(allergyBundle())).toEqual([]);
});

describe('records that cannot be sent as they are', () => {
  const messagesFor = (patient: Partial<typeof PATIENT>): string[] =>
    validateBundle(
      conditionsToBundle({ ...UNIT, patient: { ...PATIENT, ...patient }, conditions: [CONDITION] }),
    ).map(({ message }) => message);

  test('no insurance', () => {
    expect(messagesFor({ coverage: null })).toEqual([expect.stringContaining('オンライン資格確認')]);
  });

  test('生活保護 alone under 1.10.0', () => {
    const publicSubsidies = [{ payerNumber: '12131234', recipientNumber: '0012345' }];
    expect(messagesFor({ coverage: null, publicSubsidies })).toEqual([
      expect.stringContaining('生活保護だけの患者'),
    ]);
  });

  test('all points at once', () => {
    expect(messagesFor({ address: null, givenName: '', birthDate: '' })).toHaveLength(3);
  });

  test('no message repeats what the record says', () => {
    const bundle = conditionBundle();
    const issues = issuesAfter(bundle, (json) => {
      json.entry[0].resource.identifier[1].value = 'SECRET-NUMBER';
      json.entry[1].resource.code = { text: 'SECRET\u0001病', coding: [{ code: 'SECRET' }] };
    });
    expect(issues.length).toBeGreaterThan(3);
    expect(JSON.stringify(issues)).not.toContain('SECRET');
  });
});

test.each([
  null,
  undefined,
  [],
  {},
  { entry: [null, 3] },
  { resourceType: 'Bundle', entry: 'x', meta: { tag: [null] } },
])('what is no Bundle (%o) is refused, not thrown at', (json) => {
  expect(validateBundle(json as unknown as Bundle).some(({ severity }) => severity === 'error')).toBe(true);
});
