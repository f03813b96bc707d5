import type { Coding, Condition, Extension } from '@medplum/fhirtypes';
import type { ConditionRecord } from '@shirube/core/records';
import {
  formatIcd10,
  SUSPECTED_MODIFIER_CODE,
  TerminologyError,
  UNCODED_DISEASE_RECEIPT_CODE,
} from '@shirube/terminology';
import { CLINICAL_STATUS } from './condition-outcome.ts';
import { ENCOUNTER_ID, toContainedEncounter } from './encounter.ts';
import { departmentExtension, institutionNumberExtension, mainDiagnosisExtension } from './extensions.ts';
import { japaneseDate, japaneseInstant } from './instants.ts';
import { RECORDER_ID, toContainedPractitioner } from './practitioner.ts';
import { PROFILES, versioned } from './profiles.ts';
import type { ResourceContext } from './resource-context.ts';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { present, presentList, textOf } from './text.ts';

/** 病名管理番号 of a disease written in words, and its display. */
export const UNCODED_DISEASE_NUMBER = '99999999';
export const UNCODED_DISEASE_NAME = '未コード化傷病名';

type ModifierRecord = ConditionRecord['modifiers'][number];

/** A modifier with its 修飾語管理番号 (8), which the modifier extensions make mandatory. */
export type ReportedModifier = ModifierRecord & { managementNo: string };

/** A diagnosis as it is reported: the record, its modifiers completed from the modifier master. */
export type ReportedCondition = Omit<ConditionRecord, 'modifiers'> & { modifiers: ReportedModifier[] };

/**
 * JP_Condition_eCS. What the record lacks is left out and found by validation; nothing is invented.
 * @throws MapperError invalid_instant
 */
export function toCondition(record: ReportedCondition, context: ResourceContext): Condition {
  const encounter = toContainedEncounter(record.encounter);
  const recorder = toContainedPractitioner(record.recorder, context.institutionCode);
  return present({
    resourceType: 'Condition' as const,
    id: context.id,
    meta: present({
      lastUpdated: japaneseInstant(record.recordedAt),
      profile: [versioned(PROFILES.condition, context.version)],
      tag: presentList(indicationTags(record)),
    }),
    contained: recorder === undefined ? [encounter] : [encounter, recorder],
    extension: presentList([
      institutionNumberExtension(context.institutionCode),
      departmentExtension(record.encounter.departmentCode, record.encounter.departmentName),
      record.isMain ? mainDiagnosisExtension() : undefined,
    ]),
    identifier: [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: record.conditionId }],
    clinicalStatus: {
      coding: [{ system: SYSTEMS.conditionClinical, ...CLINICAL_STATUS[record.outcome] }],
    },
    verificationStatus: { coding: [verificationStatus(record)] },
    category: [
      {
        coding: [
          { system: SYSTEMS.conditionCategory, code: 'encounter-diagnosis', display: 'Encounter Diagnosis' },
        ],
      },
    ],
    code: present({
      extension: presentList(record.modifiers.map(modifierExtension)),
      coding: diseaseCodings(record),
      text: textOf(record.displayName),
    }),
    subject: { reference: context.patientReference },
    encounter: { reference: `#${ENCOUNTER_ID}` },
    onsetDateTime: textOf(record.onsetDate),
    abatementDateTime: textOf(record.endDate),
    recordedDate: japaneseDate(record.recordedAt),
    recorder: recorder === undefined ? undefined : { reference: `#${RECORDER_ID}` },
  });
}

/** 長期保存, 未告知 and 未提供: physician's decisions, each at most once, without version. */
function indicationTags(record: ReportedCondition): Coding[] {
  const flags: [isSet: boolean, code: string, display: string][] = [
    [record.longTerm, 'LTS', '長期保存'],
    [record.uninformed, 'UNINFORMED', '未告知'],
    [record.undelivered, 'UNDELIVERED', '未提供'],
  ];
  return flags
    .filter(([isSet]) => isSet)
    .map(([, code, display]) => ({ system: SYSTEMS.indication, code, display }));
}

/** A 疑い病名 is unconfirmed, whether the flag or the modifier の疑い says so; every other diagnosis is confirmed. */
function verificationStatus(record: ReportedCondition): Coding {
  const isSuspected =
    record.isSuspected || record.modifiers.some(({ code }) => code === SUSPECTED_MODIFIER_CODE);
  return isSuspected
    ? { system: SYSTEMS.conditionVerification, code: 'unconfirmed', display: 'Unconfirmed' }
    : { system: SYSTEMS.conditionVerification, code: 'confirmed', display: 'Confirmed' };
}

/**
 * 病名管理番号 (mandatory), 病名交換用コード, 傷病名コード and ICD-10. An uncoded disease carries all nines and the
 * receipt's own code for it; its name stands in `code.text` only.
 *
 * assumed: ICD-10 has the disease name as display, since no ICD-10 title list comes with the disease master.
 */
function diseaseCodings(record: ReportedCondition): Coding[] {
  const isUncoded =
    record.receiptCode === UNCODED_DISEASE_RECEIPT_CODE || record.managementNo === UNCODED_DISEASE_NUMBER;
  if (isUncoded) {
    const display = UNCODED_DISEASE_NAME;
    return [
      { system: SYSTEMS.diseaseManagementNumber, code: UNCODED_DISEASE_NUMBER, display },
      { system: SYSTEMS.diseaseReceipt, code: UNCODED_DISEASE_RECEIPT_CODE, display },
    ];
  }
  return codings(record.diseaseName, [
    [SYSTEMS.diseaseManagementNumber, record.managementNo],
    [SYSTEMS.diseaseExchange, record.exchangeCode],
    [SYSTEMS.diseaseReceipt, record.receiptCode],
    [SYSTEMS.icd10, record.icd10 === null ? null : icd10(record.icd10)],
  ]);
}

function modifierExtension(modifier: ReportedModifier): Extension {
  const url =
    modifier.position === 'prefix' ? EXTENSIONS.diseasePrefixModifier : EXTENSIONS.diseasePostfixModifier;
  return {
    url,
    valueCodeableConcept: present({
      coding: presentList(
        codings(modifier.name, [
          [SYSTEMS.modifierManagementNumber, modifier.managementNo],
          [SYSTEMS.modifierExchange, modifier.exchangeCode],
          [SYSTEMS.modifierReceipt, modifier.code],
        ]),
      ),
      text: textOf(modifier.name),
    }),
  };
}

/** One coding per code that is recorded, all with the name of the master. */
function codings(name: string, codes: [system: string, code: string | null][]): Coding[] {
  return codes.flatMap(([system, recorded]) => {
    const code = textOf(recorded);
    return code === undefined ? [] : [present({ system, code, display: textOf(name) })];
  });
}

/** ICD-10 with its dot. What is no ICD-10 code stays as it is, for validation to name. */
function icd10(masterNotation: string): string {
  try {
    return formatIcd10(masterNotation);
  } catch (error) {
    if (error instanceof TerminologyError) return masterNotation;
    throw error;
  }
}
