import type { CodeableConcept, Coding, Extension, MedicationRequest } from '@medplum/fhirtypes';
import type {
  MedicationOrderRecord,
  MedicationRecord,
  RpRecord,
  SubstitutionRecord,
} from '@shirube/core/records';
import { times } from '../decimal.ts';
import { ENCOUNTER_ID, toContainedEncounter } from '../encounter.ts';
import { departmentExtension, institutionNumberExtension } from '../extensions.ts';
import { japaneseInstant, momentOf } from '../instants.ts';
import { toContainedPractitioner } from '../practitioner.ts';
import { PROFILES, versioned } from '../profiles.ts';
import type { ResourceContext } from '../resource-context.ts';
import { EXTENSIONS, IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { toDosage } from './dosage.ts';
import { isOral, isPerUse } from './form-class.ts';
import { amountOf } from './units.ts';

const REQUESTER_ID = 'requester';

/** One drug of a prescription, and the id by which it is known within the institution. */
export interface MedicationLine {
  rp: RpRecord;
  medication: MedicationRecord;
  /** リソース一意識別ID: prescription, RP and place within it */
  lineId: string;
}

/** The drugs of an order, one resource each, in the order of the prescription. */
export function medicationLines(order: MedicationOrderRecord): MedicationLine[] {
  return order.rps.flatMap((rp) =>
    rp.medications.map((medication) => ({
      rp,
      medication,
      lineId: `${order.prescriptionId}-${rp.rpNumber}-${medication.itemNumber}`,
    })),
  );
}

/**
 * JP_MedicationRequest_eCS of one drug of one RP (medication-request). Sent only inside documents. What the profile has no place for
 * (単位変換, 負担区分, レセプト種別 …) is left out; what the patient must know stands in the words of the dosage.
 * @throws MapperError invalid_instant
 */
export function toMedicationRequest(
  order: MedicationOrderRecord,
  line: MedicationLine,
  context: ResourceContext & { isAtDischarge?: boolean },
): MedicationRequest {
  const { rp, medication } = line;
  const requester = toContainedPractitioner(order.prescriber, context.institutionCode, REQUESTER_ID);
  return present({
    resourceType: 'MedicationRequest' as const,
    id: context.id,
    meta: {
      lastUpdated: japaneseInstant(momentOf(order.authoredOn)),
      profile: [versioned(PROFILES.medicationRequest, context.version)],
    },
    contained: presentList([toContainedEncounter(order.encounter), requester]),
    extension: presentList([
      institutionNumberExtension(context.institutionCode),
      departmentExtension(order.encounter.departmentCode, order.encounter.departmentName),
    ]),
    identifier: [
      { system: IDENTIFIER_SYSTEMS.rpNumber, value: String(rp.rpNumber) },
      { system: IDENTIFIER_SYSTEMS.orderInRp, value: String(medication.itemNumber) },
      { system: IDENTIFIER_SYSTEMS.resourceInstance, value: line.lineId },
    ],
    // completed and order, also for what is being taken now: the profile fixes both.
    status: 'completed' as const,
    intent: 'order' as const,
    category: [context.isAtDischarge ? DISCHARGE_CATEGORY : category(order)],
    medicationCodeableConcept: drug(medication, context.institutionCode),
    subject: { reference: context.patientReference },
    encounter: { reference: `#${ENCOUNTER_ID}` },
    authoredOn: order.authoredOn,
    requester: requester === undefined ? undefined : { reference: `#${REQUESTER_ID}` },
    groupIdentifier: { system: IDENTIFIER_SYSTEMS.resourceInstance, value: order.prescriptionId },
    note: presentList(notes(line).map((text) => (text === undefined ? undefined : { text }))),
    dosageInstruction: [toDosage(order, rp, medication)],
    dispenseRequest: dispenseRequest(rp, medication),
    substitution: medication.substitution === null ? undefined : substitution(medication.substitution),
  });
}

/** 退院時投薬指示 of a discharge summary: prescribed on the ward, for the days after it. */
const DISCHARGE_CATEGORY: CodeableConcept = {
  coding: [
    { system: SYSTEMS.medicationCategory, code: 'IHP', display: '入院処方' },
    { system: SYSTEMS.medicationCategory, code: 'DCG', display: '退院処方' },
  ],
  text: '退院処方',
};

/** A clinic's prescriptions are 外来; dispensed inside or outside. */
function category({ issueType }: MedicationOrderRecord): CodeableConcept {
  const system = SYSTEMS.medicationCategory;
  const isInside = issueType === 'in_house';
  return {
    coding: [
      { system, code: 'OHP', display: '外来処方' },
      isInside ? { system, code: 'OHI', display: '院内処方' } : { system, code: 'OHO', display: '院外処方' },
    ],
    text: isInside ? '外来院内処方' : '外来院外処方',
  };
}

/**
 * YJ code always (R3010), the generic prescription's code and name when it was written by generic name, and the code the clinic's
 * receipt computer knows it by as 施設内医薬品コード. `text` is what the prescription prints.
 */
function drug(medication: MedicationRecord, institutionCode: string): CodeableConcept {
  const { generic } = medication;
  const display = textOf(medication.name);
  const yj = textOf(medication.yjCode);
  const receipt = textOf(medication.receiptCode);
  const coding: (Coding | undefined)[] = [
    yj === undefined
      ? { system: SYSTEMS.noDrugCode, code: 'NOCODED', display: '標準コードなし' }
      : present({ system: SYSTEMS.yj, code: yj, display }),
    generic === null
      ? undefined
      : { system: SYSTEMS.genericPrescription, code: generic.code, display: generic.name },
    receipt === undefined
      ? undefined
      : present({ system: `${SYSTEMS.localDrugCode}1${institutionCode}`, code: receipt, display }),
  ];
  return present({ coding: presentList(coding), text: textOf(generic?.name ?? null) ?? display });
}

/**
 * The whole amount (dose × days or times, in the 薬価単位), the days of 内服, and the number of times of everything that is counted so.
 */
function dispenseRequest(rp: RpRecord, medication: MedicationRecord): MedicationRequest['dispenseRequest'] {
  const whole = times(medication.dose, String(rp.quantity));
  const { conversion } = medication;
  const quantity =
    conversion === null
      ? amountOf(whole, medication.unit, medication.unitCode)
      : amountOf(times(whole, conversion.factor), conversion.priceUnit, null);
  const isCounted = isPerUse(rp) || (!isOral(rp) && rp.quantity !== 1);
  const request = present({
    extension: presentList([
      isCounted ? { url: EXTENSIONS.expectedRepeatCount, valueInteger: rp.quantity } : undefined,
      ...preparations(rp, medication),
    ]),
    quantity,
    expectedSupplyDuration: isOral(rp)
      ? { value: rp.quantity, unit: '日', system: SYSTEMS.ucum, code: 'd' }
      : undefined,
  });
  return Object.keys(request).length === 0 ? undefined : request;
}

/** 一包化 and 粉砕: what the pharmacist does, for the RP or for this drug. */
function preparations(rp: RpRecord, medication: MedicationRecord): Extension[] {
  const codes = { one_dose_package: ['OP', '一包化指示'], crush: ['C', '粉砕指示'] } as const;
  return [...rp.supplements, ...medication.supplements].flatMap(({ kind, text }) => {
    if (kind !== 'one_dose_package' && kind !== 'crush') return [];
    const [code, display] = codes[kind];
    return [
      {
        url: EXTENSIONS.instructionForDispense,
        valueCodeableConcept: present({
          coding: [{ system: SYSTEMS.dispensePreparation, code, display }],
          text: textOf(text),
        }),
      },
    ];
  });
}

/** What the pharmacist and the next doctor should know of this drug and has no element of its own. */
function notes({ rp, medication }: MedicationLine): (string | undefined)[] {
  const wish = medication.supplements.filter(({ kind }) => kind === 'brand_at_patients_wish');
  return [
    ...wish.map(({ text }) => textOf(text)),
    rp.splitQuantities === null ? undefined : `分割調剤 ${rp.splitQuantities.join('・')}`,
  ];
}

const SUBSTITUTIONS: Record<SubstitutionRecord['kind'], { codes: Coding[]; text: string }> = {
  no_generic: { codes: [substitutionCoding('1', '後発品変更不可')], text: '後発品変更不可' },
  no_form: { codes: [substitutionCoding('2', '剤形変更不可')], text: '剤形変更不可' },
  no_strength: { codes: [substitutionCoding('3', '含量規格変更不可')], text: '含量規格変更不可' },
  no_form_or_strength: {
    codes: [substitutionCoding('2', '剤形変更不可'), substitutionCoding('3', '含量規格変更不可')],
    text: '剤形変更不可・含量規格変更不可',
  },
};

function substitutionCoding(code: string, display: string): Coding {
  return { system: SYSTEMS.substitution, code, display };
}

function substitution({ kind, reason }: SubstitutionRecord): MedicationRequest['substitution'] {
  const text = textOf(reason);
  return present({
    allowedCodeableConcept: { coding: SUBSTITUTIONS[kind].codes, text: SUBSTITUTIONS[kind].text },
    reason: text === undefined ? undefined : { text },
  });
}
