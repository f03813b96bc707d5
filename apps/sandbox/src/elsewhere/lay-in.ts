import type { Instant } from '@shirube/core/records';
import { addDays, calendarDate, instant } from '../jst.ts';
import type { DemoPerson } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import { type JsonObject, object, string } from '../sharing/json.ts';
import { CLINS, RESOURCE_TYPE_TAG } from '../sharing/names.ts';
import { register } from '../sharing/registration.ts';
import type { SharingFinding } from '../sharing/rules/elements.ts';
import { careSummaryBundle } from './care-summary.ts';
import { HOLDINGS, type Holding } from './holdings.ts';
import { allergyEntry, conditionEntry, resultEntry } from './items.ts';
import { letterBundle } from './letter.ts';
import { type LetterKind, letterOf, WAITING_LETTERS } from './letters.ts';
import { bundleIdentifier, type Entry, patientEntry, type Writing } from './resources.ts';
import { HOSPITAL, type Vendor } from './vendors.ts';

/** しるべ内科クリニック of the demo. */
const DEMO_CLINIC = '1311234569';

/**
 * Registers what other institutions know of the demo's people, once for a state: through the service's own door, so that it stands by the
 * same rules as everything else.
 */
export function layInElsewhere(services: SandboxServices): void {
  const { state } = services.store;
  if (state.elsewhereLaidIn) return;
  for (const [index, holding] of HOLDINGS.entries()) {
    const person = services.people.byId(holding.personId);
    if (person !== undefined) layInHolding(services, person, holding, index);
  }
  for (const { kind, personId, vendor, daysAgo, readable } of WAITING_LETTERS)
    mustBeTaken(
      sendLetter(at(services, daysAgo), { kind, personId, vendor, to: DEMO_CLINIC, readable }).issues,
    );
  layInCareSummary(services);
  state.elsewhereLaidIn = true;
  services.store.save();
}

/** The services as they were some days ago. */
function at(services: SandboxServices, daysAgo: number): SandboxServices {
  const then = new Date(services.now().getTime() - daysAgo * 24 * 60 * 60 * 1000);
  return { ...services, now: () => then };
}

function layInHolding(
  services: SandboxServices,
  person: DemoPerson,
  { vendor, registeredDaysAgo, conditions, allergies, reports }: Holding,
  index: number,
): void {
  const then = at(services, registeredDaysAgo);
  const writing: Writing = { vendor, person, at: instant(then.now()) };
  const localId = (word: string): string => `${word}-${person.id}-${index}`;
  const unit = (type: string, word: string, entries: Entry[]): void =>
    mustBeTaken(put(then, collection(writing, type, localId(word), entries)));
  if (conditions !== undefined)
    unit(
      'Condition',
      'C',
      conditions.map((each) => conditionEntry(writing, each)),
    );
  if (allergies !== undefined)
    unit(
      'AllergyIntolerance',
      'A',
      allergies.map((each) => allergyEntry(writing, each)),
    );
  for (const report of reports ?? []) {
    const on = addDays(calendarDate(services.now()), -report.daysAgo);
    const issued = at(services, report.daysAgo);
    const issuing: Writing = { ...writing, at: instant(issued.now()) };
    const collectedAt = vendor.specimen === 'contained' ? `${on}T09:15:00+09:00` : on;
    const entries = report.items.map((item) => resultEntry(issuing, item, collectedAt));
    mustBeTaken(put(issued, collection(issuing, 'Observation', localId(report.id), entries)));
  }
}

/** A plan that its patient can see in マイナポータル, and nobody else. */
function layInCareSummary(services: SandboxServices): void {
  const person = services.people.byId('p02');
  const institution = services.institutions.byCode(HOSPITAL.institutionCode);
  if (person === undefined || institution === undefined) return;
  const then = at(services, 40);
  const writing: Writing = { vendor: HOSPITAL, person, at: instant(then.now()) };
  const summary = {
    localId: 'PCS-p02',
    startsOn: calendarDate(then.now()),
    plan: '塩分は1日6グラムまでにしましょう。\n血をさらさらにする薬は、毎日同じ時間に飲んでください。',
    conditions: HOLDINGS[0]?.conditions ?? [],
  };
  mustBeTaken(put(then, careSummaryBundle(writing, institution, summary)));
}

/** What the service refuses here is a mistake of this program. */
function mustBeTaken(issues: readonly { ruleId: string; path: string }[]): void {
  if (issues.length === 0) return;
  const named = issues.map(({ ruleId, path }) => `${ruleId} ${path}`).join(', ');
  throw new Error(`data of another institution were refused: ${named}`);
}

function collection(writing: Writing, type: string, localId: string, entries: Entry[]): JsonObject {
  return {
    resourceType: 'Bundle',
    meta: {
      lastUpdated: writing.at,
      profile: [`${CLINS}/StructureDefinition/JP_Bundle_CLINS${writing.vendor.version}`],
      tag: [{ system: RESOURCE_TYPE_TAG, code: type }],
    },
    identifier: bundleIdentifier(writing, localId),
    type: 'collection',
    timestamp: writing.at,
    entry: [patientEntry(writing), ...entries],
  };
}

/** Another institution writes to a clinic. Returns the letter's identifier, or the service's reasons to refuse it. */
export function sendLetter(
  services: SandboxServices,
  letter: { kind: LetterKind; personId: string; vendor: Vendor; to: string; readable: boolean },
): { identifier: string; issues: readonly SharingFinding[] } {
  const person = services.people.byId(letter.personId);
  const from = services.institutions.byCode(letter.vendor.institutionCode);
  const listed = services.institutions.byCode(letter.to);
  if (person === undefined || from === undefined) throw new Error('nobody to write about, or from');
  const to = listed ?? {
    institutionCode: letter.to,
    name: services.store.state.institutions[letter.to]?.name ?? letter.to,
    address: '',
    phone: '',
  };
  const writtenAt: Instant = instant(services.now());
  const writing: Writing = { vendor: letter.vendor, person, at: writtenAt };
  const number = services.store.state.sharingRequests.length + 1;
  const localId = `L-${person.id}-${number}`;
  const content = letterOf(letter.kind, localId, calendarDate(services.now()));
  const bundle = letterBundle(writing, { from, to }, content);
  const issues = put(services, bundle, letter.readable);
  return { identifier: string(object(bundle.identifier).value), issues };
}

function put(services: SandboxServices, bundle: JsonObject, readable = false): readonly SharingFinding[] {
  const identifier = string(object(bundle.identifier).value);
  const answer = register(services, {
    institutionCode: identifier.slice(0, 10),
    requestId: identifier.replaceAll('^', '_'),
    bytes: Buffer.from(JSON.stringify(bundle), 'utf8'),
    readable,
  });
  return answer.status === 200 ? [] : answer.body.errors;
}
