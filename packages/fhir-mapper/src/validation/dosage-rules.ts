import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { UNCODED_USAGE_NAME } from '../medication/dosage.ts';
import type { ClinsVersion } from '../specification.ts';
import { EXTENSIONS, SYSTEMS } from '../systems.ts';
import { checkCodings, isDateTime, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';

/** JP_MedicationDosage_eCS; `subject.resource` is the Dosage (medication-request, Dosage). */
export function checkDosage(subject: Subject, version: ClinsVersion, findings: Findings): void {
  const { resource: dosage, path, name } = subject;
  const periods = objectsOf(dosage.extension).filter(({ url }) => url === EXTENSIONS.periodOfUse);
  if (periods.length !== 1 || !isDateTime(stringOf(objectOf(periods[0]?.valuePeriod).start))) {
    findings.error('cardinality', `${path}.extension`, `${name}に飲み始め（使い始め）の日がありません。`);
  }
  const duration = objectOf(extensionOf(dosage, EXTENSIONS.usageDuration)?.valueDuration);
  checkFixedDay(duration, `${path}.extension`, `${name}の実際に使う日数`, findings);
  if (stringOf(dosage.text) === '') {
    findings.error('cardinality', `${path}.text`, `${name}に用法の文章がありません。`);
  }
  objectsOf(dosage.additionalInstruction).forEach((instruction, index) => {
    checkInstruction(instruction, `${path}.additionalInstruction[${index}]`, name, findings);
  });
  checkTiming(subject, findings);
  objectsOf(dosage.doseAndRate).forEach((dose, index) => {
    checkDose(dose, `${path}.doseAndRate[${index}]`, name, version, findings);
  });
}

/** 補足用法: at least one code with its system, and a text. */
function checkInstruction(instruction: JsonObject, place: string, name: string, findings: Findings): void {
  const codings = objectsOf(instruction.coding);
  const isCoded =
    codings.length > 0 &&
    codings.every(({ system, code }) => stringOf(system) !== '' && stringOf(code) !== '');
  if (!isCoded || stringOf(instruction.text) === '') {
    findings.error('cardinality', place, `${name}の補足用法に、コードか文章がありません。`);
  }
}

/** timing.code, R5020, R5021 and the repetition. */
function checkTiming({ resource: dosage, path, name }: Subject, findings: Findings): void {
  const timing = objectOf(dosage.timing);
  const code = objectOf(timing.code);
  const place = `${path}.timing.code`;
  const codings = objectsOf(code.coding);
  if (stringOf(code.text) === '' || codings.length === 0) {
    findings.error('cardinality', place, `${name}に用法がありません。用法を選んでください。`);
  }
  checkCodings(code, place, `${name}の用法`, findings);
  const isCoded = codings.some(({ system }) => system === SYSTEMS.prescriptionUsage);
  const uncoded = codings.filter(({ system }) => system === SYSTEMS.uncodedUsage);
  const isUncoded = uncoded.some((coding) => coding.code === DUMMY_USAGE_CODE);
  if (isCoded === isUncoded) {
    findings.error(
      'R5020',
      `${place}.coding`,
      `${name}の用法に、電子処方箋の用法コードかダミー用法コードの、どちらか一方が必要です。用法を選び直してください。`,
    );
  }
  if (isCoded && isUncoded) {
    findings.error(
      'R5021',
      `${place}.coding`,
      `${name}の用法に、用法コードとダミー用法コードの両方が付いています。どちらか一方にしてください。`,
    );
  }
  for (const coding of codings) {
    const isWrongDummy =
      coding.system === SYSTEMS.uncodedUsage &&
      (coding.code !== DUMMY_USAGE_CODE || coding.display !== UNCODED_USAGE_NAME);
    const isWrongCode =
      coding.system === SYSTEMS.prescriptionUsage && !/^[0-9A-Z]{16}$/.test(stringOf(coding.code));
    if (isWrongDummy || isWrongCode) {
      findings.error(
        'pattern',
        `${place}.coding`,
        `${name}の用法コード（16桁）の形式が正しくありません。用法を選び直してください。`,
      );
    }
  }
  if (timing.repeat !== undefined) {
    checkRepeat(objectOf(timing.repeat), `${path}.timing.repeat`, name, findings);
  }
}

const EVENTS_WITHOUT_OFFSET = ['C', 'CM', 'CD', 'CV'];
const isNegative = (value: unknown): boolean => typeof value === 'number' && value < 0;

/** tim-1 … tim-10 of FHIR: which parts of a repetition need or exclude each other. */
const REPEAT_RULES: readonly [ruleId: string, isBroken: (repeat: JsonObject) => boolean, words: string][] = [
  ['tim-1', (r) => r.duration !== undefined && r.durationUnit === undefined, '1回の長さに単位がありません'],
  ['tim-2', (r) => r.period !== undefined && r.periodUnit === undefined, '間隔に単位がありません'],
  ['tim-4', (r) => isNegative(r.duration), '1回の長さが0より小さくなっています'],
  ['tim-5', (r) => isNegative(r.period), '間隔が0より小さくなっています'],
  [
    'tim-6',
    (r) => r.periodMax !== undefined && r.period === undefined,
    '最大の間隔だけがあり、間隔がありません',
  ],
  [
    'tim-7',
    (r) => r.durationMax !== undefined && r.duration === undefined,
    '1回の最大の長さだけがあり、長さがありません',
  ],
  [
    'tim-8',
    (r) => r.countMax !== undefined && r.count === undefined,
    '最大の回数だけがあり、回数がありません',
  ],
  [
    'tim-9',
    (r) => {
      const when = Array.isArray(r.when) ? r.when : [];
      const isMeal = when.some((code) => EVENTS_WITHOUT_OFFSET.includes(stringOf(code)));
      return r.offset !== undefined && (when.length === 0 || isMeal);
    },
    '「何分前・後」の基準になる時点がありません',
  ],
  ['tim-10', (r) => r.timeOfDay !== undefined && r.when !== undefined, '時刻と「食後」などの両方があります'],
];

function checkRepeat(repeat: JsonObject, place: string, name: string, findings: Findings): void {
  for (const [ruleId, isBroken, words] of REPEAT_RULES) {
    if (isBroken(repeat)) findings.error(ruleId, place, `${name}の服用の繰り返しで、${words}。`);
  }
  checkFixedDay(objectOf(repeat.boundsDuration), `${place}.boundsDuration`, `${name}の投与期間`, findings);
}

/** 日 (UCUM d), where unit, system or code are written. */
function checkFixedDay(duration: JsonObject, place: string, name: string, findings: Findings): void {
  for (const [part, expected] of [
    ['unit', '日'],
    ['system', SYSTEMS.ucum],
    ['code', 'd'],
  ] as const) {
    if (duration[part] !== undefined && duration[part] !== expected) {
      findings.error('fixed-value', `${place}.${part}`, `${name}の単位は「日」でなければなりません。`);
    }
  }
}

function checkDose(
  dose: JsonObject,
  place: string,
  name: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  const codings = objectsOf(objectOf(dose.type).coding);
  const isTooMany = version !== '1.10.0' && codings.length > 1;
  const isWhole = codings.every(({ system, code, display }) =>
    [system, code, display].every((part) => stringOf(part) !== ''),
  );
  if (codings.length === 0 || isTooMany || !isWhole) {
    findings.error(
      'cardinality',
      `${place}.type`,
      `${name}の量に、製剤量か原薬量（力価）かの区分が1つ必要です。`,
    );
  }
  if (dose.doseQuantity !== undefined) {
    checkAmount(objectOf(dose.doseQuantity), `${place}.doseQuantity`, `${name}の1回量`, findings);
  }
  if (dose.rateRatio === undefined) return;
  const ratio = objectOf(dose.rateRatio);
  checkAmount(objectOf(ratio.numerator), `${place}.rateRatio.numerator`, `${name}の1日量`, findings);
  const day = objectOf(ratio.denominator);
  const isOneDay = day.value === 1 && day.unit === '日' && day.system === SYSTEMS.ucum && day.code === 'd';
  if (!isOneDay) {
    findings.error(
      'fixed-value',
      `${place}.rateRatio.denominator`,
      `${name}の1日量は「1日あたり」でなければなりません。システム管理者に連絡してください。`,
    );
  }
}

/** JP_MedicationSimpleQuantity: number, unit, system and code; no comparator. */
function checkAmount(amount: JsonObject, place: string, name: string, findings: Findings): void {
  const isWhole =
    typeof amount.value === 'number' &&
    [amount.unit, amount.system, amount.code].every((part) => stringOf(part) !== '');
  if (!isWhole) {
    findings.error('cardinality', place, `${name}に、数・単位・単位のコードのどれかがありません。`);
  }
  if (amount.comparator !== undefined) {
    findings.error('cardinality', `${place}.comparator`, `${name}に不等号は付けられません。`);
  }
}
