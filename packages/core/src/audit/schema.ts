import { z } from 'zod';
import { calendarDate, instant, uuid } from '../shared/schema.ts';
import { auditGroupKeys } from './groups.ts';

/** Shapes of the audit trail that screens and procedures share. No server code is reached from here. */
export const auditOutcome = z.enum(['success', 'refused', 'failed']);

const filterShape = {
  patientId: uuid.nullable().default(null),
  actorId: uuid.nullable().default(null),
  /** first and last day, inclusive, Asia/Tokyo */
  from: calendarDate.nullable().default(null),
  to: calendarDate.nullable().default(null),
  group: z.enum(auditGroupKeys).nullable().default(null),
  outcome: auditOutcome.nullable().default(null),
  /** with the views of lists that refresh themselves every few seconds; false leaves them out */
  lists: z.boolean().default(true),
};
export const auditFilter = z.object(filterShape);
export type AuditFilter = z.output<typeof auditFilter>;

const pageShape = {
  /** `at` of the last event of the page before; with beforeId, because events of one transaction share their instant */
  before: instant.nullable().default(null),
  beforeId: uuid.nullable().default(null),
  limit: z.number().int().min(1).max(200).default(100),
};
export const auditListInput = z.object({ ...filterShape, ...pageShape });
export const patientEventsInput = z.object({ ...filterShape, ...pageShape, patientId: uuid });

export const auditEventSchema = z.object({
  id: uuid,
  at: z.string(),
  seq: z.number().int(),
  actorId: uuid.nullable(),
  actorName: z.string(),
  /** roles joined by ','; system, operator */
  actorRole: z.string(),
  onBehalfOfName: z.string().nullable(),
  action: z.string(),
  label: z.string(),
  patientId: uuid.nullable(),
  patientNumber: z.string().nullable(),
  patientName: z.string().nullable(),
  outcome: auditOutcome,
  reason: z.string().nullable(),
  client: z.string().nullable(),
  ip: z.string().nullable(),
  authentication: z.string().nullable(),
});
export const auditListSchema = z.array(auditEventSchema);
export type AuditEventRow = z.output<typeof auditEventSchema>;

export const auditPeopleSchema = z.array(
  z.object({ id: uuid, name: z.string(), roles: z.array(z.string()), active: z.boolean() }),
);

/** Who saw a patient: one row a person. */
export const whoSawInput = z.object({
  patientId: uuid,
  from: calendarDate.nullable().default(null),
  to: calendarDate.nullable().default(null),
});
export const whoSawSchema = z.object({
  patient: z.object({
    id: uuid,
    patientNumber: z.string(),
    familyName: z.string(),
    givenName: z.string(),
    familyKana: z.string(),
    givenKana: z.string(),
  }),
  /** days around a visit within which looking at the record needs no explanation */
  days: z.number().int(),
  people: z.array(
    z.object({
      actorId: uuid.nullable(),
      actorName: z.string(),
      actorRole: z.string(),
      first: z.string(),
      last: z.string(),
      count: z.number().int(),
      /** of these, with no visit of the patient near */
      withoutVisit: z.number().int(),
      refused: z.number().int(),
    }),
  ),
});
export type WhoSaw = z.output<typeof whoSawSchema>;

export const auditStatusSchema = z.object({
  events: z.number().int(),
  /** the last day with a time stamp; null before the first */
  stampedThrough: calendarDate.nullable(),
  /** days that are over and have no stamp */
  waiting: z.array(calendarDate),
  /** weeks that are over and have no sign-off */
  reviewsDue: z.number().int(),
  reviewsOverdue: z.number().int(),
});

// ---- weekly review -------------------------------------------------------------------------------------

export const anomalyKinds = {
  night: '夜間・時間外の閲覧',
  mass: '大量の閲覧',
  family: '同じ姓の患者の閲覧',
  no_visit: '受診のない患者の閲覧',
  refused: '拒否・ログインの失敗の集中',
  emergency: '緊急の閲覧',
} as const;
export type AnomalyKind = keyof typeof anomalyKinds;
const anomalyKind = z.enum(Object.keys(anomalyKinds) as [AnomalyKind, ...AnomalyKind[]]);

export const anomalySchema = z.object({
  key: z.string(),
  kind: anomalyKind,
  actorId: uuid.nullable(),
  actorName: z.string(),
  patientId: uuid.nullable(),
  patientNumber: z.string().nullable(),
  patientName: z.string().nullable(),
  first: z.string(),
  last: z.string(),
  count: z.number().int(),
  what: z.string(),
});
export type Anomaly = z.output<typeof anomalySchema>;

export const judgement = z.enum(['ok', 'follow_up']);
const findingShape = { key: z.string().max(200), judgement, note: z.string().trim().max(500).default('') };

export const reviewInput = z.object({ weekStart: calendarDate });
export const signOffInput = z.object({
  weekStart: calendarDate,
  findings: z.array(z.object(findingShape)).max(2_000),
  comment: z.string().trim().max(2_000).default(''),
});

const storedFinding = z.object({ ...findingShape, kind: anomalyKind, what: z.string() });
export type StoredFinding = z.output<typeof storedFinding>;
export const storedFindings = z.array(storedFinding);

const weekState = z.enum(['open', 'due', 'overdue', 'reviewed']);
export type WeekState = z.output<typeof weekState>;
export const reviewSchema = z.object({
  weekStart: calendarDate,
  weekEnd: calendarDate,
  state: weekState,
  anomalies: z.array(anomalySchema),
  /** more than can be listed: the page says so */
  truncated: z.boolean(),
  reviews: z.array(
    z.object({
      versionNo: z.number().int(),
      reviewerName: z.string(),
      reviewedAt: z.string(),
      comment: z.string(),
      findings: storedFindings,
    }),
  ),
});
export const reviewListSchema = z.array(
  z.object({
    weekStart: calendarDate,
    weekEnd: calendarDate,
    state: weekState,
    reviewerName: z.string().nullable(),
    reviewedAt: z.string().nullable(),
    followUps: z.number().int(),
  }),
);

// ---- export --------------------------------------------------------------------------------------------

export const requestExportInput = z.object({
  ...filterShape,
  from: calendarDate,
  to: calendarDate,
  reason: z.string().trim().min(1, '書き出す理由を入力してください。').max(200),
});
export const exportRequestSchema = z.object({ exportId: uuid, rows: z.number().int() });
