import type { Encounter, EncounterDiagnosis, Reference } from '@medplum/fhirtypes';
import type { DischargeSummaryRecord, EncounterRecord } from '@shirube/core/records';
import { japaneseInstant } from '../instants.ts';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { ADMIT_SOURCES, DISCHARGE_DISPOSITIONS, DOCUMENT_SYSTEMS } from './code-systems.ts';
import type { DocumentBuilder } from './document-bundle.ts';
import { plainText } from './narrative.ts';

const CLASSES = { AMB: '外来', IMP: '入院' } as const;

/**
 * The visit a document was written in, as JP_Encounter_eCS (patient-org-practitioner §7). `reason` is the purpose of a referral.
 * Without a visit only the class is known.
 *
 * assumed: every visit of a clinic is 外来 (AMB).
 */
export function addVisit(
  encounter: EncounterRecord | null,
  encounterClass: keyof typeof CLASSES,
  reason: string | null,
  document: DocumentBuilder,
): Reference<Encounter> {
  const text = plainText(reason);
  const value = encounter === null ? undefined : textOf(encounter.id);
  return document.add('Encounter', encounter?.id ?? '', (id) =>
    present({
      ...encounterHead(id, encounterClass, value, document),
      period: encounter === null ? undefined : { start: japaneseInstant(encounter.startedAt) },
      reasonCode: text === undefined ? undefined : [{ text }],
    }),
  );
}

/**
 * The stay a discharge summary is about: admission and discharge, days in all, where from and how it ended, and which diagnoses were
 * those of admission (AD), discharge (DD) and complaint (CC).
 *
 * assumed: 在院日数 counts both the day of admission and the day of discharge.
 */
export function addStay(
  record: DischargeSummaryRecord,
  reason: string | null,
  diagnoses: readonly EncounterDiagnosis[],
  document: DocumentBuilder,
): Reference<Encounter> {
  const text = plainText(reason);
  const value = record.encounter === null ? undefined : textOf(record.encounter.id);
  const days = daysOf(record.admittedOn, record.dischargedOn);
  return document.add('Encounter', 'stay', (id) =>
    present({
      ...encounterHead(id, 'IMP', value, document),
      period: present({ start: textOf(record.admittedOn), end: textOf(record.dischargedOn) }),
      length:
        days === undefined
          ? undefined
          : { value: days, unit: '日', system: DOCUMENT_SYSTEMS.units, code: 'd' },
      reasonCode: text === undefined ? undefined : [{ text }],
      diagnosis: presentList(diagnoses),
      hospitalization: present({
        admitSource: coded(DOCUMENT_SYSTEMS.admitSource, record.admitSource, ADMIT_SOURCES),
        dischargeDisposition: coded(
          DOCUMENT_SYSTEMS.dischargeDisposition,
          record.dischargeDisposition,
          DISCHARGE_DISPOSITIONS,
        ),
      }),
    }),
  );
}

/** Which part a diagnosis played in a stay. */
export function diagnosisOf(
  condition: Reference,
  use: { code: 'AD' | 'DD' | 'CC'; display: string },
): EncounterDiagnosis {
  return {
    condition: condition as EncounterDiagnosis['condition'],
    use: { coding: [{ system: DOCUMENT_SYSTEMS.diagnosisRole, ...use }] },
  };
}

function encounterHead(
  id: string,
  encounterClass: keyof typeof CLASSES,
  value: string | undefined,
  document: DocumentBuilder,
) {
  return present({
    resourceType: 'Encounter' as const,
    id,
    meta: document.meta(PROFILES.encounterEcs),
    identifier: value === undefined ? undefined : [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value }],
    // Fixed in the profile, even while the visit goes on.
    status: 'finished' as const,
    class: { system: SYSTEMS.encounterClass, code: encounterClass, display: CLASSES[encounterClass] },
    subject: document.patient,
  });
}

function coded(system: string, recorded: string, names: Readonly<Record<string, string>>) {
  const code = textOf(recorded);
  return code === undefined ? undefined : { coding: [present({ system, code, display: names[code] })] };
}

const DAY_MS = 86_400_000;

/** Days from one day to another, both counted; undefined when either is no day or they are in the wrong order. */
function daysOf(from: string, to: string): number | undefined {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return Number.isInteger(days) && days > 0 ? days : undefined;
}
