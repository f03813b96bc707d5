import type {
  CodeableConcept,
  Coding,
  Observation,
  ObservationComponent,
  Quantity,
  Reference,
  Specimen,
} from '@medplum/fhirtypes';
import type { CheckupResultRecord, CheckupValue } from '@shirube/core/records';
import { quantityOf } from '../decimal.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { type CheckupContext, practitionerKey } from './context.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS, JUDGEMENT_ITEM } from './systems.ts';

/** JP_Observation_eCheckupGeneral: one item of the check-up (checkup-observations §1). */
export function toCheckupObservation(result: CheckupResultRecord, context: CheckupContext): Observation {
  const { record } = context;
  const finding = result.finding;
  return present({
    resourceType: 'Observation' as const,
    ...context.head('Observation', result.itemCode, CHECKUP_PROFILES.observation),
    identifier: [
      { system: IDENTIFIER_SYSTEMS.resourceInstance, value: `${record.documentId}-${result.itemCode}` },
    ],
    status: isNotDone(result.value) ? ('cancelled' as const) : ('final' as const),
    category: [
      { coding: [{ system: CHECKUP_SYSTEMS.observationCategory, code: observationCategory(result) }] },
    ],
    code: itemCode(result),
    subject: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    effectiveDateTime: record.examinedOn,
    ...valueElements(result.value),
    interpretation:
      result.interpretation === null
        ? undefined
        : [{ coding: [{ system: CHECKUP_SYSTEMS.interpretation, code: result.interpretation }] }],
    method:
      result.method === null
        ? undefined
        : {
            coding: [
              { system: CHECKUP_SYSTEMS.method, code: result.method.code, display: result.method.name },
            ],
          },
    specimen: specimen(result.specimen),
    referenceRange: presentList([referenceRange(result)]),
    component: finding === null ? undefined : [findingComponent(finding, context)],
  });
}

/** 医師の診断(判定): the author's judgement of the whole, an item of its own. */
export function toJudgement(text: string, context: CheckupContext): Observation {
  const { record } = context;
  return {
    resourceType: 'Observation',
    ...context.head('Observation', JUDGEMENT_ITEM.code, CHECKUP_PROFILES.observation),
    identifier: [
      { system: IDENTIFIER_SYSTEMS.resourceInstance, value: `${record.documentId}-${JUDGEMENT_ITEM.code}` },
    ],
    status: 'final',
    category: [{ coding: [{ system: CHECKUP_SYSTEMS.observationCategory, code: 'exam' }] }],
    code: itemCode({ codeSystem: 'checkup', itemCode: JUDGEMENT_ITEM.code, name: JUDGEMENT_ITEM.name }),
    subject: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    effectiveDateTime: record.examinedOn,
    performer: [{ reference: context.urlOf('Practitioner', practitionerKey(record.author)) }],
    valueString: text,
  };
}

function itemCode(item: Pick<CheckupResultRecord, 'codeSystem' | 'itemCode' | 'name'>): CodeableConcept {
  const system = item.codeSystem === 'jlac10' ? CHECKUP_SYSTEMS.jlac10 : CHECKUP_SYSTEMS.item;
  return { coding: [{ system, code: item.itemCode, display: item.name }], text: item.name };
}

/**
 * The material in words. The profile's pattern for `type` is "specimen" in lower case, which is no resource type and which validators
 * refuse; the element is optional and says nothing that `display` does not.
 */
function specimen(name: string | null): Reference<Specimen> | undefined {
  const display = textOf(name);
  return display === undefined ? undefined : { display };
}

function isNotDone(value: CheckupValue): boolean {
  return value.kind === 'absent' && value.notDone;
}

type ValueElements = Pick<
  Observation,
  'valueQuantity' | 'valueCodeableConcept' | 'valueString' | 'valueDateTime' | 'dataAbsentReason'
>;

/** 未実施 and 測定不能 alike have no value but a reason in words; the status tells them apart. */
function valueElements(value: CheckupValue): ValueElements {
  switch (value.kind) {
    case 'quantity':
      return { valueQuantity: quantity(value.value, value) };
    case 'coded':
      return { valueCodeableConcept: { coding: [choice(value)] } };
    case 'text':
      return { valueString: value.text };
    case 'date':
      return { valueDateTime: value.on };
    case 'absent':
      return { dataAbsentReason: { text: value.reason } };
  }
}

function choice(value: Extract<CheckupValue, { kind: 'coded' }>): Coding {
  const ordinal = value.ordinal;
  return present({
    extension:
      ordinal === null ? undefined : [{ url: CHECKUP_EXTENSIONS.ordinalValue, valueDecimal: ordinal }],
    system: `${CHECKUP_SYSTEMS.choice}${value.table}`,
    code: value.code,
    display: value.text,
  });
}

function quantity(value: string, { unit, ucum }: { unit: string | null; ucum: string | null }): Quantity {
  return quantityOf(value, {
    unit: textOf(unit),
    system: textOf(ucum) === undefined ? undefined : CHECKUP_SYSTEMS.ucum,
    code: textOf(ucum),
  });
}

/** The bounds are in the unit of the value. */
function referenceRange({ value, referenceLow, referenceHigh }: CheckupResultRecord) {
  if (referenceLow === null && referenceHigh === null) return undefined;
  const unit = value.kind === 'quantity' ? value : { unit: null, ucum: null };
  return present({
    low: referenceLow === null ? undefined : quantity(referenceLow, unit),
    high: referenceHigh === null ? undefined : quantity(referenceHigh, unit),
  });
}

/** 所見 in words as a component, with whoever judged it. assumed: without an item of their own, the words are called 所見. */
function findingComponent(
  finding: NonNullable<CheckupResultRecord['finding']>,
  context: CheckupContext,
): ObservationComponent {
  const { doctor, item, text } = finding;
  return present({
    extension:
      doctor === null
        ? undefined
        : [
            {
              url: CHECKUP_EXTENSIONS.componentPerformer,
              valueReference: { reference: context.urlOf('Practitioner', practitionerKey(doctor)) },
            },
          ],
    code:
      item === null
        ? { text: '所見' }
        : {
            coding: [{ system: CHECKUP_SYSTEMS.item, code: item.code, display: item.name }],
            text: item.name,
          },
    valueString: text,
  });
}

/** The category by the kind of item its code begins with: JLAC10 1 to 8 are laboratory tests, 9 is everything else. */
function observationCategory({ itemCode: code, isQuestion }: CheckupResultRecord): string {
  if (isQuestion) return 'social-history';
  if (/^[1-8]/.test(code)) return 'laboratory';
  if (/^9N0(?:0[16]|11|16|2[16])/.test(code)) return 'body-measurement';
  return /^9(?:A75|A76|N121)/.test(code) ? 'vital-signs' : 'exam';
}
