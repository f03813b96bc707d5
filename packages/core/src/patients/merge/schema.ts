import { z } from 'zod';
import { calendarDate, shortText, uuid } from '../../shared/schema.ts';
import { patientSummarySchema } from '../schema.ts';

export const mergePairInput = z.object({
  /** the chart that is not used any more */
  fromId: uuid,
  /** the chart that remains */
  intoId: uuid,
});

const sideSchema = patientSummarySchema.extend({
  address: z.string().nullable(),
  phone: z.string().nullable(),
  insurance: z.string().nullable(),
  visits: z.number().int(),
  lastVisitOn: calendarDate.nullable(),
  allergies: z.number().int(),
});

export const mergeComparisonSchema = z.object({
  from: sideSchema,
  into: sideSchema,
  /** birth date or sex differ: a reason for that is asked for */
  asksWhyDifferent: z.boolean(),
  /** why they can not be merged now; null: they can */
  refusal: z.string().nullable(),
});

export const mergeChartsInput = mergePairInput.extend({
  reason: shortText.min(1, 'まとめる理由を書いてください。'),
  /** why birth date or sex differ although it is one person */
  differenceReason: shortText.nullable(),
});
