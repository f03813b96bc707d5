import { z } from 'zod';
import { type FormClass, plainLine, plainRp, type RpRecord } from '../../records/index.ts';
import { calendarDate } from '../../shared/schema.ts';

export { plainLine, plainRp };

/**
 * What the screen edits before it is confirmed. A draft may be incomplete anywhere (no usage yet, no dose yet):
 * it must be possible to keep what has been clicked so far. Completeness is asked for at confirmation.
 */
const code = (length: number) => z.string().max(length);
const decimalText = z.string().regex(/^\d{1,6}(\.\d{1,5})?$/, '用量は数字で入力してください。');

export const formClassSchema = z.enum(['1', '2', '3', '4', '5', '6', '9']);
const words = z.string().max(100);

export const lineSupplementSchema = z.object({
  kind: z.enum(['one_dose_package', 'crush', 'jami', 'brand_at_patients_wish']),
  text: words,
  code: code(8).nullable(),
});

export const substitutionSchema = z.object({
  kind: z.enum(['no_generic', 'no_form', 'no_strength', 'no_form_or_strength']),
  reason: words,
});

export const usageSupplementSchema = z.object({
  kind: z.enum([
    'tapering',
    'one_dose_package',
    'alternate_days',
    'crush',
    'continued',
    'site',
    'single_dose',
    'jami',
    'jami_site',
  ]),
  text: words,
  code: code(8).nullable(),
  siteCode: code(3).nullable(),
});

export const draftMedicationSchema = z.object({
  clientId: z.uuid(),
  kind: z.enum(['drug', 'material', 'uninsured']).default('drug'),
  yjCode: code(12),
  receiptCode: code(9),
  name: z.string().max(100),
  ingredientName: z.string().max(200),
  /** 内服: amount per day; 頓服: per use; others: total. Decimal string in `unit` */
  dose: decimalText.nullable(),
  unit: z.string().max(20),
  unitCode: z.string().max(10).nullable(),
  isTitre: z.boolean().default(false),
  conversion: z
    .object({ factor: decimalText, priceUnit: z.string().max(20) })
    .nullable()
    .default(null),
  generic: z
    .object({ code: code(12), name: z.string().max(100) })
    .nullable()
    .default(null),
  substitution: substitutionSchema.nullable().default(null),
  unevenDoses: z
    .array(z.object({ dose: decimalText, code: code(8).nullable() }))
    .min(2)
    .max(5)
    .nullable()
    .default(null),
  burden: z
    .object({ first: z.boolean(), second: z.boolean(), third: z.boolean(), special: z.boolean() })
    .nullable()
    .default(null),
  singleDose: z
    .object({ text: z.string().max(12), timesPerDay: z.number().int().min(1).max(99).nullable() })
    .nullable()
    .default(null),
  supplements: z.array(lineSupplementSchema).max(10).default([]),
});
export type DraftMedication = z.infer<typeof draftMedicationSchema>;

export const draftRpSchema = z.object({
  clientId: z.uuid(),
  formClass: formClassSchema,
  formName: z.string().max(2).nullable().default(null),
  /** 内服 = days, 頓服 = times */
  quantity: z.number().int().min(1).max(999).nullable(),
  usage: z
    .object({
      code: code(16),
      text: z.string().max(100),
      timesPerDay: z.number().int().min(1).max(99).nullable(),
    })
    .nullable(),
  supplements: z.array(usageSupplementSchema).max(20).default([]),
  splitQuantities: z.array(z.number().int().min(1).max(999)).min(2).max(3).nullable().default(null),
  medications: z.array(draftMedicationSchema).max(20),
});
export type DraftRp = z.infer<typeof draftRpSchema>;

/** What belongs to the whole prescription and not to a row. */
export const prescriptionOptionsSchema = z.object({
  remarks: z
    .array(z.object({ kind: z.enum(['one_dose_package', 'crush', 'split']).nullable(), text: words }))
    .max(20)
    .default([]),
  refillCount: z.number().int().min(2).max(3).nullable().default(null),
  split: z
    .object({ times: z.number().int().min(2).max(3), current: z.number().int().min(1).max(3) })
    .nullable()
    .default(null),
  leftover: z.enum(['ask_first', 'inform']).nullable().default(null),
  /** 使用期間 other than four days; null = the ordinary one */
  validUntil: calendarDate.nullable().default(null),
  /** 麻薬施用: the doctor's licence; address and telephone come from the patient's record at confirmation */
  narcoticLicence: z.string().max(15).nullable().default(null),
  clinicalNotes: z
    .array(z.object({ drugName: z.string().max(40).nullable(), comment: z.string().max(500) }))
    .max(20)
    .default([]),
  labValues: z.array(z.string().max(500)).max(20).default([]),
});
export type PrescriptionOptions = z.infer<typeof prescriptionOptionsSchema>;
export const plainOptions: PrescriptionOptions = prescriptionOptionsSchema.parse({});

export const draftConditionSchema = z.object({
  clientId: z.uuid(),
  /** null: a new diagnosis */
  conditionId: z.uuid().nullable(),
  managementNo: code(8),
  displayName: z.string().max(120),
  modifierCodes: z.array(code(4)).max(10),
  isMain: z.boolean(),
  isSuspected: z.boolean(),
  onsetDate: calendarDate,
  endDate: calendarDate.nullable(),
  outcome: z.enum(['active', 'cured', 'discontinued', 'moved', 'deceased']),
  /** it was taken over from what another facility wrote: the item there, kept with the diagnosis at confirmation */
  importedFrom: z
    .object({
      letterId: z.uuid(),
      identifier: z.string().max(100),
      reference: z.string().max(400),
      facilityName: z.string().max(200),
      /** 未告知, 未提供, 長期保存 as they were set there: what must not reach the patient must not by being taken over */
      uninformed: z.boolean(),
      undelivered: z.boolean(),
      longTerm: z.boolean(),
    })
    .optional(),
  /** 未告知, 未提供, 長期保存: the physician's decisions. Left out: as the record has it */
  uninformed: z.boolean().optional(),
  undelivered: z.boolean().optional(),
  longTerm: z.boolean().optional(),
});
export type DraftCondition = z.infer<typeof draftConditionSchema>;

export const draftDecisionSchema = z.object({
  findingKey: z.string().max(400),
  /** override: prescribe although alerted; proceed_unchecked: prescribe although it could not be checked */
  decision: z.enum(['override', 'proceed_unchecked']),
  reasonCode: z.string().max(40),
  reasonText: z.string().max(200).nullable(),
});
export type DraftDecision = z.infer<typeof draftDecisionSchema>;

const soapText = z.string().max(20_000).default('');

export const issueTypeSchema = z.enum(['electronic', 'paper', 'in_house']);

/** An order being written, wherever: in a visit, for a doctor, or to change a prescription that has been issued. */
export const orderDraftSchema = z.object({
  rps: z.array(draftRpSchema).max(30).default([]),
  issueType: issueTypeSchema.default('electronic'),
  options: prescriptionOptionsSchema.default(plainOptions),
  /** 口頭等の同意: the patient agreed at the desk that other facilities' names are shown */
  oralConsent: z.boolean().default(false),
  decisions: z.array(draftDecisionSchema).max(200).default([]),
});
export type OrderDraft = z.infer<typeof orderDraftSchema>;

export const encounterDraftSchema = orderDraftSchema.extend({
  soap: z
    .object({ subjective: soapText, objective: soapText, assessment: soapText, plan: soapText })
    .default({ subjective: '', objective: '', assessment: '', plan: '' }),
  conditions: z.array(draftConditionSchema).max(100).default([]),
});
export type EncounterDraft = z.infer<typeof encounterDraftSchema>;

/**
 * The confirmed form of a draft order. RP and line numbers follow the screen's order, from 1; an RP without drugs is
 * left out. Call only after validateDraftOrder found nothing missing: incomplete lines throw.
 */
export function draftToRps(rps: readonly DraftRp[]): RpRecord[] {
  return rps
    .filter((rp) => rp.medications.length > 0)
    .map((rp, index) => {
      if (rp.usage === null || rp.quantity === null)
        throw new TypeError('an incomplete RP cannot be confirmed');
      return {
        rpNumber: index + 1,
        formClass: rp.formClass as FormClass,
        formName: rp.formName,
        quantity: rp.quantity,
        usage: rp.usage,
        supplements: rp.supplements,
        splitQuantities: rp.splitQuantities,
        medications: rp.medications.map((medication, line) => {
          if (medication.dose === null) throw new TypeError('an incomplete line cannot be confirmed');
          const { clientId: _, ...content } = medication;
          return {
            ...content,
            itemNumber: line + 1,
            dose: normalizeDose(medication.dose),
            conversion: medication.conversion && {
              ...medication.conversion,
              factor: normalizeDose(medication.conversion.factor),
            },
            unevenDoses:
              medication.unevenDoses?.map((each) => ({ ...each, dose: normalizeDose(each.dose) })) ?? null,
          };
        }),
      };
    });
}

/** '07.50' → '7.5': the record table allows no leading or trailing zeros. */
export function normalizeDose(dose: string): string {
  const [whole = '0', fraction = ''] = dose.split('.');
  const tail = fraction.replace(/0+$/, '');
  const head = whole.replace(/^0+(?=\d)/, '');
  return tail === '' ? head : `${head}.${tail}`;
}
