import type { ReceivedAmount, ReceivedMedication, SubstitutionRecord } from '@shirube/core/records';
import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { decimalTextOf } from '../decimal.ts';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { dateOf } from './dates.ts';
import {
  codeIn,
  codingIn,
  conceptText,
  type Reading,
  resolve,
  tell,
  tellUnread,
  wordsOf,
} from './reading.ts';
import { readSource } from './source.ts';

const KNOWN = [
  'identifier',
  'status',
  'intent',
  'category',
  'medicationCodeableConcept',
  'medicationReference',
  'subject',
  'encounter',
  'authoredOn',
  'requester',
  'recorder',
  'groupIdentifier',
  'note',
  'dosageInstruction',
  'dispenseRequest',
  'substitution',
];
const KNOWN_IN_DOSAGE = [
  'text',
  'additionalInstruction',
  'patientInstruction',
  'timing',
  'asNeededBoolean',
  'site',
  'method',
  'doseAndRate',
];

/** One drug of a prescription of another facility. */
export function readMedicationRequest(resource: JsonObject, reading: Reading): ReceivedMedication {
  const drug = drugOf(resource, reading);
  const yj = codingIn(drug, SYSTEMS.yj);
  const generic = codingIn(drug, SYSTEMS.genericPrescription);
  const local = objectsOf(drug.coding).find(({ system }) =>
    stringOf(system).startsWith(SYSTEMS.localDrugCode),
  );
  const name = stringOf(yj?.display) || (conceptText(drug) ?? '（薬の名前が書かれていません）');
  const what = `薬「${name}」`;
  tellUnread(reading, what, resource, KNOWN);
  return {
    kind: 'medication',
    source: readSource(resource, reading),
    status: stringOf(resource.status) || null,
    prescriptionId: stringOf(objectOf(resource.groupIdentifier).value) || null,
    rpNumber: numberIn(resource, IDENTIFIER_SYSTEMS.rpNumber),
    itemNumber: numberIn(resource, IDENTIFIER_SYSTEMS.orderInRp),
    authoredOn: dateOf(resource.authoredOn, reading, what, '処方日'),
    categories: objectsOf(resource.category).flatMap(({ coding }) =>
      objectsOf(coding).map(({ code }) => stringOf(code)),
    ),
    yjCode: stringOf(yj?.code) || null,
    localCode: stringOf(local?.code) || null,
    generic: generic === undefined ? null : { code: stringOf(generic.code), name: stringOf(generic.display) },
    name,
    ...dosageOf(resource, reading, what),
    ...supplyOf(resource),
    substitution: substitutionOf(resource, reading, what),
    notes: objectsOf(resource.note)
      .map(({ text }) => stringOf(text))
      .filter((text) => text !== ''),
  };
}

/** The drug, written here or as a Medication of its own. */
function drugOf(resource: JsonObject, reading: Reading): JsonObject {
  if (resource.medicationCodeableConcept !== undefined) return objectOf(resource.medicationCodeableConcept);
  const medication = resolve(reading, resource, resource.medicationReference);
  if (medication !== undefined) return objectOf(medication.code);
  return { text: objectOf(resource.medicationReference).display };
}

function numberIn(resource: JsonObject, system: string): number | null {
  const identifier = objectsOf(resource.identifier).find((candidate) => candidate.system === system);
  const value = stringOf(identifier?.value);
  return /^\d{1,6}$/.test(value) ? Number(value) : null;
}

type DosageParts = Pick<
  ReceivedMedication,
  | 'dose'
  | 'doseText'
  | 'usageText'
  | 'usageCode'
  | 'timesPerDay'
  | 'asNeeded'
  | 'startsOn'
  | 'endsOn'
  | 'actualDays'
  | 'site'
  | 'instructions'
>;

/** The first dosage; further ones (漸減 …) are told in words. */
function dosageOf(resource: JsonObject, reading: Reading, what: string): DosageParts {
  const [dosage = {}, ...further] = objectsOf(resource.dosageInstruction);
  for (const other of further) tell(reading, what, '続きの用法', stringOf(other.text) || wordsOf(other));
  tellUnread(reading, `${what}の用法`, dosage, KNOWN_IN_DOSAGE);
  const timing = objectOf(dosage.timing);
  const repeat = objectOf(timing.repeat);
  const period = objectOf(extensionOf(dosage, EXTENSIONS.periodOfUse)?.valuePeriod);
  const actual = objectOf(extensionOf(dosage, EXTENSIONS.usageDuration)?.valueDuration);
  const code = codeIn(timing.code, SYSTEMS.prescriptionUsage) ?? codeIn(timing.code, SYSTEMS.jamiUsage);
  if (timing.event !== undefined) tell(reading, what, '服用時刻', wordsOf(timing.event));
  const [firstDose, ...furtherDoses] = objectsOf(dosage.doseAndRate);
  const unplaced = doseOf(dosage) === null && firstDose ? [firstDose, ...furtherDoses] : furtherDoses;
  for (const dose of unplaced) {
    const { type: _kind, ...amounts } = dose;
    if (wordsOf(amounts) !== '') tell(reading, what, '量', wordsOf(amounts));
  }
  const dose = doseOf(dosage);
  return {
    dose,
    doseText: doseInWords(dose, stringOf(dosage.text)),
    usageText: conceptText(timing.code),
    usageCode: code === DUMMY_USAGE_CODE ? null : code,
    timesPerDay: typeof repeat.frequency === 'number' && repeat.periodUnit === 'd' ? repeat.frequency : null,
    asNeeded: dosage.asNeededBoolean === true,
    startsOn: dateOf(period.start, reading, what, '開始日'),
    endsOn: dateOf(period.end, reading, what, '終了日'),
    actualDays: typeof actual.value === 'number' ? actual.value : null,
    site: siteOf(dosage),
    instructions: instructionsOf(dosage),
  };
}

/** The sender's words, behind the amount where they leave it out: many write the usage there alone, and a dose is never to be hidden. */
function doseInWords(dose: ReceivedMedication['dose'], said: string): string | null {
  if (dose === null) return said || null;
  const amount = `${dose.value}${dose.unit}`.normalize('NFKC');
  const at = said.normalize('NFKC').indexOf(amount);
  if (at >= 0 && !/[\d.]/.test(said.normalize('NFKC').charAt(at - 1))) return said;
  const words = `${dose.per === 'day' ? '1日' : '1回'}${amount}${dose.isTitre ? '（原薬量）' : ''}`;
  return said === '' ? words : `${words}　${said}`;
}

/** １日量, else １回量. */
function doseOf(dosage: JsonObject): ReceivedMedication['dose'] {
  const dose = objectOf(objectsOf(dosage.doseAndRate)[0]);
  const isTitre = objectsOf(objectOf(dose.type).coding).some(({ code }) => code === '2');
  const perDay = amountOf(objectOf(dose.rateRatio).numerator);
  if (perDay !== null) return { ...perDay, per: 'day', isTitre };
  const perUse = amountOf(dose.doseQuantity);
  return perUse === null ? null : { ...perUse, per: 'use', isTitre };
}

function amountOf(value: unknown): ReceivedAmount | null {
  const quantity = objectOf(value);
  const number = decimalTextOf(quantity);
  if (number === null) return null;
  const isMerit9 = quantity.system === SYSTEMS.medicationUnit;
  return {
    value: number,
    unit: stringOf(quantity.unit) || stringOf(quantity.code),
    unitCode: isMerit9 ? stringOf(quantity.code) || null : null,
  };
}

function siteOf(dosage: JsonObject): ReceivedMedication['site'] {
  const text = conceptText(dosage.site);
  return text === null ? null : { code: codeIn(dosage.site, SYSTEMS.externalBodySite), text };
}

/** 補足用法, coded first, then what is told in words. */
function instructionsOf(dosage: JsonObject): ReceivedMedication['instructions'] {
  const coded = objectsOf(dosage.additionalInstruction).map((concept) => ({
    code: codeIn(concept, SYSTEMS.jamiUsageAdditional),
    text: conceptText(concept) ?? '',
  }));
  const words = stringOf(dosage.patientInstruction)
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => ({ code: null, text }));
  return [...coded, ...words];
}

/** How much in all, for how many days or how often, and what the pharmacist does. */
function supplyOf(
  resource: JsonObject,
): Pick<ReceivedMedication, 'days' | 'times' | 'quantity' | 'quantityText' | 'dispensing'> {
  const request = objectOf(resource.dispenseRequest);
  const duration = objectOf(request.expectedSupplyDuration).value;
  const count = extensionOf(request, EXTENSIONS.expectedRepeatCount)?.valueInteger;
  const quantity = amountOf(request.quantity);
  return {
    days: typeof duration === 'number' ? duration : null,
    times: typeof count === 'number' ? count : null,
    quantity,
    quantityText: quantity === null ? null : `${quantity.value}${quantity.unit}`,
    dispensing: objectsOf(request.extension)
      .filter(({ url }) => url === EXTENSIONS.instructionForDispense)
      .map((extension) => ({
        code: codeIn(extension.valueCodeableConcept, SYSTEMS.dispensePreparation),
        text: conceptText(extension.valueCodeableConcept) ?? stringOf(extension.valueString),
      })),
  };
}

function substitutionOf(resource: JsonObject, reading: Reading, what: string): SubstitutionRecord | null {
  const substitution = objectOf(resource.substitution);
  if (listOf(Object.keys(substitution)).length === 0) return null;
  const concept = objectOf(substitution.allowedCodeableConcept);
  const codes = objectsOf(concept.coding)
    .filter(({ system }) => system === SYSTEMS.substitution)
    .map(({ code }) => stringOf(code));
  const reason = conceptText(substitution.reason) ?? '';
  if (codes.includes('2') && codes.includes('3')) return { kind: 'no_form_or_strength', reason };
  if (codes.includes('1')) return { kind: 'no_generic', reason };
  if (codes.includes('2')) return { kind: 'no_form', reason };
  if (codes.includes('3')) return { kind: 'no_strength', reason };
  if (!codes.includes('0')) tell(reading, what, '変更の可否', wordsOf(substitution));
  return null;
}
