import { z } from 'zod';
import { calendarDate, instant, shortText, uuid } from '../shared/schema.ts';

const decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,5})?$/, '数値は半角の数字で入力してください。');

export const labValueSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('quantity'),
    value: decimal,
    comparator: z.enum(['<', '<=', '>=', '>']).nullable(),
    unit: shortText.max(30).nullable(),
  }),
  z.object({
    kind: z.literal('coded'),
    table: z.enum(['posneg', 'urine', 'abo', 'rh']),
    code: z.string().regex(/^[0-9]{1,2}$/),
    text: shortText.min(1).max(60),
  }),
  z.object({ kind: z.literal('text'), text: shortText.min(1).max(200) }),
  z.object({ kind: z.literal('absent'), reason: shortText.min(1).max(100) }),
]);

export const labResultSchema = z.object({
  jlac10: z.string().regex(/^[0-9A-Z]{17}$/),
  /** the laboratory's own code; null: none was given */
  localCode: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .nullable(),
  value: labValueSchema,
  referenceLow: decimal.nullable(),
  referenceHigh: decimal.nullable(),
  interpretation: z.enum(['H', 'L', 'N']).nullable(),
  /** 材料 */
  specimen: shortText.min(1).max(60),
  status: z.enum(['preliminary', 'final', 'cancelled']),
});

export const reportLabInput = z.object({
  patientId: uuid,
  encounterId: uuid.nullable(),
  doctorId: uuid,
  orderNumber: shortText.max(40).nullable(),
  collectedOn: calendarDate,
  collectedAt: instant.nullable(),
  reportedAt: instant,
  results: z.array(labResultSchema).min(1).max(200),
});

export const correctLabInput = z.object({
  patientId: uuid,
  reportId: uuid,
  reportedAt: instant,
  /** one for each item that is corrected or was missing; the others stay as they are */
  results: z.array(labResultSchema).min(1).max(200),
});

export const longTermInput = z.object({ patientId: uuid, observationId: uuid, longTerm: z.boolean() });
