import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { todayInTokyo } from '@shirube/terminology';
import { storeInLetters } from './attack-letters.ts';
import { scriptsAreStoredIn } from './free-text.ts';
import { signIn, test } from './steps.ts';

/**
 * Stored script: what runs in a browser is put into every text a person can write, by the API that the screens use, and then every
 * screen there is is looked at. All of it happens in the second demo clinic, so that the journeys of the first are not disturbed.
 */
test.describe.configure({ mode: 'serial' });

const clinic = 'minato';
const app = path.join(import.meta.dirname, '../apps/web/app');

/** From long to short; `pwned` remembers that anybody so much as looked at it. */
const scripts = [
  `javascript:pwned()//"><script>pwned()</script><svg onload=pwned()><iframe srcdoc='<script>parent.pwned()</script>'>`,
  `"><img src=/pwned onerror=pwned()>{{constructor.constructor('pwned()')()}}\${pwned()}`,
  `'"><script>pwned()</script><i onclick=pwned()>`,
  `<img src=/pwned onerror=pwned()>`,
  `<svg onload=pwned>`,
  `<b>pwned`,
];

let stored = 0;
/** Another text each time, as long as the field takes. */
function script(most: number): string {
  stored += 1;
  const fitting = scripts.filter((each) => each.length + 2 <= most);
  return `${String(stored).padStart(2, '0')}${fitting[stored % Math.min(2, fitting.length)]}`;
}

type Who = 'kishi' | 'minato' | 'hama';
const people = {} as Record<Who, Page>;
const contexts: BrowserContext[] = [];
const wrong: string[] = [];
const addresses: string[] = [];
/** Monday of last week in Tokyo: the newest week that can be reviewed. */
function lastMonday(): string {
  const today = new Date(Date.now() + 9 * 3_600_000);
  today.setUTCDate(today.getUTCDate() - ((today.getUTCDay() + 6) % 7) - 7);
  return today.toISOString().slice(0, 10);
}

const ids: Record<string, string> = { clinic, weekStart: lastMonday() };

test.beforeAll(async ({ browser }) => {
  for (const who of ['kishi', 'minato', 'hama'] as const) {
    const context = await browser.newContext();
    contexts.push(context);
    await context.addInitScript(() => {
      Object.defineProperty(globalThis, 'pwned', {
        get() {
          console.error('pwned');
          return () => console.error('pwned');
        },
      });
    });
    context.on('console', (message) => {
      if (message.text() === 'pwned') wrong.push(`${who}: a stored script ran at ${message.location().url}`);
    });
    context.on('dialog', (dialog) => {
      wrong.push(`${who}: a dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    context.on('request', (request) => {
      addresses.push(request.url());
      if (request.url().includes('/pwned')) wrong.push(`${who}: a stored image was asked for`);
    });
    people[who] = await context.newPage();
  }
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

/** Puts back what the journeys of other people see. */
const restore: (() => Promise<void>)[] = [];

/** Where scripts went, as e2e/free-text.ts names it. */
const storedIn = new Set<string>();
function note(procedure: string, value: unknown, at = ''): void {
  if (typeof value === 'string' && /^\d\d.*pwned/.test(value)) storedIn.add(`${procedure} ${at}`);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value))
    note(procedure, each, Array.isArray(value) ? `${at}[]` : at ? `${at}.${key}` : key);
}

/** A call as a screen makes it. Fails when it is refused. */
async function api<T>(who: Who, procedure: string, input: unknown): Promise<T> {
  const answer = await people[who].evaluate(
    async ([url, body]) => {
      const reply = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      return { status: reply.status, text: await reply.text() };
    },
    [`/api/c/${clinic}/trpc/${procedure}`, JSON.stringify(input)] as const,
  );
  expect([procedure, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([procedure, 200, '']);
  note(procedure, input);
  return JSON.parse(answer.text).result.data as T;
}

test('a script that did run would be noticed', async () => {
  await people.kishi.goto('/sign-in');
  await people.kishi.evaluate('pwned()');
  await expect.poll(() => wrong.splice(0).at(0)).toContain('kishi: a stored script ran');
});

test('a clerk, a doctor and an administrator come in', async () => {
  test.setTimeout(240_000);
  for (const who of ['kishi', 'minato', 'hama'] as const) await signIn(people[who], who);
});

const soap = () => ({
  subjective: script(20_000),
  objective: script(20_000),
  assessment: script(20_000),
  plan: script(20_000),
});

/** Another new patient, and their visit of today. */
async function register(): Promise<string> {
  const patient = await api<{ id: string }>('kishi', 'patients.register', {
    familyName: script(40),
    givenName: script(40),
    familyKana: 'コウゲキ',
    givenKana: 'タロウ',
    birthDate: '1980-02-29',
    sex: 'other',
    address: script(100),
    phone: script(20),
    differentPersonConfirmed: true,
  });
  return patient.id;
}
async function receive(patientId: string): Promise<string> {
  const reception = { patientId, purpose: script(200), verificationMethod: '確認できず' };
  return (await api<{ receptionId: string }>('kishi', 'reception.receive', reception)).receptionId;
}

/** Medicines from elsewhere and allergies, one of each withdrawn again. */
async function knownFacts(patientId: string): Promise<void> {
  for (const isRemoved of [true, false]) {
    const { id: medicationId } = await api<{ id: string }>('minato', 'patientFacts.enterExternal', {
      patientId,
      yjCode: null,
      name: script(100),
      doseText: script(100),
      facilityName: script(100),
      dispensedOn: todayInTokyo(new Date()),
      days: 7,
    });
    const { allergyId } = await api<{ allergyId: string }>('minato', 'patientFacts.recordAllergy', {
      patientId,
      allergen: { kind: 'words', text: script(100) },
      reaction: script(200),
      criticality: 'high',
      onsetDate: null,
    });
    const change = { patientId, allergyId, reaction: script(200), criticality: 'low', reason: script(200) };
    await api('minato', 'patientFacts.amendAllergy', change);
    if (!isRemoved) continue;
    const reason = script(200);
    await api('minato', 'patientFacts.removeExternal', { patientId, medicationId, reason });
    await api('minato', 'patientFacts.withdrawAllergy', { patientId, allergyId, reason: script(200) });
  }
}

/** RPs with a script in every text. */
const order = () => [
  {
    clientId: randomUUID(),
    formClass: '1',
    quantity: 3,
    usage: { code: script(16), text: script(100), timesPerDay: null },
    supplements: [{ kind: 'jami_site', text: script(100), code: null, siteCode: null }],
    medications: [
      {
        clientId: randomUUID(),
        yjCode: script(12),
        receiptCode: '',
        name: script(100),
        ingredientName: script(200),
        dose: '1',
        unit: script(20),
        unitCode: null,
        conversion: { factor: '1', priceUnit: script(20) },
        substitution: { kind: 'no_generic', reason: script(100) },
        unevenDoses: [
          { dose: '1', code: null },
          { dose: '1', code: null },
        ],
        singleDose: { text: script(12), timesPerDay: null },
        supplements: [{ kind: 'jami', text: script(100), code: null }],
      },
    ],
  },
];

test('scripts are stored as a patient, a reception, a chart and what is said of them', async () => {
  ids.patientId = await register();
  const receptionId = await receive(ids.patientId);
  const { encounterId } = await api<{ encounterId: string }>('minato', 'charting.start', { receptionId });
  ids.encounterId = encounterId;
  const visit = { patientId: ids.patientId, encounterId };
  await api('minato', 'prescribing.recordOralConsent', { ...visit, note: script(200) });
  // a draft holds what has been typed so far, right or wrong; it is looked at before it is confirmed
  await api('minato', 'charting.saveDraft', {
    ...visit,
    baseRevision: 0,
    content: {
      soap: soap(),
      conditions: [
        {
          clientId: randomUUID(),
          conditionId: null,
          managementNo: '',
          displayName: script(120),
          modifierCodes: [],
          isMain: false,
          isSuspected: false,
          onsetDate: '2026-11-20',
          endDate: null,
          outcome: 'active',
        },
      ],
      rps: order(),
      options: {
        remarks: [{ kind: null, text: script(100) }],
        narcoticLicence: script(15),
        clinicalNotes: [{ drugName: script(40), comment: script(500) }],
        labValues: [script(500)],
      },
      decisions: [
        { findingKey: script(400), decision: 'override', reasonCode: script(40), reasonText: script(200) },
      ],
    },
  });
  const set = await api<{ id: string }>('minato', 'orderSets.createOwn', { name: script(40), rps: order() });
  restore.push(() => api('minato', 'orderSets.removeOwn', { id: set.id, rowVersion: 1 }));
  await everyScreen('minato', /encounters|order-sets/);
  const draft = { soap: soap(), conditions: [], rps: [], decisions: [] };
  const { revision } = await api<{ revision: number }>('minato', 'charting.saveDraft', {
    ...visit,
    baseRevision: 1,
    content: draft,
  });
  await api('minato', 'charting.confirm', { ...visit, baseRevision: revision });
  await api('minato', 'charting.amendNote', { ...visit, baseVersion: 1, soap: soap(), reason: script(200) });
});

test('scripts are stored as people, a clinic and what an administrator writes', async () => {
  const { people: staff } = await api<{ people: { staffId: string; roles: string[] }[] }>(
    'hama',
    'people.list',
    {},
  );
  ids.staffId = staff.find((each) => each.roles.includes('clerk'))?.staffId ?? '';
  const names = {
    familyName: script(40),
    givenName: script(40),
    familyKana: 'コウゲキ',
    givenKana: 'ジロウ',
  };
  await api('hama', 'people.invite', {
    ...names,
    roles: ['clerk'],
    licence: '看護師',
    licenceNumber: script(40),
    loginId: '',
  });
  await api('hama', 'people.recordReview', { note: script(200) });
  const before = await api<Record<string, unknown>>('hama', 'people.get', { staffId: ids.staffId });
  restore.push(async () => {
    const { familyName, givenName, familyKana, givenKana, joinedOn, doctorCode, roles } = before;
    const profile = { familyName, givenName, familyKana, givenKana, joinedOn, doctorCode: doctorCode ?? '' };
    await api('hama', 'people.changeProfile', { ...(await target()), ...profile });
    await api('hama', 'people.changeRoles', { ...(await target()), roles, reason: '元に戻す' });
  });
  const person = () => api<{ rowVersion: number }>('hama', 'people.get', { staffId: ids.staffId });
  const target = async () => ({ staffId: ids.staffId, rowVersion: (await person()).rowVersion });
  await api('hama', 'people.changeProfile', {
    ...(await target()),
    ...names,
    joinedOn: null,
    doctorCode: script(20),
  });
  await api('hama', 'people.changeLicence', {
    ...(await target()),
    licence: '看護師',
    licenceNumber: script(40),
    licenceRegisteredOn: '2000-04-01',
    narcoticsLicenceNumber: script(40),
    reason: script(200),
  });
  await api('hama', 'people.changeRoles', {
    ...(await target()),
    roles: ['clerk', 'nurse'],
    reason: script(200),
  });
  await api('hama', 'signInHelp.requestReset', { staffId: ids.staffId, reason: script(200) });
  const { clientId } = await api<{ clientId: string }>('hama', 'clients.create', {
    name: script(60),
    purpose: script(200),
    contact: script(200),
    scopes: ['patient.identify'],
    ipRanges: [],
    quotaPerMinute: 60,
    requireDpop: false,
    credential: { method: { kind: 'secret' }, validDays: 90 },
  });
  ids.clientId = clientId;
  // the clerk is a nurse now, and enters for the doctor, who gives it back
  const patientId = await register();
  const place = { patientId, receptionId: await receive(patientId) };
  const { staffId: onBehalfOfId } = await api<{ staffId: string }>('minato', 'session.me', {});
  const entry = { ...place, baseRevision: 0, onBehalfOfId, content: { soap: soap() } };
  await api('kishi', 'entries.saveDraft', entry);
  const { proposalId } = await api<{ proposalId: string }>('kishi', 'entries.submit', {
    ...place,
    baseRevision: 1,
  });
  await api('minato', 'entries.return', { patientId, proposalId, comment: script(200) });
  await knownFacts(ids.patientId ?? patientId);
  ids.documentId = await storeInLetters(
    (procedure, input) => api('minato', procedure, input),
    script,
    ids.patientId ?? patientId,
  );
  const asItWas = await api<Record<string, unknown>>('hama', 'clinic.profile', {});
  restore.push(async () => {
    const { rowVersion } = await api<{ rowVersion: number }>('hama', 'clinic.profile', {});
    const { name, postalCode, address, phone, fax, founderName, managingDoctorName } = asItWas;
    await api('hama', 'clinic.saveIdentity', {
      rowVersion,
      name,
      postalCode,
      address,
      phone,
      fax,
      founderName: founderName || '港 一郎',
      managingDoctorName: managingDoctorName || '港 一郎',
    });
  });
  const { rowVersion, postalCode, phone, fax } = await api<Record<string, string>>(
    'hama',
    'clinic.profile',
    {},
  );
  const identity = {
    name: script(60),
    address: script(100),
    founderName: script(60),
    managingDoctorName: script(40),
  };
  await api('hama', 'clinic.saveIdentity', { rowVersion, postalCode, phone, fax, ...identity });
  const { restrictionId } = await api<{ restrictionId: string }>('hama', 'restrictions.set', {
    patientId: ids.patientId,
    kind: 'other',
    reason: script(200),
    allowedStaffIds: [ids.staffId],
  });
  ids.restrictionId = restrictionId;
  const { id } = await api<{ id: string }>('minato', 'restrictions.openEmergency', {
    patientId: ids.patientId,
    reasonCode: 'life',
    reasonText: script(200),
  });
  const review = { accessId: id, judgement: 'follow_up', comment: script(200) };
  await api('hama', 'restrictions.reviewEmergency', review);
  await api('hama', 'audit.requestExport', { from: '2026-11-01', to: '2026-11-30', reason: script(200) });
});

/** The address of a page's file, with the ids of this test in it; a page of something that this test has none of is opened too. */
function addressOf(file: string): string {
  const folder = path.dirname(file).replace(/\([^)]*\)\/?/g, '');
  return `/${folder === '.' ? '' : folder}`.replace(
    /\[(\w+)\]/g,
    (_, name: string) => ids[name] ?? '00000000-0000-4000-8000-000000000000',
  );
}

const screens = fs.globSync('**/page.tsx', { cwd: app }).sort();
const shown = new Set<string>();

/** Opens every page, unfolds what is folded, and keeps what stands there. */
async function everyScreen(who: Who, only = /./): Promise<void> {
  const page = people[who];
  for (const file of screens.filter((each) => only.test(each))) {
    await page.goto(addressOf(file));
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      for (const part of document.querySelectorAll('details')) part.open = true;
    });
    const texts = await page.evaluate(() => [
      // biome-ignore lint/performance/useDomNodeTextContent: what a person sees, without the texts of scripts
      document.body.innerText,
      ...[...document.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value),
    ]);
    for (const [number] of texts.join('\n').matchAll(/\d\d(?=[<"']|javascript:)/g)) shown.add(number);
    expect([file, await page.locator('script:not([nonce]):not([src])').count()]).toEqual([file, 0]);
    expect([file, await page.title()]).toEqual([file, '標 Shirube']);
  }
}

// @proves V1.2.1 V3.2.2 V1.3.2 G7
test('every screen shows them as text, and nothing runs', async () => {
  test.setTimeout(300_000);
  await everyScreen('hama');
  // what an administrator does not see of patients, and the operators' own pages not at all
  for (const who of ['kishi', 'minato'] as const)
    await everyScreen(who, /board|encounters|documents|outbox|emergency|people/);
  const { restrictionId } = ids;
  await api('hama', 'restrictions.lift', { restrictionId, reason: script(200) });
  await everyScreen('hama', /audit|restrictions|emergency/);
  expect(wrong).toEqual([]);
  process.stdout.write(
    `${stored} stored scripts, ${shown.size} of them seen as text on ${screens.length} screens.\n`,
  );
  expect(shown.size).toBeGreaterThan(30);
  expect([...storedIn].sort()).toEqual([...scriptsAreStoredIn].sort());
});

// @proves V14.2.1 D6
test('nothing that was typed or shown stands in an address', () => {
  expect(addresses.length).toBeGreaterThan(100);
  const ours = addresses.filter((each) => each.startsWith(process.env.SHIRUBE_PUBLIC_URL ?? ''));
  expect(addresses.filter((each) => !ours.includes(each))).toEqual([]);
  const allowed = /^\/[\w\-/.@~[\]()]*(\?(_rsc=[\w-]+|dpl=\w+))?$/;
  const rest = ours.map((each) => each.slice((process.env.SHIRUBE_PUBLIC_URL ?? '').length));
  expect(rest.filter((each) => !allowed.test(each))).toEqual([]);
});

test('the clinic is left as it was', async () => {
  for (const put of restore) await put();
});
