import 'server-only';
import type { DocumentCheck } from '@shirube/core/documents';
import type { DocumentRecord } from '@shirube/core/records';
import {
  careSummaryToBundle,
  checkupToBundle,
  dischargeSummaryToBundle,
  documentIdentifier,
  MapperError,
  referralToBundle,
  validateBundle,
} from '@shirube/fhir-mapper';

/** Whether a document can be written as its profile wants it, in sentences for the doctor. */
export const checkDocument: DocumentCheck = (record, files) => {
  try {
    return validateBundle(bundleOf(record, files))
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => ({ at: 'document', message }));
  } catch (error) {
    if (!(error instanceof MapperError)) throw error;
    return [{ at: 'document', message: error.userMessage }];
  }
};

/** The document as the Bundle it would be sent as. */
export function bundleOf(record: DocumentRecord, attachments: ReadonlyMap<string, Uint8Array>) {
  const base = { identifier: documentIdentifier(record), timestamp: record.confirmedAt, attachments };
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return referralToBundle({ ...base, record });
    case 'discharge_summary':
      return dischargeSummaryToBundle({ ...base, record });
    case 'care_summary':
      return careSummaryToBundle({ ...base, record });
    case 'checkup':
      return checkupToBundle({ ...base, record });
  }
}
