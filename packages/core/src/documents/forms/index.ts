import type { DocumentRecord } from '../../records/documents.ts';
import { DomainError } from '../../shared/errors.ts';
import { checkupForm } from '../checkup/index.ts';
import type { DocumentContent } from '../schema.ts';
import { careForm } from './care-summary.ts';
import { dischargeForm } from './discharge-summary.ts';
import type { DocumentForm } from './form.ts';
import { referralForm } from './referral.ts';

/** Each kind that is written here, by its name. */
const forms = {
  referral: referralForm('referral'),
  reply: referralForm('reply'),
  discharge_summary: dischargeForm,
  care_summary: careForm,
  checkup: checkupForm,
} as const;

export type WrittenKind = keyof typeof forms;
export const writtenKinds = Object.keys(forms) as WrittenKind[];

/**
 * The form of a kind. Content and record of one kind go together; the union is told apart by `kind`, which every content and record carries.
 *
 * @throws DomainError invalid for a kind that is not written here
 */
export function formOf(kind: string): DocumentForm<DocumentContent, DocumentRecord> {
  if (!(kind in forms)) throw new DomainError('invalid', 'この種類の文書は、ここでは書けません。');
  return forms[kind as WrittenKind] as unknown as DocumentForm<DocumentContent, DocumentRecord>;
}
