import { createHash, randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@shirube/db';
import { type ClinicFixture, createTestDatabase, insertClinic, type TestDatabase } from '@shirube/db/testing';
import { referralToBundle, serializeBundle } from '@shirube/fhir-mapper';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  ATTACHMENT_BYTES,
  documentInput,
  FULL_REFERRAL,
} from '../../../../packages/fhir-mapper/src/testing/documents.ts';
import { useTestEnvironment } from '../testing/environment.ts';
import { callProcedure, doctor, sessionOf } from '../testing/procedures.ts';
import { database as ownDatabase } from './database.ts';
import { serveDownload } from './download.ts';
import { letterFileDownload } from './downloads/letter-file.ts';
import { answerKind } from './security-headers.ts';

/** What other facilities wrote, asked for in every way there is: by procedure and by address, as whom it is not for, and after its time. */
let token: string | undefined;
vi.mock('next/headers', () => ({
  cookies: async () => ({ get: () => (token ? { value: token } : undefined) }),
  headers: async () => new Headers(),
}));

const allergen = 'ヨソノアレルゲン';
const signedIn = 'token-of-our-doctor';
let test: TestDatabase;
let database: Database;
let admin: Awaited<ReturnType<TestDatabase['connect']>>;
let ours: ClinicFixture;
let theirs: ClinicFixture;
let letterId: string;

beforeAll(async () => {
  test = await createTestDatabase();
  const app = await test.connect('app');
  admin = await test.connect('admin');
  ours = await insertClinic(app, 'うち');
  theirs = await insertClinic(app, 'よそ');
  database = openDatabase({ url: test.urls.app, poolSize: 2 });
  useTestEnvironment(test.urls.app);
  const account = randomUUID();
  await admin.query(`SET session_replication_role = replica`);
  await admin.query(
    `INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES ($1, 'x', 'x', 'x')`,
    [account],
  );
  await admin.query(
    `INSERT INTO identity.auth_session (id, token_hash, account_id, stage, expires_at)
     VALUES (gen_random_uuid(), $1, $2, 'active', now() + interval '1 hour')`,
    [createHash('sha256').update(signedIn).digest(), account],
  );
  await admin.query(`UPDATE staff SET account_id = $1 WHERE id = $2`, [account, ours.doctorId]);
  await admin.query(`UPDATE tenant SET slug = 'ours' WHERE id = $1`, [ours.tenantId]);
  await admin.query(`UPDATE tenant SET slug = 'theirs' WHERE id = $1`, [theirs.tenantId]);
  letterId = randomUUID();
  const content = serializeBundle(referralToBundle(documentInput(FULL_REFERRAL)));
  await admin.query(
    `INSERT INTO received_document (tenant_id, id, identifier, revision, kind, sender_code, sender_name, person, insured_id, issued_on, noticed_at,
                                    state, patient_id, content, opened_by_id, opened_at)
     VALUES ($1, $2, 'x^2026^1', 1, 'referral', '1310000099', '架空中央病院',
             '{"name": "x", "kana": null, "birthDate": "1980-01-31", "sex": "female"}', 'x', '2026-11-20', now(), 'opened', $3, $4, $5, now())`,
    [ours.tenantId, letterId, ours.patientId, content, ours.doctorId],
  );
});
afterAll(async () => {
  await database?.close();
  await ownDatabase().close();
  await test?.drop();
});

/** A consent for ours with what came under it, both until the given moment of the database's clock. */
async function consentUntil(end: string): Promise<void> {
  await admin.query(`DELETE FROM shared_information`);
  await admin.query(`DELETE FROM consent`);
  const consentId = randomUUID();
  await admin.query(
    `INSERT INTO consent (tenant_id, id, patient_id, scope, given, source, given_at, expires_at)
     VALUES ($1, $2, $3, 'sharedClinical', true, 'card_reader', now() - interval '23 hours', now() + $4::interval)`,
    [ours.tenantId, consentId, ours.patientId, end],
  );
  await admin.query(
    `INSERT INTO shared_information (tenant_id, id, patient_id, consent_id, scope, identifier, facility_code, facility_name, registered_at, reading,
                                     content, fetched_at, expires_at)
     VALUES ($1, gen_random_uuid(), $2, $3, 'sharedClinical', 'x', '1', '架空中央病院', now(), $4, '\\x00', now(), now() + $5::interval)`,
    [
      ours.tenantId,
      ours.patientId,
      consentId,
      JSON.stringify({
        unread: [],
        items: [
          {
            kind: 'note',
            source: { facilityName: null, doctorName: null, recordedOn: null, reference: 'r' },
            resourceType: 'x',
            title: allergen,
            lines: [],
          },
        ],
      }),
      end,
    ],
  );
}

const view = (clinic: ClinicFixture, person = doctor, slug = 'ours', of = ours) =>
  callProcedure(
    'sharedInformation.view',
    { patientId: of.patientId },
    { session: sessionOf(clinic, person, slug), database },
  );

describe('what other facilities registered, by procedure', () => {
  it('is read while the consent lasts and not after it, whatever the page still shows', async () => {
    await consentUntil('1 hour');
    const during = await view(ours);
    expect([during.ok, during.text.includes(allergen)]).toEqual([true, true]);
    await consentUntil('-1 second');
    const after = await view(ours);
    expect([after.ok, after.text.includes(allergen)]).toEqual([true, false]);
    expect(after.text).toContain('"readableUntil":null');
  });

  it.each([
    ['a clerk', { roles: ['clerk'], licence: null }],
    ['a clerk who is a nurse by licence', { roles: ['clerk'], licence: '看護師' }],
    ['an administrator', { roles: ['admin'], licence: null }],
    ['a doctor without a licence', { roles: ['doctor'], licence: null }],
  ] as const)('is refused to %s', async (_, person) => {
    await consentUntil('1 hour');
    for (const name of ['sharedInformation.view', 'sharedInformation.until', 'sharedInformation.fetch']) {
      const answer = await callProcedure(
        name,
        { patientId: ours.patientId },
        {
          session: sessionOf(ours, { roles: [...person.roles], licence: person.licence }, 'ours'),
          database,
        },
      );
      expect([name, answer.code, answer.text.includes(allergen)]).toEqual([name, 'FORBIDDEN', false]);
    }
  });

  it('is not there for the other clinic', async () => {
    await consentUntil('1 hour');
    const answer = await callProcedure(
      'sharedInformation.view',
      { patientId: theirs.patientId },
      { session: sessionOf(ours, doctor, 'ours'), database },
    );
    expect([answer.code, answer.text.includes(allergen)]).toEqual(['NOT_FOUND', false]);
    expect((await view(theirs, doctor, 'theirs')).code).toBe('NOT_FOUND');
  });
});

describe('a file of a letter, by address', () => {
  const ask = (index: string, clinic = 'ours', patientId = ours.patientId) =>
    serveDownload(letterFileDownload, clinic, { patientId, letterId, index });
  const roles = (list: string) =>
    admin.query(`UPDATE staff SET roles = $1 WHERE id = $2`, [list, ours.doctorId]);
  beforeEach(() => roles('{doctor}'));

  it('is served as what it is by its bytes, kept by no cache, and the view is written down', async () => {
    token = signedIn;
    const attached = [...ATTACHMENT_BYTES.values()];
    const answers = await Promise.all(attached.map((_, index) => ask(String(index))));
    for (const answer of answers.filter((each) => each.status === 200)) {
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(['application/pdf', 'image/jpeg', 'image/png']).toContain(answer.headers.get('content-type'));
    }
    expect(answers.some((answer) => answer.status === 200)).toBe(true);
    const { rows } = await admin.query(
      `SELECT patient_id FROM audit_event WHERE action = 'letter.file_view' AND outcome = 'success'`,
    );
    expect(rows.length).toBe(answers.filter((each) => each.status === 200).length);
    expect(rows[0].patient_id).toBe(ours.patientId);
  });

  it.each([
    ['nobody', undefined, '{doctor}', 'ours', '0'],
    ['a clerk', signedIn, '{clerk}', 'ours', '0'],
    ['somebody of another clinic', signedIn, '{doctor}', 'theirs', '0'],
    ['whoever asks for a file that is not there', signedIn, '{doctor}', 'ours', '99'],
    ['whoever asks for what is no number', signedIn, '{doctor}', 'ours', '../0'],
  ])('is an empty 404 for %s', async (_, cookie, list, clinic, index) => {
    token = cookie;
    await roles(list);
    const answer = await ask(index, clinic);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('of another patient is not there', async () => {
    token = signedIn;
    expect((await ask('0', 'ours', theirs.patientId)).status).toBe(404);
  });

  it('has an address whose policy lets no script run', () => {
    expect(answerKind(`/c/shirube/patients/${ours.patientId}/letters/${letterId}/files/0`)).toBe('file');
  });
});
