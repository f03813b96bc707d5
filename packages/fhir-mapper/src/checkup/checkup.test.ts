import type { CheckupReportRecord, CheckupResultRecord, ReceivedDocument } from '@shirube/core/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serializeBundle } from '../serialize.ts';
import { CHECKUP, CHECKUP_RECORD } from '../testing/checkup.ts';
import { checkupReport } from '../testing/checkup-arbitrary.ts';
import type { Json } from '../testing/violations.ts';
import { checkupToBundle, readCheckup } from './index.ts';

const bundle = checkupToBundle(CHECKUP) as Json;
const resources: Json[] = bundle.entry.map(({ resource }: Json) => resource);
const of = (type: string): Json[] => resources.filter(({ resourceType }) => resourceType === type);
const item = (code: string): Json => of('Observation').find((one) => one.code.coding[0].code === code);

describe('the Bundle', () => {
  test('begins with Composition and Patient and claims the checkup profiles with their own version', () => {
    expect(resources.slice(0, 2).map(({ resourceType }) => resourceType)).toEqual(['Composition', 'Patient']);
    expect(bundle.meta.profile).toEqual([
      'http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Bundle_eCheckupGeneral|1.5.0',
    ]);
    expect(of('Patient')[0].meta.profile).toEqual([
      'http://jpfhir.jp/fhir/clins/StructureDefinition/JP_Patient_eCheckupGeneral|1.5.0',
    ]);
  });

  test('is the same bytes for the same record, and others for another', () => {
    expect(serializeBundle(checkupToBundle(CHECKUP))).toEqual(serializeBundle(checkupToBundle(CHECKUP)));
    const other = { ...CHECKUP, record: { ...CHECKUP_RECORD, setting: 'group' as const } };
    expect(serializeBundle(checkupToBundle(other))).not.toEqual(serializeBundle(checkupToBundle(CHECKUP)));
  });

  test('refers only to what is in it, and leads to everything in it', () => {
    const urls: string[] = bundle.entry.map(({ fullUrl }: Json) => fullUrl);
    const referred = [...JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g)].map(([, url]) => url);
    expect(referred.filter((url) => !urls.includes(url as string))).toEqual([]);
    expect(urls.filter((url, index) => index > 0 && !referred.includes(url))).toEqual([]);
  });
});

describe('the Composition', () => {
  test('says which report it is, of which program, and when the person came', () => {
    const [composition] = of('Composition');
    expect(composition.identifier.value).toBe('1312345670-2026-01989f00-0000-7000-8000-0000000000c1');
    expect(composition.type.coding).toEqual([
      {
        system: 'http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes',
        code: '53576-5',
        display: '検診・健診報告書',
      },
    ]);
    expect(composition.category[0].coding[0]).toEqual({
      system: 'urn:oid:2.16.840.1.113883.2.2.1.6.1001',
      code: '10',
      display: '特定健診情報',
    });
    expect(composition.event[0].code[0].coding[0]).toMatchObject({ code: '010', display: '特定健康診査' });
    expect(of('Encounter')[0]).toMatchObject({
      status: 'finished',
      class: { code: 'checkup', display: '健診' },
      serviceType: { coding: [{ code: '1' }] },
      period: { start: '2026-11-18', end: '2026-11-18' },
    });
  });

  test.each([
    ['special', '010', '01011 特定健診検査結果セクション', '01012 特定健診問診結果セクション'],
    [
      'late_elderly',
      '020',
      '01021 広域連合保健事業検査結果セクション',
      '01022 広域連合保健事業問診結果セクション',
    ],
    ['occupational', '030', '01031 事業者健診検査結果セクション', '01032 事業者健診問診結果セクション'],
    ['school', '040', '01041 学校職員健診検査結果セクション', '01042 学校職員健診問診結果セクション'],
    ['other', '070', '01071 その他健診検査結果セクション', '01072 その他健診問診結果セクション'],
    [
      'other',
      '080',
      '01081 保険者の実施するその他健診検査結果セクション',
      '01082 保険者の実施するその他健診問診結果セクション',
    ],
    ['other', '990', '01910 検査結果セクション', '01920 問診結果セクション'],
  ] as const)(
    'puts the results of %s (%s) into its own sections',
    (program, programCode, results, answers) => {
      const made = checkupToBundle({
        ...CHECKUP,
        record: { ...CHECKUP_RECORD, program, programCode },
      }) as Json;
      const codes = made.entry[0].resource.section.map(({ code }: Json) =>
        [code.coding[0].code, code.coding[0].display].join(' '),
      );
      expect(codes).toEqual([
        results,
        answers,
        ...(program === 'special' ? ['01990 任意追加項目セクション'] : []),
      ]);
    },
  );
});

describe('the items', () => {
  test('carry value, unit, method, specimen, bounds and what was out of range of the method', () => {
    expect(item('3F015000002327101')).toMatchObject({
      status: 'final',
      valueQuantity: { value: 9, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
      interpretation: [{ coding: [{ code: 'LX' }] }],
      method: { coding: [{ system: 'urn:oid:1.2.392.200119.6.1007', code: '3F01510000' }] },
      specimen: { display: '血清' },
      referenceRange: [{ low: { value: 30, code: 'mg/dL' }, high: { value: 149 } }],
    });
  });

  test('carry choices with their degree, where they have one', () => {
    expect(item('1A010000000191111').valueCodeableConcept.coding).toEqual([
      {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: 1 }],
        system: 'urn:oid:1.2.392.200119.6.2102',
        code: '1',
        display: '－',
      },
    ]);
    expect(item('9N701000000000011').valueCodeableConcept.coding[0].extension).toBeUndefined();
  });

  test('tell 未実施 from 測定不能, both with their reason and no value', () => {
    expect(item('1A020000000191111')).toMatchObject({
      status: 'cancelled',
      dataAbsentReason: { text: '生理中のため未実施' },
    });
    expect(item('9E105162100000001')).toMatchObject({
      status: 'final',
      dataAbsentReason: { text: '測定不能' },
    });
    expect(Object.keys(item('1A020000000191111')).filter((key) => key.startsWith('value'))).toEqual([]);
  });

  test('carry 所見 as a component with the doctor who judged it', () => {
    const [component] = item('9N056000000000011').component;
    expect(component).toMatchObject({
      code: { coding: [{ code: '9N056160400000049', display: '具体的な既往歴' }] },
      valueString: 'ヘルニア',
    });
    const [{ valueReference }] = component.extension;
    const doctor = bundle.entry.find(({ fullUrl }: Json) => fullUrl === valueReference.reference);
    expect(doctor.resource.name[0].text).toBe('眼科 花子');
  });

  test('stand in their group, which stands in the section in their place', () => {
    const group = item('9A110');
    expect(group.hasMember.map(({ extension }: Json) => extension[0].valueCode)).toEqual([
      'COMP',
      'COMP',
      'RSON',
    ]);
    const listed = of('Composition')[0].section.flatMap(({ entry }: Json) =>
      entry.map(({ reference }: Json) => reference),
    );
    expect(listed).toContain(`urn:uuid:${group.id}`);
    expect(listed).not.toContain(`urn:uuid:${item('9A110160700000011').id}`);
  });

  test('end with the judgement, performed by the author', () => {
    const judgement = item('9N511000000000049');
    expect(judgement.valueString).toBe(CHECKUP_RECORD.overallJudgement);
    expect(judgement.performer).toEqual([of('Composition')[0].author[0]]);
  });
});

describe('the insurance', () => {
  const coverages = (version?: '1.11.0'): Json[] =>
    (checkupToBundle({ ...CHECKUP, version }) as Json).entry
      .map(({ resource }: Json) => resource)
      .filter(({ resourceType }: Json) => resourceType === 'Coverage');

  test('is 受診券 and insurance, both paid by the insurer', () => {
    const [ticket, insurance] = coverages();
    expect(ticket).toMatchObject({ type: { coding: [{ code: '1' }] }, subscriberId: '24100000123' });
    expect(insurance.payor).toEqual(ticket.payor);
    const insurer = of('Organization').find(({ meta }) => meta.profile[0].includes('OrganizationInsurer'));
    expect(insurer).toMatchObject({
      identifier: [{ value: '00012345' }],
      type: [{ coding: [{ code: 'ins' }] }],
    });
    expect(insurance.payor[0].reference).toBe(`urn:uuid:${insurer.id}`);
  });

  test('says 記号・番号・枝番 by extensions in 1.5.0 and by one identifier after it', () => {
    const [, before] = coverages();
    expect(before.extension.map(({ valueString }: Json) => valueString)).toEqual(['あいう', '１８７', '5']);
    expect(before.identifier).toBeUndefined();
    const [, after] = coverages('1.11.0');
    expect(after.extension).toBeUndefined();
    expect(after.identifier).toEqual([
      {
        system: 'http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID',
        value: '00012345:あいう:１８７:05',
      },
    ]);
  });

  test.each([
    ['39131234', '7'],
    ['138057', '2'],
    ['67131234', '2'],
    ['06131234', '1'],
    ['01130012', '1'],
  ])('of insurer %s has the category %s', (insurerNumber, category) => {
    const coverage = {
      ...(CHECKUP_RECORD.coverage as NonNullable<CheckupReportRecord['coverage']>),
      insurerNumber,
    };
    const made = checkupToBundle({ ...CHECKUP, record: { ...CHECKUP_RECORD, ticketNumber: null, coverage } });
    const insurance = made.entry
      ?.map(({ resource }) => resource as Json)
      .find((one) => one.resourceType === 'Coverage');
    expect(insurance.type.coding[0].code).toBe(category);
  });
});

describe('a report that is read', () => {
  test('is the report that was written', () => {
    expectSame(readCheckup(checkupToBundle(CHECKUP)), CHECKUP_RECORD);
  });

  test('is the report that was written, whoever and whatever it is of', () => {
    fc.assert(
      fc.property(checkupReport, fc.constantFrom('1.10.0' as const, '1.11.0' as const), (record, version) => {
        const made = checkupToBundle({ ...CHECKUP, record, version });
        const sent = JSON.parse(new TextDecoder().decode(serializeBundle(made)));
        expectSame(readCheckup(sent), record);
      }),
      { numRuns: 500 },
    );
  });

  test('says of results that no section leads to that they are there', () => {
    const json = structuredClone(bundle);
    json.entry[0].resource.section[0].entry.pop();
    expect(readCheckup(json).unread).toEqual([
      'どのセクションにも入っていない結果があります: 医師の診断(判定)',
    ]);
  });

  test('keeps the files a sender put beside it, with their bytes', () => {
    const json = structuredClone(bundle);
    const fullUrl = 'urn:uuid:00000000-0000-4000-8000-00000000000f';
    const attachment = { contentType: 'application/pdf', title: '心電図', data: 'JVBERi0=' };
    const resource = { resourceType: 'DocumentReference', status: 'current', content: [{ attachment }] };
    json.entry.push({ fullUrl, resource });
    const coding = { system: 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code', code: '01995' };
    json.entry[0].resource.section.push({ code: { coding: [coding] }, entry: [{ reference: fullUrl }] });
    const [file] = readCheckup(json).attachments;
    expect(file).toMatchObject({ title: '心電図', mediaType: 'application/pdf' });
    expect(Buffer.from(file?.content ?? []).toString('latin1')).toBe('%PDF-');
  });

  test.each([
    null,
    [],
    {},
    { entry: 3 },
    { entry: [{ resource: { resourceType: 'Composition', section: [7] } }] },
  ])('is read as far as it goes, whatever it is (%o)', (json) => {
    expect(readCheckup(json)).toMatchObject({ kind: 'checkup', attachments: [] });
  });
});

/** Every field that the profile carries. */
function expectSame(received: ReceivedDocument, record: CheckupReportRecord): void {
  const { checkup } = received;
  const byCode = (a: CheckupResultRecord, b: CheckupResultRecord) => (a.itemCode < b.itemCode ? -1 : 1);
  const results = received.sections
    .flatMap(({ items }) => items)
    .flatMap((one) => (one.kind === 'result' && one.checkup ? [one.checkup] : []))
    .filter(({ itemCode }) => itemCode !== '9N511000000000049');
  expect(results.toSorted(byCode)).toEqual(record.results.toSorted(byCode));
  expect(checkup).toEqual({
    program: record.program,
    reportCategory: record.reportCategory,
    programCode: record.programCode,
    examinedOn: record.examinedOn,
    setting: record.setting,
    ticketNumber: record.ticketNumber,
    coverage:
      record.coverage === null
        ? null
        : {
            insurerNumber: record.coverage.insurerNumber.padStart(8, '0'),
            symbol: record.coverage.symbol,
            number: record.coverage.number,
            branchNumber: received.checkup?.coverage?.branchNumber,
            isDependent: record.coverage.isDependent,
          },
    groups: record.groups,
    overallJudgement: record.overallJudgement,
  });
  expect(Number(checkup?.coverage?.branchNumber)).toBe(Number(record.coverage?.branchNumber));
  const { author, patient, facility } = record;
  expect(received).toMatchObject({
    identifier: CHECKUP.identifier,
    versionText: String(record.versionNo),
    from: { institutionCode: facility.institutionCode, name: facility.name, address: facility.address },
    person: {
      familyName: patient.familyName,
      givenName: patient.givenName,
      familyKana: patient.familyKana,
      givenKana: patient.givenKana,
      birthDate: patient.birthDate,
      sex: patient.sex,
      address: patient.address,
      patientNumber: patient.patientNumber,
    },
    unread: [],
  });
  for (const section of received.sections) {
    for (const one of section.items) {
      expect(one.source.doctor?.familyName).toBe(author.familyName);
    }
  }
}
