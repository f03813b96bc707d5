import {
  allergiesToBundle,
  careSummaryToBundle,
  checkupToBundle,
  observationsToBundle,
} from '@shirube/fhir-mapper';
import { describe, expect, it } from 'vitest';
import { CHECKUP } from '../../../../../packages/fhir-mapper/src/testing/checkup.ts';
import { CARE_SUMMARY, documentInput } from '../../../../../packages/fhir-mapper/src/testing/documents.ts';
import {
  ALLERGY,
  HBS_ANTIGEN,
  LAB_REPORT,
  POTASSIUM,
  UNIT,
} from '../../../../../packages/fhir-mapper/src/testing/records.ts';
import type { Answer } from '../../testing/client.ts';
import { object } from '../json.ts';
import { checkBundle } from './check-bundle.ts';

/** Each rule, broken once in a Bundle that is otherwise right. */
function rulesBroken(bundle: object, spoil: (copy: Answer) => void): string[] {
  const copy = JSON.parse(JSON.stringify(bundle)) as Answer;
  const institutionCode = copy.identifier.value.slice(0, 10);
  expect(checkBundle(object(copy), institutionCode).findings).toEqual([]);
  spoil(copy);
  return checkBundle(object(copy), institutionCode).findings.map(({ ruleId }) => ruleId);
}
const of =
  (type: string) =>
  (bundle: Answer): Answer =>
    bundle.entry.find(({ resource }: Answer) => resource.resourceType === type).resource;
type Violation = [rule: string, what: string, spoil: (bundle: Answer) => void];

describe('検査・感染症', () => {
  const bundle = observationsToBundle({
    ...UNIT,
    report: { ...LAB_REPORT, results: [POTASSIUM, HBS_ANTIGEN] },
  });
  const potassium = of('Observation');
  const drop = (type: string) => (b: Answer) => {
    potassium(b).contained = potassium(b).contained.filter(
      ({ resourceType }: Answer) => resourceType !== type,
    );
  };
  it.each<Violation>([
    ['R9013O', 'no visit', drop('Encounter')],
    ['R9019O', 'no doctor', drop('Practitioner')],
    ['R9014O', 'no department', (b) => potassium(b).extension.pop()],
    ['R9017O', 'no performer', (b) => delete potassium(b).performer],
    ['R9016O', 'no reference to the visit', (b) => delete potassium(b).encounter],
    ['R6081', 'members', (b) => (potassium(b).hasMember = [{ reference: '#x' }])],
    [
      'R6021',
      'no local code',
      (b) =>
        (potassium(b).code.coding = potassium(b).code.coding.filter(
          ({ system }: Answer) => !system.includes('LocalCode'),
        )),
    ],
    [
      'CARD',
      'a local code alone',
      (b) =>
        (potassium(b).code.coding = potassium(b).code.coding.filter(({ system }: Answer) =>
          system.includes('LocalCode'),
        )),
    ],
    [
      'R6031',
      'long storage of an ordinary result',
      (b) =>
        (potassium(b).meta.tag = [
          { system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication', code: 'LTS' },
        ]),
    ],
    [
      'TAG',
      'a mark that is not for results',
      (b) =>
        (potassium(b).meta.tag = [
          { system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_ehrshrs_indication', code: 'UNDELIVERED' },
        ]),
    ],
    [
      'referenceRangeLowUnits-isSameAs-resultValueUnits',
      'another unit below',
      (b) => (potassium(b).referenceRange[0].low.unit = 'x'),
    ],
    [
      'referenceRangeHighUnits-isSameAs-resultValueUnits',
      'another unit above',
      (b) => (potassium(b).referenceRange[0].high.code = 'x'),
    ],
    ['TEXT', 'half-width kana', (b) => (potassium(b).code.text = 'ｶﾘｳﾑ')],
    ['CODE', 'a state nobody uses', (b) => (potassium(b).status = 'amended')],
    ['CODE', 'an hour without a zone', (b) => (potassium(b).effectiveDateTime = '2026-11-20T09:00:00')],
    ['obs-value', 'neither a result nor a reason', (b) => delete potassium(b).valueQuantity],
    ['obs-6', 'a result and a reason for none', (b) => (potassium(b).dataAbsentReason = { text: 'x' })],
    ['CARD', 'no specimen', (b) => delete potassium(b).specimen],
    ['REF', 'a specimen that is not there', (b) => (potassium(b).specimen = { reference: '#nowhere' })],
    ['REF', 'another patient', (b) => (potassium(b).subject.reference = 'urn:uuid:x')],
    ['SLICE', 'a diagnosis among results', (b) => (b.entry[2].resource.resourceType = 'Condition')],
  ])('%s: %s', (rule, _what, spoil) => {
    expect(rulesBroken(bundle, spoil)).toContain(rule);
  });
});

describe('アレルギー', () => {
  const bundle = allergiesToBundle({ ...UNIT, allergies: [ALLERGY] });
  const allergy = of('AllergyIntolerance');
  it.each<Violation>([
    ['R9011', 'no institution', (b) => (allergy(b).extension = [])],
    ['ait-1', 'no state', (b) => delete allergy(b).clinicalStatus],
    [
      'ait-2',
      'a state of a mistake',
      (b) =>
        (allergy(b).verificationStatus = {
          coding: [{ system: 'x', code: 'entered-in-error', display: 'x' }],
        }),
    ],
    ['CODE', 'a code of no table', (b) => (allergy(b).code.coding[0].code = '123')],
    ['CARD', 'a code without its name', (b) => delete allergy(b).code.coding[0].display],
    ['CARD', 'no words', (b) => delete allergy(b).code.text],
    ['CARD', 'nobody', (b) => delete allergy(b).patient],
  ])('%s: %s', (rule, _what, spoil) => {
    expect(rulesBroken(bundle, spoil)).toContain(rule);
  });
});

describe('患者サマリー', () => {
  const bundle = careSummaryToBundle(documentInput(CARE_SUMMARY));
  const plan = of('CarePlan');
  const head = of('Composition');
  it.each<Violation>([
    ['CARD', 'a keeper', (b) => (head(b).custodian = { reference: head(b).author[1].reference })],
    ['CARD', 'an event', (b) => (head(b).event = [{}])],
    ['CARD', 'no visit', (b) => delete head(b).encounter],
    ['CARD', 'a plan without words', (b) => delete plan(b).description],
    ['CARD', 'a plan without a beginning', (b) => delete plan(b).period],
    ['CARD', 'a plan with an author', (b) => (plan(b).author = { reference: 'x' })],
    ['FIXED', 'a plan under another name', (b) => (plan(b).title = '計画')],
    ['FIXED', 'a section under another name', (b) => (head(b).section[0].code.coding[0].display = '計画')],
    ['SECTION', 'another section', (b) => (head(b).section[0].code.coding[0].code = '340')],
    ['CARD', 'a plan without a diagnosis', (b) => (head(b).section[0].entry.length = 1)],
    ['CODE', 'another kind', (b) => (head(b).category[0].coding[0].code = 'x')],
    ['CARD', 'one author', (b) => head(b).author.pop()],
    [
      'validEntryProfile',
      'two plans',
      (b) =>
        b.entry.push({
          ...b.entry.find(({ resource }: Answer) => resource.resourceType === 'CarePlan'),
          fullUrl: 'urn:uuid:00000000-0000-5000-a000-000000000001',
        }),
    ],
  ])('%s: %s', (rule, _what, spoil) => {
    expect(rulesBroken(bundle, spoil)).toContain(rule);
  });
});

describe('健診結果報告書', () => {
  const bundle = checkupToBundle(CHECKUP);
  const head = of('Composition');
  const claiming =
    (profile: string) =>
    (bundle: Answer): Answer =>
      bundle.entry.find(({ resource }: Answer) => resource.meta.profile[0].includes(profile)).resource;
  const result = claiming('JP_Observation_eCheckupGeneral');
  const group = claiming('JP_ObservationGroup_eCheckupGeneral');
  it.each<Violation>([
    [
      'validEntryProfile',
      'the patient of the other package',
      (b) =>
        (of('Patient')(b).meta.profile = [
          'http://jpfhir.jp/fhir/eCheckup/StructureDefinition/JP_Patient_eCheckupGeneral',
        ]),
    ],
    ['validEntryProfile', 'a head of another document', (b) => (head(b).meta.profile = ['x'])],
    ['FIXED', 'another type', (b) => (head(b).type.coding[0].code = 'JPGCHKUP01')],
    ['CODE', 'a category nobody has', (b) => (head(b).category[0].coding[0].code = '00')],
    ['SECTION', 'no section', (b) => (head(b).section = [])],
    ['SECTION', 'a section of another table', (b) => (head(b).section[0].code.coding[0].system = 'x')],
    ['REF', 'a result that is not there', (b) => (head(b).section[0].entry[0].reference = 'urn:uuid:x')],
    ['CODE', 'a state nobody uses', (b) => (result(b).status = 'preliminary')],
    ['CODE', 'an item of no table', (b) => (result(b).code.coding[0].system = 'x')],
    [
      'SECTION',
      'a section under another name',
      (b) => (head(b).section[0].code.coding[0].display = '検査結果'),
    ],
    ['SECTION', 'a section twice', (b) => head(b).section.push(head(b).section[0])],
    ['REF', 'a group without one of its members', (b) => (group(b).hasMember[0].reference = 'urn:uuid:x')],
    [
      'CARD',
      'a group that does not say how it belongs together',
      (b) => delete group(b).hasMember[0].extension,
    ],
    ['CARD', 'no date', (b) => delete result(b).effectiveDateTime],
    ['FIXED', 'a visit that is no check-up', (b) => (of('Encounter')(b).class.code = 'AMB')],
    ['CARD', 'a visit without an end', (b) => delete of('Encounter')(b).period.end],
    ['R1012', 'nobody insured', (b) => (of('Patient')(b).identifier = [])],
    [
      'R1112',
      'a name neither in kanji nor in kana',
      (b) => {
        for (const name of of('Patient')(b).name) delete name.extension;
      },
    ],
    ['CARD', 'no address', (b) => delete of('Patient')(b).address],
    ['R02151', 'another identifier', (b) => (b.identifier.system = 'x')],
    [
      'VERSION',
      'an edition nobody knows',
      (b) => (b.meta.profile[0] = `${b.meta.profile[0].split('|')[0]}|0.1.0`),
    ],
  ])('%s: %s', (rule, _what, spoil) => {
    expect(rulesBroken(bundle, spoil)).toContain(rule);
  });
});
