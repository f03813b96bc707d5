import type { PrescriptionRecord } from '../../records/index.ts';
import { type OrderDraft, orderDraftSchema } from '../rules/draft.ts';
import { validUntil } from '../rules/order.ts';
import { recordToOptions, rpsToDraft } from '../rules/past-order.ts';

/**
 * The order a prescription was made from, to be written anew: everything it says, with no decision about an alert, because the new
 * order is checked anew. The 使用期間 is taken over only where it was set by hand.
 */
export function orderOfRecord(record: PrescriptionRecord): OrderDraft {
  return orderDraftSchema.parse({
    issueType: record.issueType,
    options: {
      ...recordToOptions(record),
      validUntil: record.validUntil === validUntil(record.issuedOn) ? null : record.validUntil,
    },
    rps: rpsToDraft(record.rps),
  });
}
