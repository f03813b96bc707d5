import type { CheckupReportRecord, Instant, PractitionerRecord } from '@shirube/core/records';
import { resourceUuid } from '../identifiers.ts';
import { japaneseInstant } from '../instants.ts';
import { type ClinsVersion, DEFAULT_CLINS_VERSION } from '../specification.ts';
import { CHECKUP_EDITIONS, type CheckupEdition } from './edition.ts';

export interface CheckupInput {
  /** Bundle.identifier: institution ^ year ^ local id */
  identifier: string;
  /** when the Bundle is made */
  timestamp: Instant;
  record: CheckupReportRecord;
  /** a check-up report carries no files of ours; the same shape as of every document */
  attachments: ReadonlyMap<string, Uint8Array>;
  version?: ClinsVersion | undefined;
}

/** What every resource of one report is made with. */
export interface CheckupContext {
  record: CheckupReportRecord;
  edition: CheckupEdition;
  identifier: string;
  /** the moment the Bundle is made, with milliseconds and +09:00 */
  timestamp: string;
  /** UUID of a resource of this Bundle */
  idOf(type: string, localId: string): string;
  /** its fullUrl, by which the others refer to it */
  urlOf(type: string, localId: string): string;
  /** id and meta of a resource */
  head(
    type: string,
    localId: string,
    profile: string,
  ): { id: string; meta: { lastUpdated: string; profile: string[] } };
}

/** @throws MapperError invalid_instant */
export function checkupContext({ identifier, timestamp, record, version }: CheckupInput): CheckupContext {
  const edition = CHECKUP_EDITIONS[version ?? DEFAULT_CLINS_VERSION];
  const made = japaneseInstant(timestamp);
  const idOf = (type: string, localId: string) => resourceUuid(identifier, type, localId);
  return {
    record,
    edition,
    identifier,
    timestamp: made,
    idOf,
    urlOf: (type, localId) => `urn:uuid:${idOf(type, localId)}`,
    head: (type, localId, profile) => ({
      id: idOf(type, localId),
      meta: { lastUpdated: made, profile: [`${profile}|${edition.profileVersion}`] },
    }),
  };
}

/** What two mentions of one person have in common. */
export function practitionerKey({ code, familyName, givenName }: PractitionerRecord): string {
  return JSON.stringify([code?.trim() ?? '', familyName.trim(), givenName.trim()]);
}
