import { z } from 'zod';
import { patientSummarySchema } from '../patients/schema.ts';
import { draftConditionSchema, encounterDraftSchema } from '../prescribing/rules/draft.ts';
import { calendarDate, instant, rowVersion, uuid } from '../shared/schema.ts';

/**
 * What somebody may enter for a doctor: the visit's draft without what only the doctor decides (answers to safety findings, how
 * the prescription is issued, what the patient agreed to) and with new diagnoses only: who enters may not know the others.
 */
export const entryContentSchema = encounterDraftSchema.pick({ soap: true, rps: true }).extend({
  conditions: z
    .array(draftConditionSchema.extend({ conditionId: z.null() }))
    .max(30)
    .default([]),
});
export type EntryContent = z.infer<typeof entryContentSchema>;

export const entryStateSchema = z.enum(['pending', 'approved', 'returned', 'withdrawn']);
export type EntryState = z.infer<typeof entryStateSchema>;

const comment = z.string().trim().max(500);

/** Where an entry belongs; a write is refused when the reception is another patient's. */
export const entryPlaceInput = z.object({ patientId: uuid, receptionId: uuid });

export const saveEntryDraftInput = entryPlaceInput.extend({
  /** the revision this tab has seen; 0 before the first save */
  baseRevision: rowVersion,
  onBehalfOfId: uuid.nullable(),
  content: entryContentSchema,
});

export const submitEntryInput = entryPlaceInput.extend({
  baseRevision: rowVersion.min(1),
});

/** One version that was handed over, with its patient. */
export const proposalInput = z.object({ patientId: uuid, proposalId: uuid });

export const approveEntriesInput = z.object({
  patientId: uuid,
  proposalIds: z.array(uuid).min(1).max(50),
  /** the draft's revision the doctor has on the screen; null from the list, where no draft is open */
  baseRevision: rowVersion.nullable(),
});

export const returnEntryInput = proposalInput.extend({
  comment: comment.min(1, '差し戻す理由を入力してください。'),
});

/** One version as those see it who may read it. */
export const entrySchema = z.object({
  proposalId: uuid,
  entryId: uuid,
  versionNo: z.number().int(),
  receptionId: uuid,
  enteredById: uuid,
  enteredBy: z.string(),
  onBehalfOfId: uuid,
  onBehalfOf: z.string(),
  submittedAt: instant,
  dueAt: instant,
  /** past its time on the server's clock, and still pending */
  overdue: z.boolean(),
  state: entryStateSchema,
  comment: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  content: entryContentSchema,
});
export type Entry = z.infer<typeof entrySchema>;

const visitFacts = {
  patient: patientSummarySchema,
  purpose: z.string(),
  serviceDate: calendarDate,
};

/** What the page of somebody who enters shows: what they type, who the patient is, why they came. Nothing of the record. */
export const entryPageSchema = z.object({
  ...visitFacts,
  encounterId: uuid.nullable(),
  /** confirmed or cancelled: a sentence that says why nothing can be entered */
  closed: z.string().nullable(),
  /** the visit's doctor once it has begun: an entry is for that doctor */
  visitDoctorId: uuid.nullable(),
  doctors: z.array(z.object({ id: uuid, name: z.string() })),
  draft: z
    .object({
      revision: z.number().int(),
      savedAt: instant,
      onBehalfOfId: uuid.nullable(),
      content: entryContentSchema,
      /** the version that came back and is written anew */
      returned: z.object({ comment: z.string(), by: z.string(), at: instant }).nullable(),
    })
    .nullable(),
  /** the person's own versions for this reception, newest first */
  mine: z.array(entrySchema),
});
export type EntryPage = z.infer<typeof entryPageSchema>;

/** A line of 承認待ち. */
export const approvalSchema = z.object({
  ...visitFacts,
  /** null: the visit has not begun, and there is nothing yet to approve into */
  encounterId: uuid.nullable(),
  entry: entrySchema,
  /** the visit's draft as it stands, to show what would change; null where nothing was written */
  draft: encounterDraftSchema.nullable(),
  /** the chart is restricted and the doctor may not open it now: the content is left out */
  restricted: z.boolean(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** A line of 自分の代行入力: the newest version of an entry, or what is still being written. */
export const myEntrySchema = z.object({
  ...visitFacts,
  receptionId: uuid,
  state: entryStateSchema.or(z.literal('draft')),
  entry: entrySchema.nullable(),
  onBehalfOf: z.string().nullable(),
  at: instant,
});
export type MyEntry = z.infer<typeof myEntrySchema>;

export const entryCountsSchema = z.object({
  /** waiting for this doctor, and how many of them are past their time */
  toApprove: z.number().int(),
  overdue: z.number().int(),
  /** this person's own that came back and were not written anew */
  returned: z.number().int(),
});
export type EntryCounts = z.infer<typeof entryCountsSchema>;

/** How much of a part of an entry stands in the confirmed record. */
export const keptSchema = z.enum(['whole', 'part', 'edited', 'dropped']);
export type Kept = z.infer<typeof keptSchema>;

export const authorshipSchema = z.object({
  target: z.enum(['note', 'condition', 'prescription']),
  part: z.string(),
  enteredBy: z.string(),
  onBehalfOf: z.string(),
  kept: keptSchema,
});
export type Authorship = z.infer<typeof authorshipSchema>;
