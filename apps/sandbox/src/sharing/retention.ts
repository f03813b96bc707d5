import type { SandboxServices } from '../services.ts';
import type { StoredBundle } from '../state/sharing.ts';
import { type JsonObject, object, objects } from './json.ts';
import { indications } from './rules/elements.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** assumed: a received letter stays for exactly a week, and one that nobody receives for half a year (transport.md §6). */
const RECEIVED_DAYS = 7;
const UNRECEIVED_MONTHS = 6;
const CARE_SUMMARY_MONTHS = 6;
const STORED_MONTHS = 60;

export function contentOf(stored: StoredBundle): JsonObject {
  return object(JSON.parse(Buffer.from(stored.contentBase64, 'base64').toString('utf8')));
}

/** Whether something may still be held (transport.md §6). What is marked for 長期保存 outlives the five years. */
export function isKept(stored: StoredBundle, now: Date): boolean {
  const { referral } = stored;
  if (referral !== null) {
    const ended = referral.receivedAt ?? referral.cancelledAt;
    if (ended !== null) return now.getTime() < Date.parse(ended) + RECEIVED_DAYS * DAY_MS;
    return now < monthsAfter(stored.acceptedAt, UNRECEIVED_MONTHS);
  }
  if (stored.kind === 'care_summary') return now < monthsAfter(stored.acceptedAt, CARE_SUMMARY_MONTHS);
  return isWithinFiveYears(stored, now) || objects(contentOf(stored).entry).some(isLongTerm);
}

export function isWithinFiveYears(stored: StoredBundle, now: Date): boolean {
  return now < monthsAfter(stored.acceptedAt, STORED_MONTHS);
}

export function isLongTerm(entry: JsonObject): boolean {
  return indications(object(entry.resource)).includes('LTS');
}

/** Removes what has had its time. Saved with the next save(). */
export function removeOutdated({ store, now }: SandboxServices): void {
  store.state.bundles = store.state.bundles.filter((stored) => isKept(stored, now()));
}

export function monthsAfter(from: string, months: number): Date {
  const date = new Date(from);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date;
}
