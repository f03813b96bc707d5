import type {
  CheckupResultRecord,
  CheckupValue,
  ItemSource,
  LabResultRecord,
  LabValue,
  PractitionerRecord,
  ReceivedResult,
} from '@shirube/core/records';
import { decimalTextOf } from '../decimal.ts';
import { dateOf, instantOf, momentOf } from '../reading/dates.ts';
import type { Reading } from '../reading/reading.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { textOrNull } from './read-people.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_SYSTEMS } from './systems.ts';

/** Who an entry refers to; null for a reference that leads nowhere. */
type PractitionerOf = (reference: unknown) => PractitionerRecord | null;

/** The section a result stands in, and the report it belongs to. */
export interface ResultContext {
  isQuestion: boolean;
  isAdditional: boolean;
  practitionerOf: PractitionerOf;
  reading: Reading;
}

/** One item of a check-up report; null for a resource that names no item at all. */
export function readCheckupResult(
  observation: JsonObject,
  source: ItemSource,
  context: ResultContext,
): ReceivedResult | null {
  const checkup = toResult(observation, context);
  if (checkup === null) return null;
  return {
    kind: 'result',
    source,
    collectedAt: momentOf(observation.effectiveDateTime, context.reading, checkup.name, '検査日'),
    issuedAt: instantOf(observation.issued),
    orderNumber: null,
    result: asLabResult(checkup, observation, source),
    checkup,
  };
}

function toResult(observation: JsonObject, context: ResultContext): CheckupResultRecord | null {
  const code = objectOf(observation.code);
  const codings = objectsOf(code.coding);
  const coding =
    codings.find(({ system }) => system === CHECKUP_SYSTEMS.item) ??
    codings.find(({ system }) => system === CHECKUP_SYSTEMS.jlac10) ??
    codings[0];
  const name = textOrNull(code.text) ?? textOrNull(coding?.display);
  if (name === null && textOrNull(coding?.code) === null) return null;
  const range = objectsOf(observation.referenceRange)[0];
  const method = objectsOf(objectOf(observation.method).coding)[0];
  return {
    itemCode: stringOf(coding?.code),
    codeSystem: coding?.system === CHECKUP_SYSTEMS.jlac10 ? 'jlac10' : 'checkup',
    name: name ?? stringOf(coding?.code),
    isQuestion: context.isQuestion,
    value: readValue(observation, name ?? '', context.reading),
    interpretation: interpretationOf(observation),
    method: method === undefined ? null : { code: stringOf(method.code), name: stringOf(method.display) },
    specimen: textOrNull(objectOf(observation.specimen).display),
    referenceLow: decimalTextOf(objectOf(range?.low)),
    referenceHigh: decimalTextOf(objectOf(range?.high)),
    finding: findingOf(observation, context.practitionerOf),
    isAdditional: context.isAdditional,
  };
}

function readValue(observation: JsonObject, name: string, reading: Reading): CheckupValue {
  const quantity = objectOf(observation.valueQuantity);
  const value = decimalTextOf(quantity);
  if (value !== null) {
    const ucum = quantity.system === CHECKUP_SYSTEMS.ucum ? textOrNull(quantity.code) : null;
    return { kind: 'quantity', value, unit: textOrNull(quantity.unit), ucum };
  }
  if (observation.valueCodeableConcept !== undefined) {
    const concept = objectOf(observation.valueCodeableConcept);
    const coding = objectsOf(concept.coding).find(({ system }) =>
      stringOf(system).startsWith(CHECKUP_SYSTEMS.choice),
    );
    if (coding !== undefined) return codedValue(coding, concept);
    const words = textOrNull(concept.text) ?? textOrNull(objectsOf(concept.coding)[0]?.display);
    if (words !== null) return { kind: 'text', text: words };
  }
  const words = textOrNull(observation.valueString);
  if (words !== null) return { kind: 'text', text: words };
  const on = dateOf(observation.valueDateTime, reading, name, '日付');
  if (on !== null) return { kind: 'date', on };
  const reason = objectOf(observation.dataAbsentReason);
  return {
    kind: 'absent',
    notDone: observation.status === 'cancelled',
    reason: textOrNull(reason.text) ?? textOrNull(objectsOf(reason.coding)[0]?.display) ?? '',
  };
}

function codedValue(coding: JsonObject, concept: JsonObject): CheckupValue {
  const ordinal = extensionOf(coding, CHECKUP_EXTENSIONS.ordinalValue)?.valueDecimal;
  const code = stringOf(coding.code);
  return {
    kind: 'coded',
    table: stringOf(coding.system).slice(CHECKUP_SYSTEMS.choice.length),
    code,
    text: textOrNull(coding.display) ?? textOrNull(concept.text) ?? code,
    ordinal: typeof ordinal === 'number' ? ordinal : null,
  };
}

const INTERPRETATIONS: readonly string[] = ['H', 'L', 'N', 'LX', 'HX'];

function interpretationOf(observation: JsonObject): CheckupResultRecord['interpretation'] {
  const codes = objectsOf(observation.interpretation).flatMap(({ coding }) => objectsOf(coding));
  const code = codes.map((coding) => stringOf(coding.code)).find((own) => INTERPRETATIONS.includes(own));
  return (code ?? null) as CheckupResultRecord['interpretation'];
}

/** 所見 of every component, in lines: a sender may write several. The first names the item and the doctor. */
function findingOf(observation: JsonObject, practitionerOf: PractitionerOf): CheckupResultRecord['finding'] {
  const components = objectsOf(observation.component).filter(
    ({ valueString }) => stringOf(valueString) !== '',
  );
  const [first] = components;
  if (first === undefined) return null;
  const coding = objectsOf(objectOf(first.code).coding)[0];
  const performer = extensionOf(first, CHECKUP_EXTENSIONS.componentPerformer)?.valueReference;
  return {
    text: components.map(({ valueString }) => stringOf(valueString)).join('\n'),
    doctor: practitionerOf(performer),
    item: coding === undefined ? null : { code: stringOf(coding.code), name: stringOf(coding.display) },
  };
}

/** The same item as a laboratory result, as it is shown beside those of other facilities and taken over. */
function asLabResult(
  checkup: CheckupResultRecord,
  observation: JsonObject,
  source: ItemSource,
): LabResultRecord {
  const { interpretation } = checkup;
  return {
    observationId: source.identifier ?? source.reference,
    status: observation.status === 'cancelled' ? 'cancelled' : 'final',
    jlac10: checkup.itemCode.length === 17 ? checkup.itemCode : null,
    localCode: checkup.itemCode,
    localName: checkup.name,
    name: checkup.name,
    value: labValue(checkup.value, interpretation),
    referenceLow: checkup.referenceLow,
    referenceHigh: checkup.referenceHigh,
    referenceText: textOrNull(objectsOf(observation.referenceRange)[0]?.text),
    interpretation: interpretation === 'LX' ? 'L' : interpretation === 'HX' ? 'H' : interpretation,
    specimen: checkup.specimen ?? '',
    longTerm: false,
    note: noteOf(checkup, observation),
  };
}

/** LX and HX say that the number is a bound of what can be measured. */
function labValue(value: CheckupValue, interpretation: CheckupResultRecord['interpretation']): LabValue {
  switch (value.kind) {
    case 'quantity': {
      const comparator = interpretation === 'LX' ? '<' : interpretation === 'HX' ? '>' : null;
      return { kind: 'quantity', value: value.value, comparator, unit: value.unit, ucum: value.ucum };
    }
    case 'coded':
    case 'text':
      return { kind: 'text', text: value.text };
    case 'date':
      return { kind: 'text', text: value.on };
    case 'absent':
      return { kind: 'absent', reason: value.reason || (value.notDone ? '未実施' : '測定不能') };
  }
}

function noteOf(checkup: CheckupResultRecord, observation: JsonObject): string | null {
  const notes = objectsOf(observation.note).map(({ text }) => stringOf(text));
  const lines = [checkup.finding?.text ?? '', ...notes].filter((line) => line !== '');
  return lines.length === 0 ? null : lines.join('\n');
}
