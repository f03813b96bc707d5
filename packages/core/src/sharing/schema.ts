import { z } from 'zod';
import { shortText, uuid } from '../shared/schema.ts';

export const sharingPreferenceSchema = z.object({
  shares: z.boolean(),
  reason: z.string().nullable(),
  recordedBy: z.string().nullable(),
  recordedAt: z.string().nullable(),
});

export const savePreferenceInput = z.object({
  patientId: uuid,
  shares: z.boolean(),
  reason: shortText.min(1, '理由を書いてください。'),
});
