import { consentEnds } from '../gateway/eligibility.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredBundle } from '../state/sharing.ts';
import { type JsonObject, object, objects, string } from './json.ts';
import { CLINS, RESOURCE_TYPE_TAG } from './names.ts';
import { institutionOf } from './registration.ts';
import { contentOf, isLongTerm, isWithinFiveYears, monthsAfter } from './retention.ts';
import { indications } from './rules/elements.ts';
import { isInfection } from './rules/items.ts';

/** ① 傷病名 and 感染症, ② アレルギー等, 検査 and 処方 (eligibility.md §5). assumed: the names. */
export const SHARED_SCOPES = ['sharedDiagnoses', 'sharedClinical'] as const;
export type SharedScope = (typeof SHARED_SCOPES)[number];

/** 閲覧: results of the last year or the last three, prescriptions of the last 100 days or the last three (transport.md §6). */
const RESULT_MONTHS = 12;
const PRESCRIPTION_DAYS = 100;
const LAST = 3;

export interface GivenBundle {
  identifier: string;
  institutionCode: string;
  institutionName: string;
  registeredAt: string;
  contentBase64: string;
}

/**
 * Whether an institution may see a person's shared information now: the person's last card there carries the consent, and the consent that
 * is named was given at a card there less than 24 hours ago. The card reader tells times to the second.
 */
export function mayView(
  { store, now }: SandboxServices,
  institutionCode: string,
  personId: string,
  scope: SharedScope,
  consentedAt: string,
): boolean {
  const taps = store.state.cards.filter(
    (card) => card.institutionCode === institutionCode && card.personId === personId,
  );
  const second = (at: string): number => Math.floor(Date.parse(at) / 1000);
  return (
    taps.at(-1)?.consents[scope] === true &&
    taps.some(
      (card) =>
        card.consents[scope] &&
        second(card.tappedAt) === second(consentedAt) &&
        now() < consentEnds(card.tappedAt),
    )
  );
}

/** What other institutions registered about a person, within a scope. 未提供 is never given out. */
export function informationFor(
  services: SandboxServices,
  institutionCode: string,
  personId: string,
  scope: SharedScope,
): GivenBundle[] {
  const others = services.store.state.bundles.filter(
    (stored) =>
      stored.personId === personId &&
      stored.institutionCode !== institutionCode &&
      stored.referral?.state !== 'cancelled',
  );
  const of = (kind: string) => others.filter((stored) => stored.kind === kind);
  const now = services.now();
  const given =
    scope === 'sharedDiagnoses'
      ? [
          ...of('Condition').map((stored) => filtered(stored, now, isDelivered)),
          ...of('Observation').map((stored) => filtered(stored, now, isInfectionEntry)),
        ]
      : [
          ...of('AllergyIntolerance').map((stored) => filtered(stored, now, () => true)),
          ...recentResults(of('Observation'), now),
          ...recentPrescriptions(of('referral'), now),
        ];
  return given
    .filter((each) => each !== null)
    .map(({ stored, contentBase64 }) => ({
      identifier: stored.identifier,
      institutionCode: stored.institutionCode,
      institutionName: institutionOf(services, stored.institutionCode)?.name ?? stored.institutionCode,
      registeredAt: stored.acceptedAt,
      contentBase64,
    }));
}

interface Given {
  stored: StoredBundle;
  contentBase64: string;
}

const isDelivered = (entry: JsonObject): boolean =>
  !indications(object(entry.resource)).includes('UNDELIVERED');
const isInfectionEntry = (entry: JsonObject): boolean => isInfection(object(entry.resource));

/** A Bundle with the items that may be given out; as it was registered when that is all of them; null when it is none. */
function filtered(stored: StoredBundle, now: Date, mayGive: (entry: JsonObject) => boolean): Given | null {
  const bundle = contentOf(stored);
  const [patient, ...items] = objects(bundle.entry);
  const kept = items.filter(
    (entry) => mayGive(entry) && (isWithinFiveYears(stored, now) || isLongTerm(entry)),
  );
  if (patient === undefined || kept.length === 0) return null;
  if (kept.length === items.length) return { stored, contentBase64: stored.contentBase64 };
  return { stored, contentBase64: encoded({ ...bundle, entry: [patient, ...kept] }) };
}

/** assumed: the last three are counted for each institution by itself. */
function recentResults(stored: StoredBundle[], now: Date): (Given | null)[] {
  const examinedAt = (each: StoredBundle): string =>
    objects(contentOf(each).entry)
      .map((entry) => string(object(entry.resource).effectiveDateTime))
      .sort()
      .at(-1) ?? '';
  return recent(stored, examinedAt, (at) => now < monthsAfter(at, RESULT_MONTHS)).map((each) =>
    filtered(each, now, (entry) => !isInfectionEntry(entry)),
  );
}

/** 処方 stand in documents only: the service takes them out and gives them out as a Bundle of their own. assumed: its form. */
function recentPrescriptions(letters: StoredBundle[], now: Date): (Given | null)[] {
  const limit = (at: string): boolean =>
    now.getTime() < Date.parse(at) + PRESCRIPTION_DAYS * 24 * 60 * 60 * 1000;
  return recent(letters, (each) => each.acceptedAt, limit).map((stored) => {
    const bundle = contentOf(stored);
    const entries = objects(bundle.entry);
    const of = (type: string) => entries.filter((entry) => object(entry.resource).resourceType === type);
    const prescriptions = of('MedicationRequest');
    if (prescriptions.length === 0) return null;
    const { timestamp, identifier } = bundle;
    const collection = {
      resourceType: 'Bundle',
      meta: {
        lastUpdated: object(bundle.meta).lastUpdated ?? null,
        profile: [`${CLINS}/StructureDefinition/JP_Bundle_CLINS`],
        tag: [{ system: RESOURCE_TYPE_TAG, code: 'MedicationRequest' }],
      },
      identifier: identifier ?? null,
      type: 'collection',
      timestamp: timestamp ?? null,
      entry: [...of('Patient'), ...prescriptions],
    };
    return { stored, contentBase64: encoded(collection) };
  });
}

/** What is recent enough, and at least the last three of each institution. */
function recent(
  stored: StoredBundle[],
  dateOf: (each: StoredBundle) => string,
  isRecent: (date: string) => boolean,
): StoredBundle[] {
  const newestFirst = stored
    .map((each) => ({ each, date: dateOf(each) }))
    .sort((a, b) => b.date.localeCompare(a.date));
  return newestFirst
    .filter(({ each, date }) => {
      const same = newestFirst.filter((other) => other.each.institutionCode === each.institutionCode);
      return isRecent(date) || same.findIndex((other) => other.each === each) < LAST;
    })
    .map(({ each }) => each);
}

function encoded(bundle: JsonObject): string {
  return Buffer.from(JSON.stringify(bundle), 'utf8').toString('base64');
}
