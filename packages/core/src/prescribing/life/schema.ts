import { z } from 'zod';
import type { RpRecord } from '../../records/index.ts';
import { calendarDate, instant, rowVersion, shortText, uuid } from '../../shared/schema.ts';
import { issueTypeSchema, orderDraftSchema } from '../rules/draft.ts';
import { prescriptionStatuses } from './status.ts';

export const prescriptionTarget = z.object({ patientId: uuid, prescriptionId: uuid });

export const cancelInput = prescriptionTarget.extend({
  reason: shortText.min(1, '取り消す理由を選ぶか、入力してください。'),
});

export const saveChangeInput = prescriptionTarget.extend({
  /** the revision this tab has seen; a newer one on the server is a conflict, never overwritten */
  baseRevision: rowVersion,
  content: orderDraftSchema,
});

export const confirmChangeInput = prescriptionTarget.extend({ baseRevision: rowVersion.min(1) });

export const changeViewSchema = z.object({
  prescriptionId: uuid,
  encounterId: uuid,
  status: z.enum(prescriptionStatuses),
  patientName: z.string(),
  issuedOn: calendarDate,
  /** the prescription as it was issued, shown beside the change */
  record: z.object({
    issueType: issueTypeSchema,
    rps: z.custom<RpRecord[]>(Array.isArray),
    refillCount: z.number().int().nullable(),
  }),
  /** why it can not be changed now, with what to do instead; null when it can */
  refusal: z.string().nullable(),
  /** what the change begins with */
  initial: orderDraftSchema,
  draft: z.object({ content: orderDraftSchema, revision: rowVersion, updatedAt: instant }).nullable(),
});
export type ChangeView = z.output<typeof changeViewSchema>;
