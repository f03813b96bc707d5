import type { CodeableConcept, Coding, Observation, ObservationReferenceRange } from '@medplum/fhirtypes';
import type { EncounterRecord, LabReportRecord, LabResultRecord } from '@shirube/core/records';
import { isCalendarDate } from '@shirube/terminology';
import { isDecimal, type QuantityParts, quantityOf } from './decimal.ts';
import { ENCOUNTER_ID, toContainedEncounter } from './encounter.ts';
import { departmentExtension, institutionNumberExtension } from './extensions.ts';
import { japaneseInstant, momentOf } from './instants.ts';
import { listedLabItem } from './lab/lab-items.ts';
import { VALUE_TABLES } from './lab/value-tables.ts';
import { toContainedPractitioner } from './practitioner.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ResourceContext } from './resource-context.ts';
import { type ClinsVersion, DEFAULT_CLINS_VERSION } from './specification.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { displayText, present, presentList, textOf } from './text.ts';

/** Local ids of what an Observation contains. */
const PERFORMER_ID = 'performer';
const SPECIMEN_ID = 'specimen';
const ORDER_ID = 'order';

/** Code and display of an item without JLAC code. */
export const UNCODED_LAB_CODE = '99999999999999999';
export const UNCODED_LAB_NAME = '未標準化コード項目(JLAC)';

/**
 * JP_Observation_LabResult_eCS of one item of a report: 検査 and 感染症 alike, which of the two it is its standard code says
 * (observation-lab, observation-infection). What the record lacks is left out and found by validation.
 * @throws MapperError invalid_instant
 */
export function toObservation(
  report: LabReportRecord,
  result: LabResultRecord,
  context: ResourceContext,
): Observation {
  const { institutionCode, version } = context;
  const performer = toContainedPractitioner(report.performer, institutionCode, PERFORMER_ID);
  const specimen = displayText(result.specimen);
  const order = textOf(report.orderNumber);
  return present({
    resourceType: 'Observation' as const,
    id: context.id,
    meta: present({
      lastUpdated: japaneseInstant(report.issuedAt ?? momentOf(report.collectedAt)),
      profile: [versioned(PROFILES.observationLab, version)],
      tag: result.longTerm ? [{ system: SYSTEMS.indication, code: 'LTS', display: '長期保存' }] : undefined,
    }),
    contained: presentList([
      toContainedEncounter(report.encounter),
      performer,
      specimen === undefined
        ? undefined
        : {
            resourceType: 'Specimen' as const,
            id: SPECIMEN_ID,
            meta: { profile: [PROFILES.specimen] },
            type: { text: specimen },
          },
      order === undefined
        ? undefined
        : {
            resourceType: 'ServiceRequest' as const,
            id: ORDER_ID,
            meta: { profile: [PROFILES.serviceRequest] },
            identifier: [{ value: order }],
            status: 'completed' as const,
            intent: 'order' as const,
            subject: { reference: context.patientReference },
          },
    ]),
    extension: presentList([institutionNumberExtension(institutionCode), departmentOf(report.encounter)]),
    identifier: [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: result.observationId }],
    basedOn: order === undefined ? undefined : [{ reference: `#${ORDER_ID}` }],
    status: result.status,
    category: [{ coding: [{ system: SYSTEMS.observationCategory, code: 'laboratory' }] }],
    code: present({
      coding: [localCoding(result), standardCoding(result, version ?? DEFAULT_CLINS_VERSION)],
      text: displayText(result.name),
    }),
    subject: { reference: context.patientReference },
    encounter: { reference: `#${ENCOUNTER_ID}` },
    effectiveDateTime: isCalendarDate(report.collectedAt)
      ? report.collectedAt
      : japaneseInstant(report.collectedAt),
    issued: report.issuedAt === null ? undefined : japaneseInstant(report.issuedAt),
    performer: performer === undefined ? undefined : [{ reference: `#${PERFORMER_ID}` }],
    ...valueElement(result),
    interpretation:
      result.interpretation === null ? undefined : [{ coding: [INTERPRETATIONS[result.interpretation]] }],
    note: noteOf(result.note),
    specimen:
      specimen === undefined ? undefined : { reference: `#${SPECIMEN_ID}`, type: 'Specimen' as const },
    referenceRange: presentList([referenceRange(result)]),
  });
}

function departmentOf({ departmentCode, departmentName }: EncounterRecord) {
  return departmentExtension(departmentCode, departmentName);
}

function localCoding(result: LabResultRecord): Coding {
  const { localCode, localName } = result;
  return present({
    system: SYSTEMS.localLabCode,
    code: textOf(localCode),
    display: displayText(localName),
  });
}

/** One of the service's items with its fixed display; else JLAC10; else the code that says there is none. */
function standardCoding(result: LabResultRecord, version: ClinsVersion): Coding {
  if (result.jlac10 === null) {
    return { system: SYSTEMS.uncodedLab, code: UNCODED_LAB_CODE, display: UNCODED_LAB_NAME };
  }
  const listed = listedLabItem(result.jlac10, version);
  if (listed !== null) return { system: listed.system, code: result.jlac10, display: listed.display };
  return present({ system: SYSTEMS.jlac10, code: result.jlac10, display: displayText(result.name) });
}

/** value[x] or dataAbsentReason. A number JSON could not carry to its last digit is sent as text with its unit. */
function valueElement({ value, status }: LabResultRecord): Partial<Observation> {
  switch (value.kind) {
    case 'quantity':
      return isDecimal(value.value)
        ? {
            valueQuantity: quantityOf(value.value, {
              comparator: value.comparator ?? undefined,
              ...unitOf(value),
            }),
          }
        : { valueString: `${value.comparator ?? ''}${value.value} ${value.unit ?? ''}`.trim() };
    case 'coded': {
      const { system, displays } = VALUE_TABLES[value.table];
      const coding = [present({ system, code: value.code, display: displays[value.code] })];
      return { valueCodeableConcept: present({ coding, text: displayText(value.text) }) };
    }
    case 'text':
      return present({ valueString: textOf(value.text) });
    case 'absent':
      return { dataAbsentReason: absentReason(value.reason, status === 'cancelled') };
  }
}

function absentReason(reason: string, isCancelled: boolean): CodeableConcept {
  const coding = isCancelled
    ? { code: 'not-performed', display: 'Not Performed' }
    : { code: 'unknown', display: 'Unknown' };
  return present({
    coding: [{ system: SYSTEMS.dataAbsentReason, ...coding }],
    text: displayText(reason),
  });
}

/** Unit and UCUM code of the result; the reference range carries exactly the same. */
function unitOf(value: LabResultRecord['value']): Pick<QuantityParts, 'unit' | 'system' | 'code'> {
  if (value.kind !== 'quantity') return {};
  const code = displayText(value.ucum);
  return present({
    unit: displayText(value.unit),
    system: code === undefined ? undefined : SYSTEMS.ucum,
    code,
  });
}

function referenceRange(result: LabResultRecord): ObservationReferenceRange | undefined {
  const { referenceLow, referenceHigh, value } = result;
  const unit = value.kind === 'quantity' && isDecimal(value.value) ? unitOf(value) : {};
  const limit = (text: string | null) =>
    text !== null && isDecimal(text) ? quantityOf(text, unit) : undefined;
  // What is no number is not lost: it stands in words.
  const words = [referenceLow, referenceHigh].filter((text) => text !== null && !isDecimal(text));
  const range = present({
    low: limit(referenceLow),
    high: limit(referenceHigh),
    text: displayText([result.referenceText ?? '', ...words].join(' ')),
  });
  return Object.keys(range).length === 0 ? undefined : range;
}

function noteOf(note: string | null): { text: string }[] | undefined {
  const text = textOf(note);
  return text === undefined ? undefined : [{ text }];
}

const INTERPRETATIONS: Record<NonNullable<LabResultRecord['interpretation']>, Coding> = {
  H: { system: SYSTEMS.interpretation, code: 'H', display: 'High' },
  L: { system: SYSTEMS.interpretation, code: 'L', display: 'Low' },
  N: { system: SYSTEMS.interpretation, code: 'N', display: 'Normal' },
  HH: { system: SYSTEMS.interpretation, code: 'HH', display: 'Critical high' },
  LL: { system: SYSTEMS.interpretation, code: 'LL', display: 'Critical low' },
  A: { system: SYSTEMS.interpretation, code: 'A', display: 'Abnormal' },
};
