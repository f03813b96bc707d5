import { ECS } from '../sharing/names.ts';
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

const MHLW = 'http://jpfhir.jp/fhir/core/mhlw';
const CORE_EXTENSION = 'http://jpfhir.jp/fhir/core/Extension/StructureDefinition';

export interface PrescriptionElsewhere {
  rp: number;
  yjCode: string;
  name: string;
  /** tablets of one use and of a day */
  perUse: number;
  perDay: number;
  days: number;
  usage: { code: string; text: string };
  startsOn: string;
}

/** One drug of a prescription, as it stands in a document: 内服, in tablets. */
export function prescriptionEntry(writing: Writing, item: PrescriptionElsewhere): Entry {
  const id = `rx-${writing.person.id}-${item.rp}`;
  const tablets = (value: number) => ({
    value,
    unit: '錠',
    system: `${MHLW}/CodeSystem/MedicationUnitMERIT9Code`,
    code: 'TAB',
  });
  const days = (value: number) => ({ value, unit: '日', system: 'http://unitsofmeasure.org', code: 'd' });
  return {
    fullUrl: urn(writing.vendor.institutionCode, id),
    resource: {
      resourceType: 'MedicationRequest',
      meta: meta(writing, `${ECS}/JP_MedicationRequest_eCS`),
      contained: [containedVisit(writing), containedDoctor(writing)],
      extension: itemExtensions(writing),
      identifier: [
        { system: `${MHLW}/IdSystem/Medication-RPGroupNumber`, value: String(item.rp) },
        { system: `${MHLW}/IdSystem/MedicationAdministrationIndex`, value: '1' },
        ownIdentifier(writing, id),
      ],
      status: 'completed',
      intent: 'order',
      medicationCodeableConcept: {
        ...coded('http://capstandard.jp/iyaku.info/CodeSystem/YJ-code', item.yjCode, item.name),
        text: item.name,
      },
      subject: { reference: patientUrl(writing) },
      encounter: { reference: '#encounter' },
      authoredOn: item.startsOn,
      requester: { reference: '#doctor' },
      dosageInstruction: [
        {
          extension: [
            {
              url: `${CORE_EXTENSION}/JP_MedicationDosage_PeriodOfUse`,
              valuePeriod: { start: item.startsOn },
            },
          ],
          text: item.usage.text,
          timing: {
            code: {
              ...coded(`${MHLW}/CodeSystem/MedicationUsage_ePrescription`, item.usage.code, item.usage.text),
              text: item.usage.text,
            },
          },
          doseAndRate: [
            {
              type: coded(`${MHLW}/CodeSystem/MedicationIngredientStrengthStrengthType`, '1', '製剤量'),
              doseQuantity: tablets(item.perUse),
              rateRatio: { numerator: tablets(item.perDay), denominator: days(1) },
            },
          ],
        },
      ],
      dispenseRequest: {
        quantity: tablets(item.perDay * item.days),
        expectedSupplyDuration: days(item.days),
      },
    },
  };
}
