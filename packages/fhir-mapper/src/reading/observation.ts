import type { LabResultRecord, LabValue, ReceivedResult } from '@shirube/core/records';
import { decimalTextOf } from '../decimal.ts';
import { valueTableOf } from '../lab/value-tables.ts';
import { SYSTEMS } from '../systems.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { instantOf, momentOf } from './dates.ts';
import {
  codeIn,
  codingIn,
  conceptText,
  firstOf,
  instanceIdentifier,
  type Reading,
  resolve,
  tell,
  tellUnread,
  wordsOf,
} from './reading.ts';
import { readSource } from './source.ts';

const KNOWN = [
  'identifier',
  'basedOn',
  'status',
  'category',
  'code',
  'subject',
  'encounter',
  'effectiveDateTime',
  'issued',
  'performer',
  'dataAbsentReason',
  'interpretation',
  'note',
  'specimen',
  'referenceRange',
  'component',
];
const JLAC10_SYSTEMS = [SYSTEMS.coreLabJlac10, SYSTEMS.infectionLabJlac10, SYSTEMS.jlac10];

/**
 * A result of another facility. Its parts (component) become results of their own beside it, named after it. A result that was entered
 * in error is not shown as a result; that there was one is told.
 */
export function readObservation(resource: JsonObject, reading: Reading): ReceivedResult[] {
  const name = conceptText(resource.code) ?? '（項目名が書かれていません）';
  const what = `検査「${name}」`;
  const valueKeys = Object.keys(resource).filter((key) => key.startsWith('value'));
  tellUnread(reading, what, resource, [...KNOWN, ...valueKeys]);
  if (resource.status === 'entered-in-error') {
    tell(reading, what, '状態', '誤って登録され、取り消された結果です');
    return [];
  }
  const whole = {
    source: readSource(resource, reading),
    collectedAt: momentOf(resource.effectiveDateTime, reading, what, '採取日'),
    issuedAt: instantOf(resource.issued),
    orderNumber: orderNumberOf(resource, reading),
  };
  for (const words of foreignInterpretations(resource)) tell(reading, what, '判定', words);
  const own = resultOf(resource, resource, name, reading);
  const parts = objectsOf(resource.component).map((component) =>
    resultOf(component, resource, `${name} ${conceptText(component.code) ?? ''}`.trim(), reading),
  );
  const saysNothing = valueKeys.length === 0 && resource.dataAbsentReason === undefined && parts.length > 0;
  return (saysNothing ? parts : [own, ...parts]).map((result) => ({ kind: 'result', ...whole, result }));
}

/** One value with its code and range; a part shares status, specimen and notes of the whole. */
function resultOf(element: JsonObject, whole: JsonObject, name: string, reading: Reading): LabResultRecord {
  const local = codingIn(element.code, SYSTEMS.localLabCode);
  const range = rangeOf(element);
  return {
    observationId: instanceIdentifier(whole) ?? stringOf(whole.id),
    status: statusOf(whole.status),
    jlac10:
      JLAC10_SYSTEMS.map((system) => codeIn(element.code, system)).find((code) => code !== null) ?? null,
    localCode: stringOf(local?.code),
    localName: stringOf(local?.display),
    name,
    value: valueOfElement(element),
    ...range,
    interpretation: interpretationOf(element),
    specimen: specimenOf(whole, reading),
    longTerm: objectsOf(objectOf(whole.meta).tag).some(
      ({ system, code }) => system === SYSTEMS.indication && code === 'LTS',
    ),
    note:
      objectsOf(whole.note)
        .map(({ text }) => stringOf(text))
        .filter((text) => text !== '')
        .join('\n') || null,
  };
}

const STATUSES: Record<string, LabResultRecord['status']> = {
  preliminary: 'preliminary',
  final: 'final',
  corrected: 'corrected',
  amended: 'corrected',
  cancelled: 'cancelled',
};

/** FHIR's status in the words we use; what is not yet a result counts as registered. */
function statusOf(status: unknown): LabResultRecord['status'] {
  return STATUSES[stringOf(status)] ?? 'registered';
}

/** value[x] as a value of ours; types that we do not have are told in words. */
function valueOfElement(element: JsonObject): LabValue {
  const quantity = objectOf(element.valueQuantity);
  const number = decimalTextOf(quantity);
  if (number !== null) {
    const comparator = (['<', '<=', '>=', '>'] as const).find((sign) => sign === quantity.comparator);
    return {
      kind: 'quantity',
      value: number,
      comparator: comparator ?? null,
      unit: stringOf(quantity.unit) || null,
      ucum: quantity.system === SYSTEMS.ucum ? stringOf(quantity.code) || null : null,
    };
  }
  const concept = objectOf(element.valueCodeableConcept);
  const coding = objectsOf(concept.coding).find(({ system }) => valueTableOf(system) !== null);
  const table = valueTableOf(coding?.system);
  if (coding !== undefined && table !== null) {
    return { kind: 'coded', table, code: stringOf(coding.code), text: conceptText(concept) ?? '' };
  }
  const words =
    conceptText(concept) ||
    stringOf(element.valueString) ||
    Object.entries(element)
      .filter(([key]) => key.startsWith('value'))
      .map(([, value]) => wordsOf(value))
      .join('、');
  if (words !== '') return { kind: 'text', text: words };
  return { kind: 'absent', reason: conceptText(element.dataAbsentReason) ?? '結果が書かれていません' };
}

/** The first range in numbers; what else is said of ranges in words. */
function rangeOf(
  element: JsonObject,
): Pick<LabResultRecord, 'referenceLow' | 'referenceHigh' | 'referenceText'> {
  const [first, ...further] = objectsOf(element.referenceRange);
  const { low, high, text, ...rest } = first ?? {};
  const words = [stringOf(text), wordsOf(rest), ...further.map(wordsOf)].filter((word) => word !== '');
  return {
    referenceLow: decimalTextOf(objectOf(low)),
    referenceHigh: decimalTextOf(objectOf(high)),
    referenceText: words.join('、') || null,
  };
}

const INTERPRETATIONS = ['H', 'L', 'N', 'HH', 'LL', 'A'] as const;

function interpretationOf(element: JsonObject): LabResultRecord['interpretation'] {
  const code = codeIn(firstOf(element.interpretation), SYSTEMS.interpretation);
  return INTERPRETATIONS.find((known) => known === code) ?? null;
}

/** Judgements in words of the sender's own, or beyond the first: they have no place beside ours. */
function foreignInterpretations(resource: JsonObject): string[] {
  const [first, ...further] = objectsOf(resource.interpretation);
  const unplaced = interpretationOf(resource) === null && first !== undefined ? [first, ...further] : further;
  return unplaced.map(wordsOf).filter((words) => words !== '');
}

/** 材料: of the Specimen where it is there, else the words of the reference. */
function specimenOf(resource: JsonObject, reading: Reading): string {
  const specimen = resolve(reading, resource, resource.specimen);
  return conceptText(specimen?.type) ?? stringOf(objectOf(resource.specimen).display);
}

function orderNumberOf(resource: JsonObject, reading: Reading): string | null {
  const order = resolve(reading, resource, firstOf(resource.basedOn));
  return (
    objectsOf(order?.identifier)
      .map(({ value }) => stringOf(value))
      .find(Boolean) ?? null
  );
}
