import type { Extension } from '@medplum/fhirtypes';
import { departmentName } from '@shirube/terminology';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from './systems.ts';
import { present, textOf } from './text.ts';

/** eCS_InstitutionNumber 医療機関番号 (R9011, R9012). */
export function institutionNumberExtension(institutionCode: string): Extension {
  return {
    url: EXTENSIONS.institutionNumber,
    valueIdentifier: { system: IDENTIFIER_SYSTEMS.institution, value: institutionCode },
  };
}

/**
 * eCS_Department 診療科: `text` is mandatory in prose and is the name the clinic uses; the coding is added when the code
 * is one of SS-MIX2's, with that list's own name. Undefined when the record holds no department name.
 */
export function departmentExtension(code: string, name: string): Extension | undefined {
  const text = textOf(name);
  if (text === undefined) return undefined;
  const display = departmentName(code);
  const coding = display === null ? undefined : [{ system: SYSTEMS.department, code, display }];
  return { url: EXTENSIONS.department, valueCodeableConcept: present({ coding, text }) };
}

/** eCS_DiagnosisType 主傷病: present on the main diagnosis, absent on the others. */
export function mainDiagnosisExtension(): Extension {
  return {
    url: EXTENSIONS.diagnosisType,
    valueCodeableConcept: {
      coding: [{ system: SYSTEMS.diagnosisType, code: 'principal', display: 'Principal Diagnosis' }],
    },
  };
}
