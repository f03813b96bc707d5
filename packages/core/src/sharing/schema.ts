import { z } from 'zod';
import { calendarDate, instant, shortText, uuid } from '../shared/schema.ts';
import { unitKinds } from './kinds.ts';

export const savePreferenceInput = z.object({
  patientId: uuid,
  shares: z.boolean(),
  reason: shortText.min(1, '理由を書いてください。'),
});

export const sharingStates = ['refused', 'waiting', 'registered', 'withdrawn', 'cancelled'] as const;
export type SharingState = (typeof sharingStates)[number];

export const referralStates = ['on_hold', 'readable', 'received', 'cancelled'] as const;

export const sharingRowSchema = z.object({
  unitId: uuid,
  patientId: uuid,
  patientNumber: z.string(),
  /** null: whoever looks may not see names */
  patientName: z.string().nullable(),
  kind: z.enum(unitKinds),
  state: z.enum(sharingStates),
  /** when it came to this: sent, refused, or since when it waits */
  at: instant,
  /** the sentence of a refusal */
  sentence: z.string().nullable(),
  responsible: z.string().nullable(),
  /** it waits for the person who looks */
  mine: z.boolean(),
  referralState: z.enum(referralStates).nullable(),
  /** the chart to open: the patient's last visit */
  encounterId: uuid.nullable(),
});
export type SharingRow = z.output<typeof sharingRowSchema>;

export const sharingListSchema = z.object({
  date: calendarDate,
  /** what waits for a person or for the service, whenever it began; then what the day brought */
  rows: z.array(sharingRowSchema),
  /** how many more there are than are listed */
  more: z.number().int(),
  counts: z.object({
    registered: z.number().int(),
    cancelled: z.number().int(),
    waiting: z.number().int(),
    refused: z.number().int(),
  }),
  /** false: the clinic does not take part, and nothing leaves */
  shares: z.boolean(),
});

export const listSharingInput = z.object({ date: calendarDate.nullable() });

export const sharingUnitInput = z.object({ patientId: uuid, unitId: uuid });

const issueSchema = z.object({ ruleId: z.string(), text: z.string(), advice: z.string() });

export const sharingUnitSchema = sharingRowSchema.extend({
  /** what is refused, by the item that caused it; items without a problem are not listed */
  problems: z.array(
    z.object({
      /** null: it is about the whole, as the insurance is */
      item: z.object({ entity: z.string(), id: z.string(), label: z.string() }).nullable(),
      issues: z.array(issueSchema),
    }),
  ),
  withdrawn: z.object({ reason: z.string(), by: z.string(), at: instant }).nullable(),
  /** newest first */
  sends: z.array(
    z.object({
      at: instant,
      operation: z.enum(['register', 'update', 'cancel']),
      outcome: z.enum(['accepted', 'refused', 'invalid', 'unknown', 'unreachable']),
    }),
  ),
  mayRetry: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type SharingUnit = z.output<typeof sharingUnitSchema>;

export const withdrawUnitInput = sharingUnitInput.extend({
  reason: shortText.min(1, '取り下げる理由を書いてください。'),
});
