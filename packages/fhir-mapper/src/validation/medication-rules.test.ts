import { expect, test } from 'vitest';
import { medicationLines, toMedicationRequest } from '../medication/medication-request.ts';
import type { ClinsVersion } from '../specification.ts';
import { ORDER } from '../testing/medications.ts';
import type { Json } from '../testing/violations.ts';
import { Findings, type Issue } from './issue.ts';
import { checkMedicationRequest } from './medication-rules.ts';

const PATIENT = 'urn:uuid:11111111-0000-5000-8000-000000000001';
const INGREDIENT = 'http://capstandard.jp/CodeSystem/KikakubetsuYakuzaiSeibun';

function issuesAfter(violate: (json: Json) => void, version: ClinsVersion = '1.10.0'): Issue[] {
  const [line] = medicationLines(ORDER);
  if (line === undefined) throw new Error('no line');
  const request = toMedicationRequest(ORDER, line, {
    id: '22222222-0000-5000-8000-000000000002',
    institutionCode: '1312345670',
    patientReference: PATIENT,
    version,
  });
  const resource: Json = structuredClone(request);
  violate(resource);
  const findings = new Findings();
  checkMedicationRequest({ resource, path: 'M', name: '1件目の処方' }, PATIENT, version, findings);
  return findings.issues;
}

test('an unviolated prescription has no issue', () => {
  expect(issuesAfter(() => undefined)).toEqual([]);
});

const dose = (json: Json) => json.dosageInstruction[0].doseAndRate[0];
const timing = (json: Json) => json.dosageInstruction[0].timing;
const dummy = {
  system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_MedicationUsage_Uncoded_CS',
  code: '0X0XXXXXXXXX0000',
  display: 'ダミー用法コード',
};

test.each<[name: string, violate: (json: Json) => void, ruleId: string, path: string, message: string]>([
  [
    'another profile',
    (m) => (m.meta.profile = []),
    'validEntryProfile-MedicationRequest',
    'M.meta.profile',
    'JP_MedicationRequest_eCS',
  ],
  ['no RP number', (m) => m.identifier.splice(0, 1), 'cardinality', 'M.identifier', 'RP番号'],
  ['RP number 0', (m) => (m.identifier[0].value = '0'), 'cardinality', 'M.identifier', '1～999'],
  ['place 100', (m) => (m.identifier[1].value = '100'), 'cardinality', 'M.identifier', '1～99'],
  ['status', (m) => (m.status = 'active'), 'fixed-value', 'M.status', 'status'],
  ['intent', (m) => (m.intent = 'plan'), 'fixed-value', 'M.status', 'intent'],
  [
    'no name of the drug',
    (m) => delete m.medicationCodeableConcept.text,
    'cardinality',
    'M.medicationCodeableConcept.text',
    '薬の名前',
  ],
  [
    'no code of the drug',
    (m) => delete m.medicationCodeableConcept.coding,
    'cardinality',
    'M.medicationCodeableConcept.coding',
    '医薬品マスタ',
  ],
  [
    'YJ of 11',
    (m) => (m.medicationCodeableConcept.coding[0].code = '2171022F103'),
    'pattern',
    'M.medicationCodeableConcept.coding',
    '12桁',
  ],
  [
    'two YJ codes',
    (m) => m.medicationCodeableConcept.coding.push(m.medicationCodeableConcept.coding[0]),
    'cardinality',
    'M.medicationCodeableConcept.coding',
    '2つ以上',
  ],
  ['no day', (m) => delete m.authoredOn, 'cardinality', 'M.authoredOn', '処方日'],
  ['empty note', (m) => (m.note = [{ time: '2026' }]), 'cardinality', 'M.note', '文章'],
  ['no dosage', (m) => delete m.dosageInstruction, 'cardinality', 'M.dosageInstruction', '用法がありません'],
  [
    'no beginning',
    (m) => delete m.dosageInstruction[0].extension[0].valuePeriod.start,
    'cardinality',
    'M.dosageInstruction[0].extension',
    '飲み始め',
  ],
  [
    'no words of the dosage',
    (m) => delete m.dosageInstruction[0].text,
    'cardinality',
    'M.dosageInstruction[0].text',
    '文章',
  ],
  [
    'an instruction without code',
    (m) => (m.dosageInstruction[0].additionalInstruction = [{ text: '噛まずに' }]),
    'cardinality',
    'M.dosageInstruction[0].additionalInstruction[0]',
    '補足用法',
  ],
  [
    'neither usage code nor dummy',
    (m) => (timing(m).code.coding[0].system = 'http://jami.jp/CodeSystem/MedicationUsage'),
    'R5020',
    'M.dosageInstruction[0].timing.code.coding',
    'どちらか一方が必要',
  ],
  [
    'usage code and dummy',
    (m) => timing(m).code.coding.push(dummy),
    'R5021',
    'M.dosageInstruction[0].timing.code.coding',
    '両方が付いています',
  ],
  [
    'a dummy of our own',
    (m) => (timing(m).code.coding = [{ ...dummy, display: 'その他' }]),
    'pattern',
    'M.dosageInstruction[0].timing.code.coding',
    '16桁',
  ],
  [
    'no words of the usage',
    (m) => delete timing(m).code.text,
    'cardinality',
    'M.dosageInstruction[0].timing.code',
    '用法を選んで',
  ],
  [
    'tim-1',
    (m) => (timing(m).repeat.duration = 5),
    'tim-1',
    'M.dosageInstruction[0].timing.repeat',
    '長さに単位',
  ],
  [
    'tim-2',
    (m) => delete timing(m).repeat.periodUnit,
    'tim-2',
    'M.dosageInstruction[0].timing.repeat',
    '間隔に単位',
  ],
  [
    'tim-4',
    (m) => Object.assign(timing(m).repeat, { duration: -1, durationUnit: 'h' }),
    'tim-4',
    'M.dosageInstruction[0].timing.repeat',
    '長さが0より小さく',
  ],
  [
    'tim-5',
    (m) => (timing(m).repeat.period = -1),
    'tim-5',
    'M.dosageInstruction[0].timing.repeat',
    '間隔が0より',
  ],
  [
    'tim-6',
    (m) => (timing(m).repeat = { periodMax: 2, periodUnit: 'd' }),
    'tim-6',
    'M.dosageInstruction[0].timing.repeat',
    '最大の間隔',
  ],
  [
    'tim-7',
    (m) => (timing(m).repeat.durationMax = 2),
    'tim-7',
    'M.dosageInstruction[0].timing.repeat',
    '最大の長さ',
  ],
  [
    'tim-8',
    (m) => (timing(m).repeat.countMax = 2),
    'tim-8',
    'M.dosageInstruction[0].timing.repeat',
    '最大の回数',
  ],
  [
    'tim-9',
    (m) => Object.assign(timing(m).repeat, { offset: 30, when: ['CM'] }),
    'tim-9',
    'M.dosageInstruction[0].timing.repeat',
    '時点',
  ],
  [
    'tim-10',
    (m) => Object.assign(timing(m).repeat, { timeOfDay: ['08:00:00'], when: ['PC'] }),
    'tim-10',
    'M.dosageInstruction[0].timing.repeat',
    '両方',
  ],
  [
    'no kind of amount',
    (m) => delete dose(m).type,
    'cardinality',
    'M.dosageInstruction[0].doseAndRate[0].type',
    '製剤量か原薬量',
  ],
  [
    'amount without code of the unit',
    (m) => delete dose(m).doseQuantity.code,
    'cardinality',
    'M.dosageInstruction[0].doseAndRate[0].doseQuantity',
    '1回量',
  ],
  [
    'a day of two',
    (m) => (dose(m).rateRatio.denominator.value = 2),
    'fixed-value',
    'M.dosageInstruction[0].doseAndRate[0].rateRatio.denominator',
    '1日あたり',
  ],
  [
    'whole amount without code',
    (m) => delete m.dispenseRequest.quantity.code,
    'cardinality',
    'M.dispenseRequest.quantity',
    '総量',
  ],
  [
    'whole amount with a sign',
    (m) => (m.dispenseRequest.quantity.comparator = '>'),
    'cardinality',
    'M.dispenseRequest.quantity.comparator',
    '不等号',
  ],
  [
    'weeks',
    (m) => (m.dispenseRequest.expectedSupplyDuration.unit = '週'),
    'fixed-value',
    'M.dispenseRequest.expectedSupplyDuration.unit',
    '「日」',
  ],
  [
    'substitution without answer',
    (m) => (m.substitution = { reason: { text: '副作用' } }),
    'cardinality',
    'M.substitution',
    '変更の可否',
  ],
  [
    'another patient',
    (m) => (m.subject.reference = 'urn:uuid:0'),
    'reference',
    'M.subject',
    '患者を指していません',
  ],
])('%s', (_name, violate, ruleId, path, message) => {
  expect(issuesAfter(violate)).toContainEqual({
    severity: 'error',
    ruleId,
    path,
    message: expect.stringContaining(message),
  });
});

test('without YJ code it is sent, with a warning that says what follows from it (R3010)', () => {
  const issues = issuesAfter((m) => m.medicationCodeableConcept.coding.splice(0, 1));
  expect(issues).toEqual([
    expect.objectContaining({
      severity: 'warning',
      ruleId: 'R3010',
      message: expect.stringContaining('重なりや禁忌'),
    }),
  ]);
});

test.each<[name: string, violate: (json: Json) => void]>([
  ['no identifier of its own', (m) => m.identifier.splice(2, 1)],
  [
    '規格別薬剤成分コード',
    (m) =>
      m.medicationCodeableConcept.coding.push({ system: INGREDIENT, code: '2171022F1ZZZ', display: 'x' }),
  ],
  ['whole amount without unit', (m) => delete m.dispenseRequest.quantity.unit],
  ['days without unit', (m) => delete m.dispenseRequest.expectedSupplyDuration.unit],
  ['an unknown category', (m) => (m.category[0].coding[0].code = 'XXX')],
  ['two kinds of amount', (m) => dose(m).type.coding.push(dose(m).type.coding[0])],
])('%s: an error from 1.11.0 on, none before', (_name, violate) => {
  const errors = (version: ClinsVersion) =>
    issuesAfter(violate, version).filter(({ severity }) => severity === 'error');
  expect(errors('1.10.0')).toEqual([]);
  expect(errors('1.11.0')).toHaveLength(1);
});
