import { z } from 'zod';
import type { FormClass, RpRecord } from '../../records/index.ts';
import { calendarDate } from '../../shared/schema.ts';

/**
 * What the screen edits before it is confirmed. A draft may be incomplete anywhere (no usage yet, no dose yet):
 * it must be possible to keep what has been clicked so far. Completeness is asked for at confirmation.
 */
const code = (length: number) => z.string().max(length);
const decimalText = z.string().regex(/^\d{1,6}(\.\d{1,5})?$/, '用量は数字で入力してください。');

export const formClassSchema = z.enum(['1', '2', '3', '4', '5', '6', '9']);

export const draftMedicationSchema = z.object({
  clientId: z.uuid(),
  yjCode: code(12),
  receiptCode: code(9),
  name: z.string().max(100),
  ingredientName: z.string().max(200),
  /** 内服: amount per day; 頓服: per use; others: total. Decimal string in 薬価単位 */
  dose: decimalText.nullable(),
  unit: z.string().max(20),
  unitCode: z.string().max(10).nullable(),
  generic: z
    .object({ code: code(12), name: z.string().max(100) })
    .nullable()
    .default(null),
  substitutionNotAllowed: z.boolean().default(false),
});
export type DraftMedication = z.infer<typeof draftMedicationSchema>;

export const draftRpSchema = z.object({
  clientId: z.uuid(),
  formClass: formClassSchema,
  /** 内服 = days, 頓服 = times */
  quantity: z.number().int().min(1).max(999).nullable(),
  usage: z
    .object({
      code: code(16),
      text: z.string().max(100),
      timesPerDay: z.number().int().min(1).max(99).nullable(),
    })
    .nullable(),
  medications: z.array(draftMedicationSchema).max(20),
});
export type DraftRp = z.infer<typeof draftRpSchema>;

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

export const encounterDraftSchema = z.object({
  soap: z
    .object({ subjective: soapText, objective: soapText, assessment: soapText, plan: soapText })
    .default({ subjective: '', objective: '', assessment: '', plan: '' }),
  conditions: z.array(draftConditionSchema).max(100).default([]),
  rps: z.array(draftRpSchema).max(30).default([]),
  issueType: z.enum(['electronic', 'paper']).default('electronic'),
  /** 口頭等の同意: the patient agreed at the desk that other facilities' names are shown */
  oralConsent: z.boolean().default(false),
  decisions: z.array(draftDecisionSchema).max(200).default([]),
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
        quantity: rp.quantity,
        usage: rp.usage,
        medications: rp.medications.map((medication, line) => {
          if (medication.dose === null) throw new TypeError('an incomplete line cannot be confirmed');
          return {
            itemNumber: line + 1,
            yjCode: medication.yjCode,
            receiptCode: medication.receiptCode,
            name: medication.name,
            ingredientName: medication.ingredientName,
            dose: normalizeDose(medication.dose),
            unit: medication.unit,
            unitCode: medication.unitCode,
            generic: medication.generic,
            substitutionNotAllowed: medication.substitutionNotAllowed,
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
