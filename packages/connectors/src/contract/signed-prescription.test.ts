import { createHash, randomUUID } from 'node:crypto';
import {
  type OutsideServices,
  PortError,
  type SigningCredential,
  type SigningPort,
} from '@shirube/core/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPkce } from '../index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { INSTITUTION, PATIENT } from '../testing/messages.ts';
import { servicesAt } from '../testing/services.ts';
import { prescriptionRecord } from './prescription.ts';
import { ContractSandbox, holderOf } from './sandbox.ts';

/** From the doctor's authorization to the pharmacy, against the sandbox itself. */
const DOCTOR = 'hpki-test-doctor-1';
const PHARMACIST = 'hpki-test-pharmacist-1';
const CALLBACK = 'http://127.0.0.1:3999/signing/callback';

let sandbox: ContractSandbox;
let log: MemoryLog;
let services: OutsideServices;
let impatient: OutsideServices;
beforeAll(async () => {
  sandbox = await ContractSandbox.start('real');
}, 60_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.reset();
  log = new MemoryLog();
  const rootPem = await sandbox.text('/pki/root.pem');
  // a busy machine draws a copy in seconds: only what is meant to run out of time may do so
  services = servicesAt(sandbox.url, rootPem, log, {
    timeouts: { eprescription: 15_000, signing: 15_000, timestamp: 15_000 },
  });
  impatient = servicesAt(sandbox.url, rootPem, log, {
    timeouts: { eprescription: 1_500, signing: 1_500, timestamp: 1_500 },
  });
});

/** The remote service of the Cloud Signature Consortium's API. */
const csc = (): SigningPort => services.signing.with('csc-v2') as SigningPort;

/** What the doctor's browser does: opens the page, approves, comes back with a code. */
async function approve(credentialId: string, codeChallenge: string, decision = 'approve') {
  const url = csc().authorizationUrl({
    redirectUri: CALLBACK,
    state: 'state-1',
    codeChallenge,
    nonce: 'nonce-1',
    loginHint: credentialId,
  });
  const page = await fetch(url);
  expect(page.status).toBe(200);
  const form = new URL(url).searchParams;
  form.set('decision', decision);
  form.set('credential_id', credentialId);
  const answer = await fetch(url.split('?')[0] ?? '', { method: 'POST', body: form, redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  expect([answer.status, back.origin + back.pathname, back.searchParams.get('state')]).toEqual([
    303,
    CALLBACK,
    'state-1',
  ]);
  return back.searchParams;
}

async function authorize(credentialId = DOCTOR): Promise<string> {
  const { codeVerifier, codeChallenge } = createPkce();
  const code = (await approve(credentialId, codeChallenge)).get('code') ?? '';
  const exchange = { redirectUri: CALLBACK, code, codeVerifier, nonce: 'nonce-1' };
  return (await csc().completeAuthorization(exchange)).token;
}

/** The calendar day in Tokyo, a number of days from today. */
function day(offset: number): string {
  const date = new Date(Date.now() + offset * 86_400_000);
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(date);
}

async function signed(credentialId = DOCTOR): Promise<Uint8Array> {
  const token = await authorize(credentialId);
  const credential = (await csc().listCredentials(token))?.[0];
  if (credential === undefined) throw new Error('no credential');
  const documents = [services.files.writeCsv(prescriptionRecord(day(0), day(3)))];
  const [file] = await csc().signDocuments({ token, credential, documents, signingTime: new Date() });
  if (file === undefined || file instanceof PortError) throw new Error('no signature');
  return file.xml;
}

const registration = (signedXml: Uint8Array, idempotencyKey: string = randomUUID()) => ({
  institutionCode: INSTITUTION,
  idempotencyKey,
  document: signedXml,
  issueType: 'electronic' as const,
});
const of = (prescriptionId: string) => ({
  institutionCode: INSTITUTION,
  requestId: randomUUID(),
  prescriptionId,
});
const search = () =>
  services.ePrescription.search({
    institutionCode: INSTITUTION,
    requestId: randomUUID(),
    patient: PATIENT,
    issuedFrom: day(-1),
    issuedTo: day(1),
  });

describe('signing', () => {
  it('lists the credential of the doctor who authorized, with role and chain', async () => {
    const [credential, ...others] = (await csc().listCredentials(await authorize())) ?? [];
    expect(others).toEqual([]);
    expect(credential?.id).toBe(DOCTOR);
    expect(credential?.signerName.replace(/\s/gu, '')).toBe(holderOf(DOCTOR));
    expect(credential?.hcRoles).toEqual(['Medical Doctor']);
    expect(credential?.serial).toMatch(/^[0-9a-f]+$/);
    expect(credential?.chain.length).toBeGreaterThanOrEqual(2);
    expect(Date.parse(credential?.validFrom ?? '')).toBeLessThan(Date.now());
    expect(Date.parse(credential?.validTo ?? '')).toBeGreaterThan(Date.now());
  });

  it('gives a signature that verifies, by the right person, and none for changed bytes', async () => {
    const xml = await signed();
    const report = await services.files.verify(xml, new Date());
    expect(report).toMatchObject({ valid: true, problems: [], hcRoles: ['Medical Doctor'] });
    const changed = Buffer.from(xml)
      .toString()
      .replace('id="PrescriptionDocument">U', 'id="PrescriptionDocument">V');
    const broken = await services.files.verify(Buffer.from(changed), new Date());
    expect(broken.valid).toBe(false);
    expect(broken.problems).not.toEqual([]);
  });

  it('is invalid for a root this installation does not trust', async () => {
    const xml = await signed();
    const elsewhere = await ContractSandbox.start('real');
    try {
      const stranger = servicesAt(sandbox.url, await elsewhere.text('/pki/root.pem'), log);
      expect((await stranger.files.verify(xml, new Date())).valid).toBe(false);
    } finally {
      await elsewhere.stop();
    }
  }, 60_000);

  it('a code works once, with its own verifier only; a refusal gives none', async () => {
    const { codeVerifier, codeChallenge } = createPkce();
    const code = (await approve(DOCTOR, codeChallenge)).get('code') ?? '';
    const exchange = { redirectUri: CALLBACK, code, codeVerifier, nonce: 'nonce-1' };
    const wrong = { ...exchange, codeVerifier: createPkce().codeVerifier };
    expect((await portErrorOf(csc().completeAuthorization(wrong))).kind).toBe('auth');
    expect((await portErrorOf(csc().completeAuthorization(exchange))).kind).toBe('auth');
    const denied = await approve(DOCTOR, codeChallenge, 'deny');
    expect([denied.get('code'), denied.get('error')]).toEqual([null, 'access_denied']);
  });

  it('needs a token that lives and the credential of its person', async () => {
    const [credential] = (await csc().listCredentials(await authorize())) as [SigningCredential];
    const request = { credential, documents: [new TextEncoder().encode('SJ1')], signingTime: new Date() };
    const stranger = { ...request, token: 'nobody' };
    expect((await portErrorOf(csc().signDocuments(stranger))).kind).toBe('auth');
    expect((await portErrorOf(csc().listCredentials('nobody'))).kind).toBe('auth');
    const other = { ...request, token: await authorize(PHARMACIST) };
    expect((await portErrorOf(csc().signDocuments(other))).kind).toBe('auth');
  });

  it('leaves a wrong signature to be found by verification', async () => {
    await sandbox.fault('signing', 'wrong_signature');
    const report = await services.files.verify(await signed(), new Date());
    expect(report.valid).toBe(false);
  });

  it('keeps no secret in the exchange log', async () => {
    await signed();
    const kept = log.exchanges.flatMap(({ request, response }) => [request, response ?? new Uint8Array()]);
    const text = kept.map((bytes) => new TextDecoder().decode(bytes)).join('\n');
    for (const [, secret] of text.matchAll(
      /"(?:access_token|SAD)":"([^"]*)"|(?:code|code_verifier)=([^&]*)/g,
    )) {
      expect(secret ?? '[removed]').toBe('[removed]');
    }
    expect(text).toContain('[removed]');
  });
});

describe('a signed prescription at the service', () => {
  it('is registered, shown, received, dispensed; each state is told', async () => {
    const idempotencyKey = randomUUID();
    const xml = await signed();
    const issued = await services.ePrescription.register(registration(xml, idempotencyKey));
    expect(issued.accessCode).toMatch(/^\d{16}$/);
    expect(await services.ePrescription.register(registration(xml, idempotencyKey))).toEqual(issued);
    expect(await search()).toMatchObject([{ ...issued, idempotencyKey }]);
    const copy = await services.ePrescription.fetchCopy(of(issued.prescriptionId));
    expect(Buffer.from(copy.subarray(0, 5)).toString()).toBe('%PDF-');
    const status = () => services.ePrescription.status(of(issued.prescriptionId));
    expect(await status()).toMatchObject({ status: 'registered', pharmacyName: null, hasMessage: false });
    await sandbox.pharmacy('receive', issued.prescriptionId);
    expect(await status()).toMatchObject({
      status: 'dispensing',
      pharmacyName: expect.stringContaining('薬局'),
    });
    const error = await portErrorOf(services.ePrescription.cancel(of(issued.prescriptionId)));
    expect([error.kind, error.code]).toEqual(['status_conflict', 'EPSB0081E']);
    await sandbox.pharmacy('dispense', issued.prescriptionId, '残薬がありました');
    expect(await status()).toMatchObject({ status: 'dispensed', hasMessage: true });
  });

  it('can be cancelled before a pharmacy has it, once', async () => {
    const { prescriptionId } = await services.ePrescription.register(registration(await signed()));
    await sandbox.pharmacy('receive', prescriptionId);
    await sandbox.pharmacy('return', prescriptionId);
    await services.ePrescription.cancel(of(prescriptionId));
    expect((await services.ePrescription.status(of(prescriptionId))).status).toBe('cancelled');
    expect((await portErrorOf(services.ePrescription.cancel(of(prescriptionId)))).kind).toBe(
      'status_conflict',
    );
  });

  it('is replaced by another while no pharmacy has it, and by none afterwards', async () => {
    const first = await services.ePrescription.register(registration(await signed()));
    const changed = await services.ePrescription.change({
      ...registration(await signed()),
      prescriptionId: first.prescriptionId,
    });
    expect(changed.prescriptionId).not.toBe(first.prescriptionId);
    expect(changed.accessCode).not.toBe(first.accessCode);
    expect((await services.ePrescription.status(of(first.prescriptionId))).status).toBe('cancelled');
    await sandbox.pharmacy('receive', changed.prescriptionId);
    const late = services.ePrescription.change({
      ...registration(await signed()),
      prescriptionId: changed.prescriptionId,
    });
    expect((await portErrorOf(late)).kind).toBe('status_conflict');
    expect((await services.ePrescription.status(of(changed.prescriptionId))).status).toBe('dispensing');
  });

  it('is registered for a paper without a signature, and as 院内処方情報 without a number', async () => {
    const record = prescriptionRecord(day(0), day(3));
    const paper = await services.ePrescription.register({
      ...registration(services.files.unsignedXml(services.files.writeCsv(record))),
      issueType: 'paper',
    });
    expect(paper.accessCode).toMatch(/^\d{16}$/);
    const inHouse = {
      institutionCode: INSTITUTION,
      idempotencyKey: randomUUID(),
      csv: services.files.writeInHouseCsv(record),
    };
    const registered = await services.ePrescription.registerInHouse(inHouse);
    expect(await services.ePrescription.registerInHouse(inHouse)).toEqual(registered);
    expect(await search()).toMatchObject([
      { prescriptionId: registered.prescriptionId, accessCode: null, idempotencyKey: inHouse.idempotencyKey },
      { prescriptionId: paper.prescriptionId },
    ]);
  });

  it('comes back as the pharmacist’s signed document, in the list and by itself', async () => {
    const { prescriptionId } = await services.ePrescription.register(registration(await signed()));
    const list = (from: string, to: string) =>
      services.ePrescription.listDispensed({
        institutionCode: INSTITUTION,
        requestId: randomUUID(),
        from,
        to,
      });
    expect(await services.ePrescription.dispensingResults(of(prescriptionId))).toEqual([]);
    await sandbox.pharmacy('dispense', prescriptionId, '残薬がありました');
    const [result, ...others] = await services.ePrescription.dispensingResults(of(prescriptionId));
    expect(others).toEqual([]);
    const verified = await services.files.verifyDispensing(result!.xml, new Date());
    expect(verified.report).toMatchObject({ valid: true, hcRoles: ['Pharmacist'] });
    expect(services.files.readDispensing(result!.xml)).toMatchObject({
      dispensingId: result!.dispensingId,
      prescriptionId,
      messages: [{ text: '残薬がありました' }],
      changes: [],
    });
    const listed = { prescriptionId, dispensingId: result!.dispensingId };
    expect(await list(day(-1), day(0))).toEqual([expect.objectContaining(listed)]);
    expect(await list(day(-2), day(-1))).toEqual([]);
    const late = services.ePrescription.cancel(of(prescriptionId));
    expect((await portErrorOf(late)).kind).toBe('status_conflict');
  });

  it('is refused as a matter of the signature when a pharmacist signed or the bytes were changed', async () => {
    const byPharmacist = await signed(PHARMACIST);
    const changed = Buffer.from(
      Buffer.from(await signed())
        .toString()
        .replace(/<xades:SigningTime>\d{4}/, '<xades:SigningTime>2020'),
    );
    for (const xml of [byPharmacist, changed]) {
      expect((await portErrorOf(services.ePrescription.register(registration(xml)))).kind).toBe('signature');
    }
    expect(await search()).toEqual([]);
  });

  it('is refused when the key was used for other bytes, and when there is none', async () => {
    const idempotencyKey = randomUUID();
    await services.ePrescription.register(registration(await signed(), idempotencyKey));
    const other = registration(await signed(), idempotencyKey);
    expect((await portErrorOf(services.ePrescription.register(other))).code).toBe('EPSB0070E');
    expect((await portErrorOf(services.ePrescription.status(of(randomUUID())))).kind).toBe('user_fixable');
  });

  it.each(['timeout_after_commit', 'malformed'])(
    'under %s the outcome is unknown, the service has it, and search finds it by our key',
    async (mode) => {
      const idempotencyKey = randomUUID();
      const xml = await signed();
      await sandbox.fault('eprescription', mode, 4000);
      expect(
        (await portErrorOf(impatient.ePrescription.register(registration(xml, idempotencyKey)))).kind,
      ).toBe('unknown');
      await sandbox.fault('eprescription', 'normal');
      const found = (await search()).filter((row) => row.idempotencyKey === idempotencyKey);
      expect(found).toHaveLength(1);
      await sandbox.fault('eprescription', mode, 4000);
      const cancelled = impatient.ePrescription.cancel(of(found[0]?.prescriptionId ?? ''));
      expect((await portErrorOf(cancelled)).kind).toBe('unknown');
      await sandbox.fault('eprescription', 'normal');
      expect((await services.ePrescription.status(of(found[0]?.prescriptionId ?? ''))).status).toBe(
        'cancelled',
      );
    },
  );

  it('under error nothing was done and it may be tried again', async () => {
    const xml = await signed();
    await sandbox.fault('eprescription', 'error');
    expect((await portErrorOf(services.ePrescription.register(registration(xml)))).kind).toBe('retryable');
    expect(await sandbox.prescriptionCount()).toBe(0);
  });

  it('under wrong_signature it is a matter of the signature and nothing is stored', async () => {
    const xml = await signed();
    await sandbox.fault('eprescription', 'wrong_signature');
    expect((await portErrorOf(services.ePrescription.register(registration(xml)))).kind).toBe('signature');
    expect(await sandbox.prescriptionCount()).toBe(0);
  });
});

describe('time stamps', () => {
  const digest = new Uint8Array(createHash('sha256').update('紹介状').digest());

  it('are tokens over our digest at our time', async () => {
    const { token, time } = await services.timestamp.timestamp(digest);
    // a ContentInfo: SEQUENCE, then the OID of signedData
    expect(Buffer.from(token).toString('hex')).toMatch(/^3082....06092a864886f70d010702/);
    expect(Buffer.from(token).includes(Buffer.from(digest))).toBe(true);
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
  });

  it.each(['down', 'error', 'malformed', 'wrong_signature', 'timeout_after_commit'])(
    'under %s there is none, and it may be tried again',
    async (mode) => {
      await sandbox.fault('tsa', mode, 50);
      expect((await portErrorOf(services.timestamp.timestamp(digest))).kind).toBe('retryable');
    },
  );

  it('are not taken from a clock that is far from ours', async () => {
    const late = servicesAt(sandbox.url, await sandbox.text('/pki/root.pem'), log, {
      now: () => new Date(Date.now() + 6 * 60_000),
    });
    expect((await portErrorOf(late.timestamp.timestamp(digest))).code).toBe('malformed:genTime');
  });
});
