import type { PatientInsuranceKey } from '@shirube/core/ports';
import type { XmlContent } from '../xml/index.ts';
import { toWireDate } from './wire-dates.ts';

/** The elements by which the gateway finds an insured person (found: OQSsiquc01, EPSsiDMP01). */
export function insuredKeyElements(patient: PatientInsuranceKey): XmlContent {
  return {
    InsurerNumber: patient.insurerNumber,
    InsuredCardSymbol: patient.symbol ?? '',
    InsuredIdentificationNumber: patient.number,
    InsuredBranchNumber: patient.branchNumber ?? '',
    Birthdate: toWireDate(patient.birthDate),
  };
}
