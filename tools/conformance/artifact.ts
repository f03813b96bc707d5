import type { DocumentRecord } from '../../packages/core/src/records/index.ts';
import {
  careSummaryToBundle,
  checkupToBundle,
  dischargeSummaryToBundle,
  documentIdentifier,
  referralToBundle,
} from '../../packages/fhir-mapper/src/index.ts';

/** The demo's today, and when its Bundles are made. Fixed, so that every run makes the same artifacts. */
export const AS_OF = '2026-11-20';
export const TIMESTAMP = `${AS_OF}T09:30:00.000Z`;

/** One Bundle as it would be sent. */
export interface Artifact {
  /** folder it is written to: what is counted together */
  type: string;
  /** unique among its type */
  name: string;
  bundle: unknown;
}

/** A document as its Bundle. `files`: the bytes of its attachments and of those of an enclosed document. */
export function documentToBundle(record: DocumentRecord, files: ReadonlyMap<string, Uint8Array>): unknown {
  const common = { identifier: documentIdentifier(record), timestamp: TIMESTAMP, attachments: files };
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return referralToBundle({ ...common, record });
    case 'discharge_summary':
      return dischargeSummaryToBundle({ ...common, record });
    case 'care_summary':
      return careSummaryToBundle({ ...common, record });
    case 'checkup':
      return checkupToBundle({ ...common, record });
  }
}
