import type {
  ItemSource,
  OrganizationRecord,
  PractitionerRecord,
  ReceivedCheckup,
} from '@shirube/core/records';
import { practitionerName } from '../reading/people.ts';
import { codeIn, type Reading } from '../reading/reading.ts';
import { readSource } from '../reading/source.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, objectsOf, stringOf } from '../validation/json.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_IDENTIFIER_SYSTEMS, CHECKUP_SYSTEMS } from './systems.ts';

/** The text, or null when there is none. */
export function textOrNull(value: unknown): string | null {
  return stringOf(value) || null;
}

/** The insurance of the person, by extensions (1.5.0) or by 被保険者個人識別子 (later). */
export function readInsurance(
  coverage: JsonObject,
  insurer: JsonObject,
): NonNullable<ReceivedCheckup['coverage']> {
  const identifierOf = (resource: JsonObject, system: string) =>
    textOrNull(objectsOf(resource.identifier).find((identifier) => identifier.system === system)?.value);
  const member = identifierOf(coverage, IDENTIFIER_SYSTEMS.insuredPerson)?.split(':');
  const extension = (url: string) => textOrNull(extensionOf(coverage, url)?.valueString);
  const relationship = codeIn(coverage.relationship, CHECKUP_SYSTEMS.insuredPersonCategory);
  return {
    insurerNumber: identifierOf(insurer, CHECKUP_IDENTIFIER_SYSTEMS.insurer) ?? textOrNull(member?.[0]),
    symbol: extension(CHECKUP_EXTENSIONS.insuredSymbol) ?? textOrNull(member?.[1]),
    number: extension(CHECKUP_EXTENSIONS.insuredNumber) ?? textOrNull(member?.[2]),
    branchNumber: extension(CHECKUP_EXTENSIONS.insuredBranch) ?? textOrNull(member?.[3]),
    isDependent: relationship === '2' ? true : relationship === '1' ? false : null,
  };
}

/** Where every item of a report comes from: who wrote it says so once, in the Composition. */
export function sourceOf(reading: Reading, from: OrganizationRecord, author: PractitionerRecord | null) {
  return (resource: JsonObject): ItemSource => {
    const own = readSource(resource, reading);
    const doctor = own.doctor ?? author;
    return {
      ...own,
      facilityCode: textOrNull(from.institutionCode) ?? own.facilityCode,
      facilityName: textOrNull(from.name) ?? own.facilityName,
      doctorName: own.doctorName ?? practitionerName(doctor),
      doctor,
    };
  };
}
