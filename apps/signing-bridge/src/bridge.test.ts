import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { createTestPki } from '@shirube/eprescription/test-pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingTool } from '../../../tools/lib/debian-tools.ts';
import { CardError, problemOf } from './pkcs11/constants.ts';
import { type SoftCard, softCardPin, startSoftCard } from './testing/soft-card.ts';

const origin = 'http://localhost:3000';
const redirectUri = `${origin}/c/test/signing/callback`;
let card: SoftCard | null = null;
let certificate: Uint8Array;
let privateKeyPem: string;

beforeAll(async () => {
  const pki = await createTestPki({
    now: new Date(),
    signers: [
      {
        id: 'd',
        nameRomaji: 'YAMADA',
        nameKanji: '山田　花子',
        facilityRomaji: 'SHIRUBE',
        role: 'Medical Doctor',
      },
    ],
  });
  const [signer] = pki.signers as [(typeof pki.signers)[0]];
  const der = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
  certificate = der(signer.certificate);
  privateKeyPem = signer.privateKey;
  const certificates = [certificate, der(pki.issuing), der(pki.root)];
  card = await startSoftCard({ privateKeyPem, certificates }, origin);
}, 60_000);
afterAll(() => card?.close());

function theCard(context: { skip(note?: string): never }): SoftCard {
  return card ?? context.skip(missingTool('softhsm2'));
}

const api = (at: SoftCard, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${at.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${at.secret}`, ...headers },
    body: JSON.stringify(body),
  });

/** What the doctor's browser does at the bridge's page. */
async function enterPin(at: SoftCard, pin: string, changed: Record<string, string> = {}, from = at.url) {
  const verifier = randomBytes(48).toString('base64url');
  const form = new URLSearchParams({
    redirect_uri: redirectUri,
    state: 'the-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    decision: 'approve',
    pin,
    ...changed,
  });
  const answer = await fetch(`${at.url}/authorize`, {
    method: 'POST',
    body: form,
    headers: { origin: from },
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  return { answer, verifier, back: location === null ? null : new URL(location).searchParams };
}

async function open(at: SoftCard): Promise<string> {
  const { back, verifier } = await enterPin(at, softCardPin);
  const answer = await api(at, 'token', {
    code: back?.get('code'),
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('the bridge', () => {
  it('signs with the card after its PIN; the signature is the certificate’s', async (context) => {
    const at = theCard(context);
    const token = await open(at);
    const listed = (await (await api(at, 'credentials', { token })).json()) as {
      credentials: { id: string; certificates: string[] }[];
    };
    expect(listed.credentials).toMatchObject([{ id: '01' }]);
    // the signer, then the issuers that the card has
    expect(listed.credentials[0]?.certificates).toHaveLength(3);
    expect(listed.credentials[0]?.certificates[0]).toBe(Buffer.from(certificate).toString('base64'));
    const digest = createHash('sha256').update('処方').digest();
    const signed = await api(at, 'sign', {
      token,
      credentialId: '01',
      digests: [digest.toString('base64')],
    });
    const { signatures } = (await signed.json()) as { signatures: [string] };
    const { publicKey } = new X509Certificate(certificate);
    expect(verify('sha256', Buffer.from('処方'), publicKey, Buffer.from(signatures[0], 'base64'))).toBe(true);
  });

  it('says that a PIN is wrong on its own page, keeps asking, and tells nobody the PIN', async (context) => {
    const at = theCard(context);
    const { answer, back } = await enterPin(at, '111222');
    expect([answer.status, back]).toEqual([200, null]);
    const page = await answer.text();
    expect(page).toContain('暗証番号が違います');
    expect(page).not.toContain('111222');
    await open(at);
    expect(at.output()).not.toMatch(/111222|483920/);
    expect(at.output()).not.toContain(at.secret);
  });

  it('goes back with the reason when the doctor stops', async (context) => {
    const { back } = await enterPin(theCard(context), '', { decision: 'deny' });
    expect([back?.get('error'), back?.get('state')]).toEqual(['access_denied', 'the-state']);
  });

  it('a code is spent by the first attempt, and only with its verifier', async (context) => {
    const at = theCard(context);
    const { back, verifier } = await enterPin(at, softCardPin);
    const exchange = { code: back?.get('code'), code_verifier: verifier, redirect_uri: redirectUri };
    const wrong = { ...exchange, code_verifier: randomBytes(48).toString('base64url') };
    expect((await api(at, 'token', wrong)).status).toBe(400);
    expect((await api(at, 'token', exchange)).status).toBe(400);
  });

  it.for([
    ['another secret', { authorization: `Bearer ${'0'.repeat(48)}` }],
    ['none', { authorization: '' }],
    ['a browser', { origin }],
  ] as [string, Record<string, string>][])('serves nobody with %s', async ([, headers], context) => {
    const at = theCard(context);
    const token = await open(at);
    expect((await api(at, 'credentials', { token }, headers)).status).toBe(403);
  });

  it('takes no PIN from another page, and returns nowhere else', async (context) => {
    const at = theCard(context);
    expect((await enterPin(at, softCardPin, {}, 'https://evil.example')).answer.status).toBe(403);
    const elsewhere = { redirect_uri: 'https://evil.example/callback' };
    expect((await enterPin(at, softCardPin, elsewhere)).answer.status).toBe(400);
  });

  it('does not hear a name that somebody else points here', async (context) => {
    const at = theCard(context);
    const address = new URL(at.url);
    address.hostname = 'localhost';
    expect((await fetch(`${address.origin}/health`)).status).toBe(403);
    expect((await fetch(`${at.url}/health`)).status).toBe(200);
  });

  it('holds a request of a reasonable size only', async (context) => {
    const at = theCard(context);
    const digests = Array.from({ length: 5_000 }, () => Buffer.alloc(32).toString('base64'));
    expect((await api(at, 'sign', { token: 'x', credentialId: '01', digests })).status).toBe(413);
  });

  it('an older session ends when somebody enters a PIN', async (context) => {
    const at = theCard(context);
    const before = await open(at);
    await open(at);
    const answer = await api(at, 'credentials', { token: before });
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'token_ended' }]);
  });
});

describe('a card with a key on an elliptic curve', () => {
  it('signs the digest itself', async (context) => {
    theCard(context);
    const holder = {
      nameRomaji: 'YAMADA',
      nameKanji: '山田　花子',
      facilityRomaji: 'SHIRUBE',
      role: 'Dentist',
    };
    const pki = await createTestPki({ now: new Date(), signers: [{ ...holder, id: 'ec', key: 'P-256' }] });
    const [signer] = pki.signers as [(typeof pki.signers)[0]];
    const der = new Uint8Array(Buffer.from(signer.certificate, 'base64'));
    const other = await startSoftCard({ privateKeyPem: signer.privateKey, certificates: [der] }, origin);
    try {
      const token = await open(other as SoftCard);
      const digests = [createHash('sha256').update('処方').digest('base64')];
      const signed = await api(other as SoftCard, 'sign', { token, credentialId: '01', digests });
      const { signatures } = (await signed.json()) as { signatures: [string] };
      const key = { key: new X509Certificate(der).publicKey, dsaEncoding: 'ieee-p1363' } as const;
      expect(verify('sha256', Buffer.from('処方'), key, Buffer.from(signatures[0], 'base64'))).toBe(true);
    } finally {
      await other?.close();
    }
  });
});

describe('without a driver', () => {
  it('the doctor comes back to Shirube with the reason', async (context) => {
    theCard(context);
    const other = await startSoftCard({ privateKeyPem, certificates: [certificate] }, origin, {
      module: '/nowhere/driver.so',
    });
    try {
      const { back } = await enterPin(other as SoftCard, '1234');
      expect(back?.get('error')).toBe('driver_missing');
    } finally {
      await other?.close();
    }
  });
});

describe('what a driver says', () => {
  it.each([
    [0xa0, 'pin_incorrect'],
    [0xa4, 'pin_locked'],
    [0xe0, 'card_absent'],
    [0x32, 'card_absent'],
    [0xb3, 'token_ended'],
    [0x05, 'card_failure'],
  ])('0x%s is %s', (returned, problem) => {
    expect(problemOf(returned)).toBe(problem);
    expect(new CardError(problemOf(returned), returned).message).toBe(
      `${problem} 0x${returned.toString(16)}`,
    );
  });
});
