import { z } from 'zod';
import { calendarDate, instant, shortText, uuid } from '../../shared/schema.ts';

/** Measures with what the database takes for possible; values outside are slips of the hand. */
export const measureRules = {
  weight_kg: { label: '体重', unit: 'kg', min: 0.2, max: 400 },
  height_cm: { label: '身長', unit: 'cm', min: 20, max: 260 },
  egfr: { label: 'eGFR', unit: 'mL/分/1.73m²', min: 0, max: 250 },
} as const;
export type MeasureKind = keyof typeof measureRules;
export const measureKinds = Object.keys(measureRules) as MeasureKind[];

export const toldLabels = { pregnancy: '妊娠', lactation: '授乳' } as const;
export type ToldKind = keyof typeof toldLabels;
export const toldKinds = Object.keys(toldLabels) as ToldKind[];

export const toldStateSchema = z.enum(['yes', 'no', 'unknown']);
export type ToldState = z.infer<typeof toldStateSchema>;

const isMeasure = (kind: MeasureKind | ToldKind): kind is MeasureKind => kind in measureRules;

/**
 * A measure (`value`) or what the patient told (`state`). A measure without value: the last one was wrong, and none holds. `onDate`: the day
 * it was measured or told.
 */
export const recordFactInput = z
  .object({
    patientId: uuid,
    kind: z.enum([...measureKinds, ...toldKinds]),
    value: z.number().nullable(),
    state: toldStateSchema.nullable(),
    onDate: calendarDate,
  })
  .superRefine(({ kind, value, state }, context) => {
    const refuse = (field: 'value' | 'state', message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (!isMeasure(kind)) {
      if (value !== null) refuse('value', `${toldLabels[kind]}に数は要りません。`);
      if (state === null) refuse('state', `${toldLabels[kind]}を選んでください。`);
      return;
    }
    const { label, unit, min, max } = measureRules[kind];
    if (state !== null) refuse('state', `${label}は数で入れてください。`);
    if (value !== null && (value < min || value > max))
      refuse('value', `${label}は${min}${unit}から${max}${unit}のあいだで入れてください。`);
  });

export const factSchema = z.object({
  id: uuid,
  kind: z.enum([...measureKinds, ...toldKinds]),
  value: z.number().nullable(),
  state: toldStateSchema.nullable(),
  onDate: calendarDate,
  recordedBy: z.string(),
  recordedAt: instant,
});
export type Fact = z.infer<typeof factSchema>;

/** Newest first, in the order in which the safety check takes them: the day, then when it was written down. */
export const factsSchema = z.array(factSchema);

export const externalByHandSchema = z.array(
  z.object({
    id: uuid,
    /** null: it stands under no drug of the master, and cannot be checked */
    yjCode: z.string().nullable(),
    name: z.string(),
    doseText: z.string().nullable(),
    facilityName: z.string(),
    dispensedOn: calendarDate,
    days: z.number().int(),
    lastDay: calendarDate,
    enteredBy: z.string(),
  }),
);
export type ExternalByHand = z.infer<typeof externalByHandSchema>[number];

export const enterExternalInput = z.object({
  patientId: uuid,
  /** a drug of the master; null: by the name as it was read or told */
  yjCode: z.string().length(12).nullable(),
  /** left out of the record when there is a code: the master names the drug */
  name: shortText.min(1, '薬の名前を入れてください。').max(100),
  doseText: shortText.max(100).nullable(),
  facilityName: shortText
    .min(1, '薬を出した医療機関か薬局を入れてください。わからないときは「不明」と入れてください。')
    .max(100),
  dispensedOn: calendarDate,
  days: z.number().int().min(1, '日数を入れてください。').max(400),
});

export const endExternalInput = z.object({ patientId: uuid, medicationId: uuid, lastDay: calendarDate });
export const removeExternalInput = z.object({
  patientId: uuid,
  medicationId: uuid,
  reason: shortText.min(1, '消す理由を書いてください。'),
});

export const criticalitySchema = z.enum(['low', 'high', 'unable-to-assess']);

export const recordAllergyInput = z.object({
  patientId: uuid,
  allergen: z.discriminatedUnion('kind', [
    /** the ingredient of a product */
    z.strictObject({ kind: z.literal('drug'), yjCode: z.string().length(12) }),
    /** an allergen of J-FAGY */
    z.strictObject({ kind: z.literal('listed'), code: z.string().length(12) }),
    /** in words only: which drugs it concerns cannot be checked */
    z.strictObject({
      kind: z.literal('words'),
      text: shortText.min(1, '何のアレルギーか書いてください。').max(100),
    }),
  ]),
  reaction: shortText.max(200).nullable(),
  criticality: criticalitySchema,
  onsetDate: calendarDate.nullable(),
});
export type RecordAllergyInput = z.output<typeof recordAllergyInput>;

/** A new version; what it is an allergy to stays, or it would be another allergy. */
export const amendAllergyInput = z.object({
  patientId: uuid,
  allergyId: uuid,
  reaction: shortText.max(200).nullable(),
  criticality: criticalitySchema,
  reason: shortText.min(1, '直す理由を書いてください。'),
});

export const withdrawAllergyInput = z.object({
  patientId: uuid,
  allergyId: uuid,
  reason: shortText.min(1, '取り消す理由を書いてください。'),
});
