import { z } from 'zod';
import { patientSummarySchema, sexSchema } from '../patients/schema.ts';
import { calendarDate, instant, rowVersion, uuid } from '../shared/schema.ts';

/** on_hold 閲覧保留, readable 閲覧可, opened, accepted 受領, withdrawn (by the sender, or a newer edition came). */
export const letterStates = ['on_hold', 'readable', 'opened', 'accepted', 'withdrawn'] as const;
export const letterStateSchema = z.enum(letterStates);
export type LetterState = z.infer<typeof letterStateSchema>;

/** The person as the sender wrote them; enough to know whom it is about. */
export const letterPersonSchema = z.object({
  name: z.string(),
  kana: z.string().nullable(),
  birthDate: z.string(),
  sex: z.string(),
});
export type LetterPerson = z.infer<typeof letterPersonSchema>;

export const letterRowSchema = z.object({
  id: uuid,
  senderCode: z.string(),
  senderName: z.string(),
  person: letterPersonSchema,
  issuedOn: calendarDate,
  noticedAt: instant,
  state: letterStateSchema,
  /** 1, or counted up when the sender replaced it */
  revision: z.number().int(),
  /** a newer edition has come */
  replaced: z.boolean(),
  /** whose it is here, once a person has said so */
  patient: patientSummarySchema.nullable(),
});
export type LetterRow = z.infer<typeof letterRowSchema>;

export const letterCandidateSchema = z.object({
  patient: patientSummarySchema,
  /** 保険の番号, or カナ・生年月日・性別 */
  by: z.enum(['insurance', 'kana']),
  differences: z.array(z.object({ field: z.string(), ours: z.string(), theirs: z.string() })),
});
export type LetterCandidate = z.infer<typeof letterCandidateSchema>;

export const letterSchema = letterRowSchema.extend({
  rowVersion,
  hasContent: z.boolean(),
  openedBy: z.string().nullable(),
  openedAt: instant.nullable(),
  acceptedBy: z.string().nullable(),
  acceptedAt: instant.nullable(),
  /** nobody has said yet whose it is */
  candidates: z.array(letterCandidateSchema),
});
export type Letter = z.infer<typeof letterSchema>;

export const letterInput = z.object({ letterId: uuid });
export const letterOfPatientInput = z.object({ letterId: uuid, patientId: uuid });

export const decideLetterInput = z.object({
  letterId: uuid,
  rowVersion,
  /** null: somebody new, to be registered from what the letter says */
  patientId: uuid.nullable(),
});

/** How the patient let us read it: today's consent at the card reader, or in words. */
export const releaseLetterInput = letterOfPatientInput.extend({ by: z.enum(['card', 'oral']) });

export const itemKindSchema = z.enum(['condition', 'allergy', 'result', 'medication', 'note']);

/** What would happen if the item were taken over. */
export const takeOverSchema = z.object({
  kind: z.enum(['condition', 'allergy', 'medication']),
  /** possible; same: we have it; imported: taken over before; refused: it cannot be */
  state: z.enum(['possible', 'same', 'imported', 'refused']),
  /** what will be written, in words */
  writes: z.array(z.string()),
  /** how it differs from what we have, or why it cannot be */
  remarks: z.array(z.string()),
});
export type TakeOver = z.infer<typeof takeOverSchema>;

export const itemViewSchema = z.object({
  reference: z.string(),
  kind: itemKindSchema,
  title: z.string(),
  lines: z.array(z.string()),
  /** who wrote it, where and when */
  source: z.string(),
  takeOver: takeOverSchema.nullable(),
});
export type ItemView = z.infer<typeof itemViewSchema>;

export const resultViewSchema = z.object({
  reference: z.string(),
  code: z.string(),
  name: z.string(),
  /** as it was written, with its comparator */
  value: z.string(),
  unit: z.string().nullable(),
  referenceRange: z.string().nullable(),
  interpretation: z.enum(['H', 'L', 'N', 'HH', 'LL', 'A']).nullable(),
  collectedOn: calendarDate.nullable(),
  note: z.string().nullable(),
  facilityName: z.string(),
});
export type ResultView = z.infer<typeof resultViewSchema>;

export const sectionViewSchema = z.object({
  code: z.string(),
  title: z.string(),
  /** 0 for a section of the document, 1 for one inside it … */
  depth: z.number().int(),
  text: z.string(),
  empty: z.string().nullable(),
  items: z.array(itemViewSchema),
  results: z.array(resultViewSchema),
});
export type SectionView = z.infer<typeof sectionViewSchema>;

export const documentViewSchema = z.object({
  title: z.string(),
  kind: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  person: z.string(),
  issuedOn: calendarDate.nullable(),
  sections: z.array(sectionViewSchema),
  attachments: z.array(
    z.object({
      /** its place among all files of the letter, in the address of the file */
      index: z.number().int(),
      title: z.string(),
      mediaType: z.string(),
      byteLength: z.number().int(),
      /** false: no kind of file that is shown */
      shown: z.boolean(),
    }),
  ),
  unread: z.array(z.string()),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

/** Which letter of ours a reply answers, in words. */
export const answeredLetterSchema = z.object({
  kind: z.enum(['ours', 'not_found', 'other_patient']),
  /** the letter, where it stands in this chart */
  documentId: uuid.nullable(),
  text: z.string(),
});
export type AnsweredLetter = z.infer<typeof answeredLetterSchema>;

export const letterViewSchema = z.object({
  /** the letter itself first, then what is enclosed */
  documents: z.array(documentViewSchema),
  /** null: it is no reply */
  answers: answeredLetterSchema.nullable(),
  /** the visit that takes over diagnoses; null: none is open */
  visit: z.object({ encounterId: uuid, startedAt: instant }).nullable(),
  /** what the letter says of the person otherwise than our record */
  differences: letterCandidateSchema.shape.differences,
});
export type LetterView = z.infer<typeof letterViewSchema>;

export const takeOverInput = letterOfPatientInput.extend({ reference: z.string().min(1).max(400) });
export const takeConditionInput = takeOverInput.extend({ encounterId: uuid });

export const sharedScopeSchema = z.enum(['sharedDiagnoses', 'sharedClinical']);

/** How far one of the two consents goes, and what became of asking under it. */
export const scopeAnswerSchema = z.object({
  scope: sharedScopeSchema,
  outcome: z.enum(['fetched', 'no_consent', 'could_not_fetch']),
  /** why it could not be fetched */
  reason: z.string().nullable(),
});
export type ScopeAnswer = z.infer<typeof scopeAnswerSchema>;

export const sharedViewSchema = z.object({
  consents: z.array(z.object({ scope: sharedScopeSchema, givenAt: instant, expiresAt: instant })),
  /** the first moment at which something of it must be gone from the screen; null: nothing is shown */
  readableUntil: instant.nullable(),
  facilities: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      bundles: z.array(
        z.object({
          identifier: z.string(),
          scope: sharedScopeSchema,
          registeredAt: instant,
          fetchedAt: instant,
          items: z.array(itemViewSchema),
          unread: z.array(z.string()),
        }),
      ),
    }),
  ),
  /** of the first consent (傷病名・手術・感染症) */
  infections: z.array(resultViewSchema),
  /** of the second (診療・薬剤・アレルギー・検査) */
  results: z.array(resultViewSchema),
});
export type SharedView = z.infer<typeof sharedViewSchema>;

export const sexWords = { male: '男性', female: '女性', other: 'その他', unknown: '不明' } as const;
export const sexOf = (text: string) => sexSchema.safeParse(text).data ?? 'unknown';
