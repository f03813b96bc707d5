import { z } from 'zod';
import { instant } from '../shared/schema.ts';

/** What is looked at in a signed document, in this order; the first that does not hold ends the examination. */
export const signatureCheckNames = [
  'structure',
  'digests',
  'signature',
  'certificate',
  'usage',
  'role',
  'time',
  'timestamp',
  'chain',
  'revocation',
  'timestamp_revocation',
  'archive',
  'prescription',
] as const;

/**
 * One check of a signature. indeterminate: it could not be made (a revocation list is missing), which is not the same as having passed;
 * not_applicable: the document has nothing of the kind (a time stamp in a fresh signature).
 */
export const signatureCheckSchema = z.object({
  name: z.enum(signatureCheckNames),
  status: z.enum(['valid', 'invalid', 'indeterminate', 'not_applicable']),
  /** a sentence for the clinic */
  message: z.string(),
});
export type SignatureCheck = z.infer<typeof signatureCheckSchema>;

export const signatureReportSchema = z.object({
  /**
   * No check is invalid, and only what is not required is indeterminate. Not required are `revocation`, `timestamp_revocation` and `archive`:
   * - our own fresh signature (BES): has no time stamp yet; the service looks at revocation again when it registers the prescription;
   * - a document the service returned (T, XL, A): its time stamp is required as soon as there is one, because everything else is judged at that time;
   * - a pharmacist's dispensing: the prescription inside is required to be valid too, by a prescriber.
   */
  valid: z.boolean(),
  /** what did not hold, in words a clinic understands */
  problems: z.array(z.string()),
  checks: z.array(signatureCheckSchema),
  /** the form the document has, whether or not its parts hold; null when it cannot be read */
  level: z.enum(['BES', 'T', 'XL', 'A']).nullable(),
  /** SigningTime as the signer's machine claims it; null when it cannot be read */
  signedAt: instant.nullable(),
  /** the earliest time stamp over the signature, when it holds */
  timestampTime: instant.nullable(),
  signerName: z.string(),
  /** of the certificate, hexadecimal */
  serial: z.string(),
  hcRoles: z.array(z.string()),
});
export type SignatureReport = z.infer<typeof signatureReportSchema>;
