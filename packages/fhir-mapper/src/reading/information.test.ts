import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInformation } from './information.ts';

const PATIENT = {
  fullUrl: 'urn:uuid:p',
  resource: { resourceType: 'Patient', id: 'p', name: [{ text: '髙﨑 𠮷子' }], birthDate: '1958-02-28' },
};
const bundleOf = (...resources: object[]) => ({
  resourceType: 'Bundle',
  identifier: { value: '1312345670^2026^x' },
  entry: [PATIENT, ...resources.map((resource, index) => ({ fullUrl: `urn:uuid:${index}`, resource }))],
});

describe('what other vendors leave out or write otherwise', () => {
  test('a diagnosis in words only, by a doctor who stands as an entry behind a role', () => {
    const { items, unread, person } = readInformation(
      bundleOf(
        { resourceType: 'Condition', code: { text: '腰痛' }, recorder: { reference: 'PractitionerRole/r' } },
        { resourceType: 'PractitionerRole', id: 'r', practitioner: { reference: 'Practitioner/d' } },
        { resourceType: 'Practitioner', id: 'd', name: [{ text: '田中 宏' }] },
      ),
    );
    expect(items).toMatchObject([
      {
        kind: 'condition',
        displayName: '腰痛',
        managementNo: null,
        onsetDate: null,
        isSuspected: false,
        source: { facilityCode: '1312345670', doctorName: '田中 宏', recordedOn: null, visit: null },
      },
    ]);
    expect(person).toMatchObject({ nameText: '髙﨑 𠮷子', familyName: null, birthDate: '1958-02-28' });
    expect(unread).toEqual([]);
  });

  test('the facility is named where the Bundle brings its Organization', () => {
    const { items } = readInformation(
      bundleOf(
        { resourceType: 'AllergyIntolerance', code: { coding: [{ display: 'そば' }] } },
        {
          resourceType: 'Organization',
          identifier: [
            {
              system: 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no',
              value: '1312345670',
            },
          ],
          name: '港病院',
        },
      ),
    );
    expect(items).toMatchObject([{ displayName: 'そば', code: null, source: { facilityName: '港病院' } }]);
  });

  test('a drug that is a resource of its own', () => {
    const { items } = readInformation(
      bundleOf({
        resourceType: 'MedicationRequest',
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'ロキソニン錠' } }],
      }),
    );
    expect(items).toMatchObject([{ kind: 'medication', name: 'ロキソニン錠', yjCode: null, dose: null }]);
  });

  test('the parts of a panel become results of their own', () => {
    const { items } = readInformation(
      bundleOf({
        resourceType: 'Observation',
        status: 'amended',
        code: { text: '血圧' },
        effectiveDateTime: '2026-11-19',
        component: [
          { code: { text: '収縮期' }, valueQuantity: { value: 128, unit: 'mmHg' } },
          { code: { text: '拡張期' }, valueInteger: 80 },
        ],
      }),
    );
    expect(items).toMatchObject([
      { result: { name: '血圧 収縮期', status: 'corrected', value: { kind: 'quantity', value: '128' } } },
      { result: { name: '血圧 拡張期', value: { kind: 'text', text: '80' } } },
    ]);
  });
});

describe('nothing is dropped silently', () => {
  const unreadOf = (resource: object): string[] => readInformation(bundleOf(resource)).unread;

  test.each<[name: string, resource: object, line: string]>([
    [
      'a note',
      { resourceType: 'Condition', code: { text: '腰痛' }, note: [{ text: '右に強い' }] },
      '病名「腰痛」の注記：右に強い',
    ],
    [
      'half a date',
      { resourceType: 'Condition', code: { text: '腰痛' }, onsetDateTime: '2019' },
      '病名「腰痛」の発症日：2019',
    ],
    [
      'an onset in words',
      { resourceType: 'Condition', code: { text: '腰痛' }, onsetString: '子どもの頃' },
      '病名「腰痛」のonsetString：子どもの頃',
    ],
    [
      'an extension nobody knows',
      {
        resourceType: 'AllergyIntolerance',
        code: { text: 'そば' },
        extension: [{ url: 'http://example.org/x', valueString: '重い' }],
      },
      'アレルギー「そば」の追加の情報：重い',
    ],
    [
      'what changes the meaning',
      {
        resourceType: 'Observation',
        code: { text: 'K' },
        modifierExtension: [{ url: 'http://example.org/not', valueBoolean: true }],
      },
      '検査「K」の意味を変える追加の情報：true',
    ],
    [
      'a second dosage',
      {
        resourceType: 'MedicationRequest',
        medicationCodeableConcept: { text: 'プレドニン錠' },
        dosageInstruction: [{ text: '朝食後 3錠' }, { text: '4日目から 2錠' }],
      },
      '薬「プレドニン錠」の続きの用法：4日目から 2錠',
    ],
    [
      'a range of doses',
      {
        resourceType: 'MedicationRequest',
        medicationCodeableConcept: { text: 'ロキソニン錠' },
        dosageInstruction: [
          { doseAndRate: [{ doseRange: { low: { value: 1, unit: '錠' }, high: { value: 2, unit: '錠' } } }] },
        ],
      },
      '薬「ロキソニン錠」の量：1、錠、2',
    ],
    [
      'a judgement of the sender',
      { resourceType: 'Observation', code: { text: 'K' }, interpretation: [{ text: '要再検' }] },
      '検査「K」の判定：要再検',
    ],
    ['another kind of resource', { resourceType: 'Goal' }, '読み取れない種類の情報があります（Goal）。'],
  ])('%s', (_name, resource, line) => {
    expect(unreadOf(resource)).toContain(line);
  });

  test('a result entered in error is no result, and that there was one is told', () => {
    const resource = { resourceType: 'Observation', status: 'entered-in-error', code: { text: 'K' } };
    expect(readInformation(bundleOf(resource)).items).toEqual([]);
    expect(unreadOf(resource)).toEqual(['検査「K」の状態：誤って登録され、取り消された結果です']);
  });

  test.each(['active', 'cancelled', 'entered-in-error', 'stopped'])(
    'a prescription that is %s is read with its status',
    (status) => {
      const resource = {
        resourceType: 'MedicationRequest',
        status,
        medicationCodeableConcept: { text: 'ロキソニン錠' },
      };
      expect(readInformation(bundleOf(resource)).items).toMatchObject([{ name: 'ロキソニン錠', status }]);
      expect(unreadOf(resource)).toEqual([]);
    },
  );

  test('two patients in one Bundle', () => {
    expect(unreadOf(PATIENT.resource)).toEqual([expect.stringContaining('患者が2人以上')]);
  });
});

test('whatever arrives, reading does not throw', () => {
  const type = fc.constantFrom(
    'Patient',
    'Condition',
    'AllergyIntolerance',
    'Observation',
    'MedicationRequest',
  );
  const resource = fc
    .tuple(
      type,
      fc.dictionary(
        fc.constantFrom(
          'code',
          'name',
          'meta',
          'category',
          'contained',
          'dosageInstruction',
          'valueQuantity',
          'identifier',
          'recorder',
          'referenceRange',
          'extension',
        ),
        fc.jsonValue(),
      ),
    )
    .map(([resourceType, rest]) => ({ resourceType, ...rest }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.jsonValue(),
        fc.array(resource).map((resources) => bundleOf(...resources)),
      ),
      (bundle) => {
        expect(Array.isArray(readInformation(bundle).items)).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});
