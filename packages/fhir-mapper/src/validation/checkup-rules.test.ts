import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkupToBundle } from '../checkup/index.ts';
import { CHECKUP, CHECKUP_RECORD } from '../testing/checkup.ts';
import { checkupReport } from '../testing/checkup-arbitrary.ts';
import {
  at,
  CHECKUP_BUNDLE,
  composition,
  encounter,
  height,
  insurance,
  organization,
  patient,
  placeOf,
} from '../testing/checkup-violations.ts';
import { issuesAfter, type Json, type Violation } from '../testing/violations.ts';
import { validateBundle } from './validate-bundle.ts';

const unclaim = ({ resource }: Json): void => {
  resource.meta.profile = ['http://example.org/other'];
};

/** The invariants as they are published, each with the sentence that tells of it. */
const INVARIANTS: Violation[] = [
  [
    'bundle-profile-is-JP-Bundle-eCheckupGeneral: other profiles are not enough',
    (json) => json.meta.profile.push('http://example.org/x') && json.meta.profile.shift(),
    'R0213',
    'Bundle.meta.profile',
    'プロファイル',
  ],
  [
    'valid-system-bundleIdenfifier',
    (json) => {
      json.identifier.system = 'urn:other';
    },
    'R02151',
    'Bundle.identifier.system',
    'Bundle-ID',
  ],
  [
    'valid-value-bundleIdenfifier',
    (json) => {
      json.identifier.value = '1342345670^2026^a b';
    },
    'R2152',
    'Bundle.identifier.value',
    '医療機関番号10桁',
  ],
  [
    'bundle-entry-JP-Patient-CLINS-eCheckupGeneral',
    at(patient, (resource) => {
      resource.meta.profile = [
        'http://jpfhir.jp/fhir/eCheckup/StructureDefinition/JP_Patient_eCheckupGeneral',
      ];
    }),
    'bundle-entry-JP-Patient-CLINS-eCheckupGeneral',
    'Bundle.entry',
    '患者情報がありません',
  ],
  [
    'bundle-entry0-JP-Composition-eCheckupGeneral',
    (json) => json.entry.push(json.entry.shift()),
    'bundle-entry0-JP-Composition-eCheckupGeneral',
    'Bundle.entry[0]',
    '最初は',
  ],
  [
    'bundle-entry-JP-OrganizationReporter-eCheckupGeneral',
    (json) => unclaim(organization(json)),
    'bundle-entry-JP-OrganizationReporter-eCheckupGeneral',
    'Bundle.entry',
    '健診機関の情報がありません',
  ],
  [
    'bundle-entry-JP-PractitionerReporter-eCheckupGeneral',
    (json) =>
      json.entry.filter(({ resource }: Json) => resource.resourceType === 'Practitioner').forEach(unclaim),
    'bundle-entry-JP-PractitionerReporter-eCheckupGeneral',
    'Bundle.entry',
    '医師の情報がありません',
  ],
  [
    'bundle-entry-JP-Encounter-eCheckupGeneral',
    (json) => unclaim(encounter(json)),
    'bundle-entry-JP-Encounter-eCheckupGeneral',
    'Bundle.entry',
    '受診情報がありません',
  ],
  [
    'composition-profile-is-JP-Composition-eCheckupGeneral',
    (json) => unclaim(composition(json)),
    'R0213',
    placeOf(composition, 'meta.profile'),
    'JP_Composition_eCheckupGeneral',
  ],
  [
    'R1012 of /clins/JP_Patient_eCheckupGeneral',
    at(patient, (resource) => resource.identifier.pop()),
    'R1012',
    placeOf(patient, 'identifier'),
    'オンライン資格確認',
  ],
  [
    'R1013 of /clins/JP_Patient_eCheckupGeneral',
    at(patient, (resource) => {
      resource.identifier[1].value = '00012345:あ い:１８７:05';
    }),
    'R1013',
    placeOf(patient, 'identifier'),
    '保険者番号（8桁）',
  ],
  [
    'R1010 of /eCheckup/JP_Patient_eCheckupGeneral',
    at(patient, (resource) => {
      resource.identifier[0].system = 'urn:oid:1.2.392.100495.20.3.51.123';
    }),
    'R1010',
    placeOf(patient, 'identifier'),
    '施設患者ID',
  ],
  [
    'R1112 of /eCheckup/JP_Patient_eCheckupGeneral',
    at(patient, (resource) =>
      resource.name.forEach((name: Json) => {
        delete name.extension;
      }),
    ),
    'R1112',
    placeOf(patient, 'name'),
    '漢字氏名とカナ氏名のどちらか',
  ],
  [
    'R1113 of /eCheckup/JP_Patient_eCheckupGeneral',
    at(patient, (resource) => {
      resource.name[0].text = '髙﨑　𠮷子';
    }),
    'R1113',
    placeOf(patient, 'name[0].text'),
    '全角空白',
  ],
  [
    'obs-6',
    at(height, (resource) => {
      resource.dataAbsentReason = { text: '測定不能' };
    }),
    'obs-6',
    placeOf(height, 'dataAbsentReason'),
    'どちらかにしてください',
  ],
  [
    'qty-3',
    at(height, (resource) => {
      delete resource.valueQuantity.system;
    }),
    'qty-3',
    placeOf(height, 'valueQuantity.code'),
    '単位のコード',
  ],
  [
    'per-1',
    at(encounter, (resource) => {
      resource.period.end = '2026-11-17';
    }),
    'per-1',
    placeOf(encounter, 'period'),
    '前になっています',
  ],
  [
    'bdl-7',
    (json) => json.entry.push(json.entry[5]),
    'bdl-7',
    `Bundle.entry[${(CHECKUP_BUNDLE.entry ?? []).length}].fullUrl`,
    '2回入っています',
  ],
];

test('a report of ours has no issue at all, of any program', () => {
  expect(validateBundle(CHECKUP_BUNDLE)).toEqual([]);
  fc.assert(
    fc.property(checkupReport, fc.constantFrom('1.10.0' as const, '1.11.0' as const), (record, version) => {
      const made = checkupToBundle({ ...CHECKUP, record, version });
      expect(validateBundle(made).filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test.each(INVARIANTS)('%s', (_name, violate, ruleId, path, message) => {
  expect(issuesAfter(CHECKUP_BUNDLE, violate)).toContainEqual({
    severity: 'error',
    ruleId,
    path,
    message: expect.stringContaining(message),
  });
});

test('after 1.5.0 the insurance says who is insured by the identifier alone', () => {
  const later = checkupToBundle({ ...CHECKUP, version: '1.11.0' });
  expect(validateBundle(later)).toEqual([]);
  const rules = (violate: (json: Json) => void) => issuesAfter(later, violate).map(({ path }) => path);
  expect(
    rules(
      at(insurance, (one) => {
        one.identifier = [];
      }),
    ),
  ).toContain(placeOf(insurance, 'identifier'));
  expect(
    rules(
      at(insurance, (one) => {
        one.subscriberId = '1';
      }),
    ),
  ).toContain(placeOf(insurance, 'extension'));
});

test('a patient on 生活保護 alone can be reported after 1.5.0 only', () => {
  const assisted = {
    ...CHECKUP_RECORD,
    coverage: null,
    ticketNumber: null,
    patient: {
      ...CHECKUP_RECORD.patient,
      coverage: null,
      publicSubsidies: [{ payerNumber: '12131234', recipientNumber: '0012345' }],
    },
  };
  expect(
    validateBundle(checkupToBundle({ ...CHECKUP, record: assisted })).map(({ ruleId }) => ruleId),
  ).toEqual(['R1012']);
  expect(validateBundle(checkupToBundle({ ...CHECKUP, record: assisted, version: '1.11.0' }))).toEqual([]);
});

test('no sentence repeats what the record says', () => {
  const issues = issuesAfter(CHECKUP_BUNDLE, (json) => {
    for (const { resource } of json.entry) {
      resource.status = 'SECRET';
      if (resource.code) resource.code = { text: 'SECRET', coding: [{ code: 'SECRET' }] };
      if (resource.name) resource.name = [{ text: 'SECRET\u3000SECRET' }];
    }
  });
  expect(issues.length).toBeGreaterThan(10);
  expect(JSON.stringify(issues)).not.toContain('SECRET');
});
