import type { Bundle } from '@medplum/fhirtypes';
import { describe, expect, test } from 'vitest';
import { careSummaryToBundle } from '../../documents/care-summary.ts';
import { referralToBundle } from '../../documents/referral.ts';
import { care, composition, errors, full, one } from '../../testing/document-violations.ts';
import { CARE_SUMMARY, documentInput, MINIMAL_REFERRAL } from '../../testing/documents.ts';
import { hasExamples, readExample } from '../../testing/spec-examples.ts';
import { issuesAfter, type Json } from '../../testing/violations.ts';
import { validateBundle } from '../validate-bundle.ts';

describe('by edition', () => {
  test('from 1.11.0 on the institution is among the authors', () => {
    const violate = (json: Json) => composition(json).author.pop();
    expect(errors(issuesAfter(full(), violate))).toEqual([]);
    const later = referralToBundle({ ...documentInput(MINIMAL_REFERRAL), version: '1.11.0' });
    expect(validateBundle(later)).toEqual([]);
    expect(errors(issuesAfter(later, violate))).toMatchObject([
      { message: expect.stringContaining('医療機関') },
    ]);
  });

  test('from 1.11.0 on every resource says when it was made', () => {
    const violate = (json: Json) => delete one(json, 'Practitioner').meta.lastUpdated;
    expect(errors(issuesAfter(full(), violate))).toEqual([]);
    const later = referralToBundle({ ...documentInput(MINIMAL_REFERRAL), version: '1.11.0' });
    expect(errors(issuesAfter(later, violate))).toMatchObject([
      { message: expect.stringContaining('最終更新日時') },
    ]);
  });

  test('from 1.11.0 on a plan summary has no words of its own', () => {
    const violate = (json: Json) => {
      composition(json).section[0].text = {
        status: 'additional',
        div: '<div xmlns="http://www.w3.org/1999/xhtml">x</div>',
      };
    };
    expect(errors(issuesAfter(care(), violate))).toEqual([]);
    const later = careSummaryToBundle({ ...documentInput(CARE_SUMMARY), version: '1.11.0' });
    expect(errors(issuesAfter(later, violate))).toMatchObject([{ message: expect.stringContaining('text') }]);
  });
});

test('a sparse record is told point by point, not thrown', () => {
  const { to, facility } = MINIMAL_REFERRAL;
  const bundle = referralToBundle(
    documentInput({
      ...MINIMAL_REFERRAL,
      facility: { ...facility, departmentName: '' },
      to: { ...to, institutionCode: '' },
      sections: MINIMAL_REFERRAL.sections.map((section) => ({ ...section, text: ' ' })),
    }),
  );
  expect(errors(validateBundle(bundle)).map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      '紹介目的が書かれていません。',
      '傷病名・主訴が書かれていません。',
      '現病歴が書かれていません。',
      '紹介先の医療機関番号がありません。',
    ]),
  );
});

describe.skipIf(!hasExamples)('published examples', () => {
  test.each([
    'eReferral/Bundle-CLINS-Referral-NoEntry-Example-01.json',
    'eDischargeSummary/Bundle-Derived-eDischargeSummary-01.json',
  ])('%s passes', (file) => {
    expect(errors(validateBundle(readExample(file) as Bundle))).toEqual([]);
  });

  test('the plan summary deviates from 1.10.0 where its index says so, and nowhere else', () => {
    const bundle = readExample('ePatientCareSummary/Bundle-CLINS-PCS-Example-01.json') as Bundle;
    expect(
      errors(validateBundle(bundle))
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual([
      'Bundle.entry[6].resource.clinicalStatus.coding[0].display',
      'Bundle.entry[6].resource.verificationStatus.coding[0].display',
      'Bundle.entry[7].resource.clinicalStatus.coding[0].display',
      'Bundle.entry[7].resource.verificationStatus.coding[0].display',
    ]);
  });
});
