import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS } from '../checkup/systems.ts';
import type { CheckupEntries } from './checkup-rules.ts';
import { checkMeta, isDateTime, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { checkPatientReference } from './references.ts';

type Report = (ruleId: string, element: string, message: string) => void;

const VALUES = ['valueQuantity', 'valueCodeableConcept', 'valueString', 'valueDateTime'];

/** JP_Observation_eCheckupGeneral (checkup-observations §1). */
export function checkCheckupResult(subject: Subject, entries: CheckupEntries, findings: Findings): void {
  const { resource, path, name } = subject;
  const error: Report = (ruleId, element, message) => {
    findings.error(ruleId, `${path}.${element}`, message);
  };
  checkMeta(subject, CHECKUP_PROFILES.observation, 'profile', findings);
  checkPatientReference(subject, 'subject', entries.patientUrl, findings);
  if (!['final', 'cancelled'].includes(stringOf(resource.status))) {
    error('binding', 'status', `${name}の状態は、確定（final）か未実施（cancelled）です。`);
  }
  checkItemCode(subject, error);
  checkWhen(subject, error);
  checkValue(subject, error);
  for (const element of ['category', 'performer', 'interpretation', 'note', 'referenceRange']) {
    if (objectsOf(resource[element]).length > 1) {
      error('cardinality', element, `${name}の ${element} は1つまでです。`);
    }
  }
  for (const element of ['basedOn', 'partOf', 'hasMember']) {
    if (resource[element] !== undefined)
      error('cardinality', element, `${name}に ${element} は付けられません。`);
  }
  checkDetails(subject, entries, error);
  checkComponents(subject, entries, error);
}

/** Required binding: JLAC10 or 特定健診項目コード, 17 characters each. */
function checkItemCode({ resource, name }: Subject, error: Report): void {
  const codings = objectsOf(objectOf(resource.code).coding).filter(
    ({ system }) => system === CHECKUP_SYSTEMS.item || system === CHECKUP_SYSTEMS.jlac10,
  );
  if (codings.length === 0 || codings.some(({ code }) => !/^[0-9A-Z]{17}$/.test(stringOf(code)))) {
    error(
      'binding',
      'code',
      `${name}に健診項目コード（17桁）がありません。項目を一覧から選び直してください。`,
    );
  }
}

function checkWhen({ resource, name }: Subject, error: Report): void {
  if (!isDateTime(stringOf(resource.effectiveDateTime))) {
    error('cardinality', 'effectiveDateTime', `${name}に検査日がないか、正しい日付ではありません。`);
  }
}

/** One value, or the reason why there is none: an item never says nothing. */
function checkValue({ resource, name }: Subject, error: Report): void {
  const present = Object.keys(resource).filter((key) => key.startsWith('value'));
  if (present.some((key) => !VALUES.includes(key))) {
    error('cardinality', 'value', `${name}の値は、数値・選択肢・文字・日付のどれかです。`);
  }
  if (present.length > 1) error('cardinality', 'value', `${name}の値が2つあります。`);
  const reason = stringOf(objectOf(resource.dataAbsentReason).text);
  if (resource.dataAbsentReason !== undefined && reason === '') {
    error('cardinality', 'dataAbsentReason.text', `${name}に、値がない理由が書かれていません。`);
  }
  if (present.length > 0 && resource.dataAbsentReason !== undefined) {
    error(
      'obs-6',
      'dataAbsentReason',
      `${name}に、値と「値がない理由」の両方があります。どちらかにしてください。`,
    );
  }
  if (present.length > 0 && resource.status === 'cancelled') {
    error('consistency', 'status', `${name}は未実施なのに値があります。どちらかにしてください。`);
  }
  if (present.length === 0 && reason === '' && objectsOf(resource.component).length === 0) {
    error('cardinality', 'value', `${name}に値がありません。値を入力するか、未実施の理由を書いてください。`);
  }
  if (resource.valueQuantity !== undefined) checkQuantity(objectOf(resource.valueQuantity), name, error);
  if (resource.valueCodeableConcept !== undefined)
    checkChoice(objectOf(resource.valueCodeableConcept), name, error);
  if (resource.valueDateTime !== undefined && !isDateTime(stringOf(resource.valueDateTime))) {
    error('pattern', 'valueDateTime', `${name}の値が正しい日付ではありません。`);
  }
}

function checkQuantity(quantity: JsonObject, name: string, error: Report): void {
  if (typeof quantity.value !== 'number')
    error('cardinality', 'valueQuantity.value', `${name}に数値がありません。`);
  if (quantity.code !== undefined && stringOf(quantity.system) === '') {
    error('qty-3', 'valueQuantity.code', `${name}の単位のコードに体系がありません。`);
  }
}

function checkChoice(concept: JsonObject, name: string, error: Report): void {
  const codings = objectsOf(concept.coding);
  const isChoice = ({ system, code }: JsonObject) =>
    stringOf(system).startsWith(CHECKUP_SYSTEMS.choice) && stringOf(code) !== '';
  if (!codings.some(isChoice)) {
    error(
      'binding',
      'valueCodeableConcept',
      `${name}の選択肢が健診の表のものではありません。選び直してください。`,
    );
  }
  for (const coding of codings) {
    const ordinal = extensionOf(coding, CHECKUP_EXTENSIONS.ordinalValue);
    if (objectsOf(coding.extension).length > 1 || (ordinal && typeof ordinal.valueDecimal !== 'number')) {
      error('cardinality', 'valueCodeableConcept', `${name}の選択肢の順位が正しくありません。`);
    }
  }
}

const INTERPRETATIONS = ['H', 'L', 'N', 'LX', 'HX', 'A', 'AA', 'HH', 'LL'];

function checkDetails({ resource, name }: Subject, entries: CheckupEntries, error: Report): void {
  const interpretations = objectsOf(resource.interpretation).flatMap(({ coding }) => objectsOf(coding));
  if (
    interpretations.some(
      ({ system, code }) =>
        system !== CHECKUP_SYSTEMS.interpretation || !INTERPRETATIONS.includes(stringOf(code)),
    )
  ) {
    error('binding', 'interpretation', `${name}の判定（H・L・N・LX・HX）が正しくありません。`);
  }
  const methods = objectsOf(objectOf(resource.method).coding);
  if (methods.some(({ system }) => system !== CHECKUP_SYSTEMS.method)) {
    error('fixed-value', 'method', `${name}の検査方法が、健診の検査方法コードではありません。`);
  }
  if (resource.specimen !== undefined && stringOf(objectOf(resource.specimen).display) === '') {
    error('cardinality', 'specimen.display', `${name}の材料に名前がありません。`);
  }
  const [range] = objectsOf(resource.referenceRange);
  for (const bound of ['low', 'high']) {
    if (range?.[bound] !== undefined && typeof objectOf(range[bound]).value !== 'number') {
      error('cardinality', `referenceRange.${bound}.value`, `${name}の基準値に数値がありません。`);
    }
  }
  const performers = objectsOf(resource.performer).map(({ reference }) => stringOf(reference));
  if (performers.some((reference) => entries.typeOf(reference) === '')) {
    error('reference', 'performer', `${name}を判断した人が送信データにありません。`);
  }
}

function checkComponents({ resource, name }: Subject, entries: CheckupEntries, error: Report): void {
  objectsOf(resource.component).forEach((component, index) => {
    const place = `component[${index}]`;
    if (stringOf(component.valueString) === '') {
      error('cardinality', `${place}.value`, `${name}の所見に文がありません。`);
    }
    const code = objectOf(component.code);
    if (objectsOf(code.coding).length === 0 && stringOf(code.text) === '') {
      error('cardinality', `${place}.code`, `${name}の所見に項目名がありません。`);
    }
    const performer = extensionOf(component, CHECKUP_EXTENSIONS.componentPerformer);
    const reference = stringOf(objectOf(performer?.valueReference).reference);
    if (performer !== undefined && entries.typeOf(reference) !== 'Practitioner') {
      error('reference', `${place}.extension`, `${name}の所見を判断した医師が送信データにありません。`);
    }
  });
}

/** Elements that a group may not have: it only names its members. */
const OF_RESULTS_ONLY = [
  'basedOn',
  'partOf',
  'category',
  'performer',
  'dataAbsentReason',
  'interpretation',
  'method',
  'specimen',
  'referenceRange',
  'component',
];

/** JP_ObservationGroup_eCheckupGeneral (checkup-observations §2). */
export function checkCheckupGroup(subject: Subject, entries: CheckupEntries, findings: Findings): void {
  const { resource, path, name } = subject;
  const error: Report = (ruleId, element, message) => {
    findings.error(ruleId, `${path}.${element}`, message);
  };
  checkMeta(subject, CHECKUP_PROFILES.observationGroup, 'profile', findings);
  checkPatientReference(subject, 'subject', entries.patientUrl, findings);
  checkWhen(subject, error);
  if (resource.status !== 'final')
    error('fixed-value', 'status', `${name}の状態は final でなければなりません。`);
  const codings = objectsOf(objectOf(resource.code).coding);
  if (!codings.some(({ system, code }) => system === CHECKUP_SYSTEMS.group && stringOf(code) !== '')) {
    error('cardinality', 'code', `${name}に一連検査のコードがありません。`);
  }
  const forbidden = [...OF_RESULTS_ONLY, ...Object.keys(resource).filter((key) => key.startsWith('value'))];
  for (const element of forbidden) {
    if (resource[element] !== undefined)
      error('cardinality', element, `${name}に ${element} は付けられません。`);
  }
  objectsOf(resource.hasMember).forEach((member, index) => {
    const relationships = objectsOf(member.extension).filter(
      ({ url }) => url === CHECKUP_EXTENSIONS.groupRelationship,
    );
    const isKnown = ['COMP', 'RSON'].includes(stringOf(relationships[0]?.valueCode));
    if (relationships.length !== 1 || !isKnown) {
      error(
        'cardinality',
        `hasMember[${index}].extension`,
        `${name}の項目に、つながりの種類（COMP・RSON）がありません。`,
      );
    }
    if (entries.typeOf(stringOf(member.reference)) !== 'Observation') {
      error('reference', `hasMember[${index}]`, `${name}の項目が送信データにありません。`);
    }
  });
}
