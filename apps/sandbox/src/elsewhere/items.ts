import type { JsonObject } from '../sharing/json.ts';
import { CLINS, ECS } from '../sharing/names.ts';
import {
  coded,
  containedDoctor,
  containedVisit,
  type Entry,
  itemExtensions,
  meta,
  ownIdentifier,
  patientUrl,
  urn,
  type Writing,
} from './resources.ts';

const HL7 = 'http://terminology.hl7.org/CodeSystem';
const JFAGY = 'http://jpfhir.jp/fhir/core/CodeSystem';

export interface ConditionElsewhere {
  id: string;
  name: string;
  /** 病名管理番号, receipt code, exchange code, ICD-10; null: not coded */
  codes: { key: string; receipt: string; exchange: string; icd10: string } | null;
  /** a year, a month or a day */
  onset: string;
  end?: string;
  isMain?: boolean;
  isSuspected?: boolean;
  tags?: readonly ('LTS' | 'UNINFORMED' | 'UNDELIVERED')[];
}

export function conditionEntry(writing: Writing, item: ConditionElsewhere, isInpatient = false): Entry {
  const verification = item.isSuspected ? ['unconfirmed', 'Unconfirmed'] : ['confirmed', 'Confirmed'];
  const clinical = item.end === undefined ? ['active', 'Active'] : ['resolved', 'Resolved'];
  return {
    fullUrl: urn(writing.vendor.institutionCode, writing.person.id, item.id),
    resource: {
      resourceType: 'Condition',
      meta: meta(writing, `${ECS}/JP_Condition_eCS`, item.tags),
      contained: [containedVisit(writing, isInpatient)],
      extension: [
        ...itemExtensions(writing),
        ...(item.isMain
          ? [
              {
                url: 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_DiagnosisType',
                valueCodeableConcept: coded(`${HL7}/ex-diagnosistype`, 'principal'),
              },
            ]
          : []),
      ],
      identifier: [ownIdentifier(writing, item.id)],
      clinicalStatus: coded(`${HL7}/condition-clinical`, clinical[0] ?? '', clinical[1]),
      verificationStatus: coded(`${HL7}/condition-ver-status`, verification[0] ?? '', verification[1]),
      category: [coded(`${HL7}/condition-category`, 'encounter-diagnosis', 'Encounter Diagnosis')],
      code: { coding: diseaseCodings(writing, item), text: item.name },
      subject: { reference: patientUrl(writing) },
      encounter: { reference: '#encounter' },
      onsetDateTime: item.onset,
      ...(item.end === undefined ? {} : { abatementDateTime: item.end }),
      ...(writing.vendor.allDiseaseCodes ? { recordedDate: writing.at.slice(0, 10) } : {}),
    },
  };
}

function diseaseCodings({ vendor }: Writing, { name, codes }: ConditionElsewhere): JsonObject[] {
  const key = 'http://medis.or.jp/CodeSystem/master-disease-keyNumber';
  if (codes === null) return [{ system: key, code: '99999999', display: '未コード化傷病名' }];
  const others = [
    { system: 'http://medis.or.jp/CodeSystem/master-disease-exCode', code: codes.exchange, display: name },
    {
      system: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/masterB-disease',
      code: codes.receipt,
      display: name,
    },
    {
      system: 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/ICD10-2013-full',
      code: codes.icd10,
      display: name,
    },
  ];
  return [{ system: key, code: codes.key, display: name }, ...(vendor.allDiseaseCodes ? others : [])];
}

export interface AllergyElsewhere {
  id: string;
  category: 'medication' | 'food' | 'environment';
  code: string;
  display: string;
  text: string;
  reaction?: string;
  criticality?: 'low' | 'high' | 'unable-to-assess';
  onset?: string;
  tags?: readonly 'LTS'[];
}

const ALLERGEN_TABLES: Record<string, string> = {
  J9F: `${JFAGY}/JP_JfagyFoodAllergen_CS`,
  J9N: `${JFAGY}/JP_JfagyNonFoodNonMedicationAllergen_CS`,
  D9M: `${JFAGY}/YCM/JP_JfagyMedicationAllergen_CS`,
  YCM: `${JFAGY}/YCM/JP_JfagyMedicationAllergen_CS`,
  GCM: `${JFAGY}/GCM/JP_JfagyMedicationAllergen_CS`,
};

export function allergyEntry(writing: Writing, item: AllergyElsewhere): Entry {
  const { vendor } = writing;
  return {
    fullUrl: urn(vendor.institutionCode, writing.person.id, item.id),
    resource: {
      resourceType: 'AllergyIntolerance',
      meta: meta(writing, `${ECS}/JP_AllergyIntolerance_eCS`, item.tags),
      extension: itemExtensions(writing),
      identifier: [ownIdentifier(writing, item.id)],
      clinicalStatus: coded(`${HL7}/allergyintolerance-clinical`, 'active', 'Active'),
      ...(vendor.allDiseaseCodes
        ? {
            verificationStatus: coded(`${HL7}/allergyintolerance-verification`, 'confirmed', 'Confirmed'),
          }
        : {}),
      category: [item.category],
      ...(item.criticality === undefined ? {} : { criticality: item.criticality }),
      code: {
        ...coded(ALLERGEN_TABLES[item.code.slice(0, 3)] ?? '', item.code, item.display),
        text: item.text,
      },
      patient: { reference: patientUrl(writing) },
      ...(item.onset === undefined ? {} : { onsetDateTime: item.onset }),
      ...(item.reaction === undefined ? {} : { reaction: [{ manifestation: [{ text: item.reaction }] }] }),
    },
  };
}

/** What an examination gave. coded: a row of a small table (陽性 …); absent: why there is no result. */
export type ValueElsewhere =
  | { kind: 'number'; value: number; comparator?: '<' | '>'; low?: number; high?: number; flag?: 'H' | 'L' }
  | { kind: 'coded'; table: 'PosNegHold' | 'BldABO'; code: string; text: string }
  | { kind: 'words'; text: string }
  | { kind: 'absent'; reason: string };

export interface ResultElsewhere {
  id: string;
  /** display fixed by the profile for the item (FHIR識別名); null: no item of the 43 + 5 */
  item: string | null;
  name: string;
  localCode: string;
  /** JLAC10; null: 未標準化 */
  jlac10: string | null;
  jlac11?: string;
  isInfection?: boolean;
  unit?: { words: string; ucum: string };
  material: string;
  value: ValueElsewhere;
  tags?: readonly 'LTS'[];
}

export function resultEntry(writing: Writing, item: ResultElsewhere, collectedAt: string): Entry {
  const { vendor } = writing;
  const hasSpecimen = vendor.specimen === 'contained';
  const specimen = {
    resourceType: 'Specimen',
    id: 'specimen',
    meta: { profile: ['http://jpfhir.jp/fhir/core/StructureDefinition/JP_Specimen'] },
    type: { text: item.material },
  };
  return {
    fullUrl: urn(vendor.institutionCode, writing.person.id, item.id),
    resource: {
      resourceType: 'Observation',
      meta: meta(writing, `${ECS}/JP_Observation_LabResult_eCS`, item.tags),
      contained: [containedVisit(writing), containedDoctor(writing), ...(hasSpecimen ? [specimen] : [])],
      extension: itemExtensions(writing),
      identifier: [ownIdentifier(writing, item.id)],
      status: item.value.kind === 'absent' ? 'cancelled' : 'final',
      category: [
        coded('http://jpfhir.jp/fhir/core/CodeSystem/JP_SimpleObservationCategory_CS', 'laboratory'),
      ],
      code: { coding: labCodings(writing, item), text: item.name },
      subject: { reference: patientUrl(writing) },
      encounter: { reference: '#encounter' },
      effectiveDateTime: collectedAt,
      performer: [{ reference: '#doctor' }],
      specimen: hasSpecimen ? { reference: '#specimen' } : { type: 'Specimen', display: item.material },
      ...resultValue(item),
    },
  };
}

function labCodings({ vendor }: Writing, item: ResultElsewhere): JsonObject[] {
  const local = {
    system: `${CLINS}/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS`,
    code: item.localCode,
    display: item.name,
  };
  if (item.jlac10 === null) {
    const system = `${CLINS}/CodeSystem/JP_CLINS_ObsLabResult_Uncoded_CS`;
    return [{ system, code: '99999999999999999', display: '未標準化コード項目(JLAC)' }, local];
  }
  if (item.item === null)
    return [
      local,
      {
        system: 'http://medis.or.jp/CodeSystem/master-JLAC10-17digits',
        code: item.jlac10,
        display: item.name,
      },
    ];
  const table = item.isInfection ? 'InfectionLabo' : 'CoreLabo';
  const standard = (edition: string, code: string) => ({
    system: `${CLINS}/CodeSystem/${edition}/JP_CLINS_ObsLabResult_${table}_CS`,
    code,
    display: item.item,
  });
  return [
    local,
    standard('JLAC10', item.jlac10),
    ...(vendor.jlac11 && item.jlac11 !== undefined ? [standard('JLAC11', item.jlac11)] : []),
  ];
}

function resultValue({ value, unit }: ResultElsewhere): JsonObject {
  if (value.kind === 'absent') return { dataAbsentReason: { text: value.reason } };
  if (value.kind === 'words') return { valueString: value.text };
  if (value.kind === 'coded')
    return {
      valueCodeableConcept: {
        ...coded(`http://jpfhir.jp/fhir/LaboResult/CodeSystem/JP_${value.table}_CS`, value.code, value.text),
        text: value.text,
      },
    };
  const measured =
    unit === undefined ? {} : { unit: unit.words, system: 'http://unitsofmeasure.org', code: unit.ucum };
  const limit = (number: number | undefined) =>
    number === undefined ? undefined : { value: number, ...measured };
  const { low, high, comparator, flag } = value;
  const range = {
    ...(low === undefined ? {} : { low: limit(low)! }),
    ...(high === undefined ? {} : { high: limit(high)! }),
  };
  return {
    valueQuantity: { value: value.value, ...(comparator === undefined ? {} : { comparator }), ...measured },
    ...(Object.keys(range).length === 0 ? {} : { referenceRange: [range] }),
    ...(flag === undefined ? {} : { interpretation: [coded(`${HL7}/v3-ObservationInterpretation`, flag)] }),
  };
}
