import { z } from 'zod';
import { signingProviderIds } from '../ports/signing.ts';
import { calendarDate, instant, uuid } from '../shared/schema.ts';

export const signingProviderId = z.enum(signingProviderIds);

/** What each way to sign is called on a button. */
export const signingProviderLabels: Record<z.infer<typeof signingProviderId>, string> = {
  'csc-v2': 'リモート署名サービス',
  'cardless-fido': 'スマートフォン',
  'cardless-jpki': 'マイナンバーカード',
  'cardless-hpki': 'HPKIカード',
  'local-card': 'カードリーダー（このパソコン）',
};

/** From how many days before its end a certificate is spoken of. */
export const certificateWarningDays = [60, 30, 7] as const;

export const signingStatusSchema = z.object({
  authorized: z.boolean(),
  expiresAt: instant.nullable(),
  /** false: no way to sign is open to this person, because no HPKI certificate is registered */
  available: z.boolean(),
  /** the ways open to this person, the one used last first */
  providers: z.array(signingProviderId),
  /** an authentication has been started and not answered: it lapses then */
  pendingUntil: instant.nullable(),
  /** null: not known, or further from its end than the first warning */
  certificateEnds: z.object({ validTo: instant, daysLeft: z.number().int() }).nullable(),
});
export type SigningStatus = z.infer<typeof signingStatusSchema>;

export const startSigningInput = z.object({ provider: signingProviderId.optional() });

/** Documents one call of `signPrescriptions` takes. */
export const maximumBatch = 50;

export const signItem = z.object({ patientId: uuid, prescriptionId: uuid });
export const signManyInput = z.object({ items: z.array(signItem).min(1).max(maximumBatch) });
export const signManyOutput = z.object({
  results: z.array(
    z.object({
      prescriptionId: uuid,
      status: z.enum(['signed', 'already_signed', 'failed']),
      /** why there is no signature, and what to do about it */
      message: z.string().nullable(),
      /** the authorization has ended: authenticate and go on with what is left */
      needsSigning: z.boolean(),
    }),
  ),
});
export type SignResult = z.infer<typeof signManyOutput>['results'][number];

export const waitingSchema = z.object({
  items: z.array(
    z.object({
      patientId: uuid,
      prescriptionId: uuid,
      encounterId: uuid,
      patientNumber: z.string(),
      patientName: z.string(),
      issuedOn: calendarDate,
      confirmedAt: instant,
      /** what went wrong the last time */
      attention: z.string().nullable(),
    }),
  ),
});
