import { createHash, verify as verifySignature, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorize, signInAs } from '../testing/authorize.ts';
import { type Answer, NOON, TestSandbox } from '../testing/client.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

async function call(path: string, token: string, body: unknown): Promise<{ status: number; body: Answer }> {
  const response = await fetch(`${sandbox.url}/csc/v2/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const sign = (token: string, credentialID: string, digests: Uint8Array[]) =>
  call('signatures/signHash', token, {
    credentialID,
    SAD: token,
    hashes: digests.map((digest) => Buffer.from(digest).toString('base64')),
    hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
    signAlgo: '1.2.840.113549.1.1.11',
  });

describe('authorization', () => {
  it('shows the doctor of the login_hint, marked as a stand-in, with both buttons', async () => {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'shirube',
      redirect_uri: 'http://127.0.0.1:3000/hpki/callback',
      state: 's1',
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
      login_hint: 'hpki-test-doctor-1',
    });
    const shown = await (await fetch(`${sandbox.url}/csc/v2/oauth2/authorize?${query}`)).text();
    expect(shown).toContain('HPKI 認証（模擬）');
    expect(shown).toContain('山田 花子');
    expect(shown).toContain('スマートフォンで認証する');
    expect(shown).toContain('中止する');
    query.set('code_challenge_method', 'plain');
    expect((await fetch(`${sandbox.url}/csc/v2/oauth2/authorize?${query}`)).status).toBe(400);
    query.delete('code_challenge_method');
    expect((await fetch(`${sandbox.url}/csc/v2/oauth2/authorize?${query}`)).status).toBe(400);
  });

  it('returns to the caller with code and state, or with access_denied', async () => {
    const approved = await authorize(sandbox.url, 'hpki-test-doctor-1');
    expect(approved.returned.searchParams.get('state')).toBe('state-1');
    expect(approved.returned.searchParams.get('code')).toMatch(/^[\w-]{32}$/);
    const denied = await authorize(sandbox.url, 'hpki-test-doctor-1', 'deny');
    expect(denied.returned.searchParams.get('error')).toBe('access_denied');
    expect(denied.returned.searchParams.has('code')).toBe(false);
  });

  it('gives a token for eight hours against the code and its verifier', async () => {
    const granted = await authorize(sandbox.url, 'hpki-test-doctor-1');
    const answer = await granted.exchange();
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 28_800 } });
  });

  it.each([
    ['another verifier', { code_verifier: 'x'.repeat(64) }],
    ['another redirect address', { redirect_uri: 'http://127.0.0.1:3000/elsewhere' }],
    ['another client', { client_id: 'someone' }],
  ])('refuses %s, and the code is spent by the attempt', async (_name, changed) => {
    const granted = await authorize(sandbox.url, 'hpki-test-doctor-1');
    expect(await granted.exchange(changed)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await granted.exchange()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('refuses a code twice, and one older than five minutes', async () => {
    const once = await authorize(sandbox.url, 'hpki-test-doctor-1');
    await once.exchange();
    expect((await once.exchange()).status).toBe(400);
    const late = await authorize(sandbox.url, 'hpki-test-doctor-1');
    sandbox.clock = new Date(NOON.getTime() + 5 * 60_000);
    expect((await late.exchange()).status).toBe(400);
  });
});

describe('signing', () => {
  const digest = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());

  it('signs digests so that the doctor’s certificate verifies them, in the same order', async () => {
    const token = await signInAs(sandbox.url, 'hpki-test-doctor-2');
    const { body: list } = await call('credentials/list', token, {});
    expect(list.credentialIDs).toEqual(['hpki-test-doctor-2']);
    const { body: info } = await call('credentials/info', token, {
      credentialID: 'hpki-test-doctor-2',
      certificates: 'chain',
      certInfo: true,
    });
    const certificate = new X509Certificate(Buffer.from(info.cert.certificates[0], 'base64'));
    expect(info.shirube).toEqual({ signerName: '港 一郎', hcRoles: ['Medical Doctor'] });
    expect(certificate.subject + certificate.issuer).toContain('TEST');

    const { body } = await sign(token, 'hpki-test-doctor-2', [digest('一'), digest('二')]);
    expect(body.signatures).toHaveLength(2);
    ['一', '二'].forEach((text, index) => {
      const signature = Buffer.from(body.signatures[index], 'base64');
      expect(verifySignature('sha256', Buffer.from(text), certificate.publicKey, signature)).toBe(true);
    });
  });

  it('each certificate chains to the published root', async () => {
    const root = new X509Certificate(await (await fetch(`${sandbox.url}/pki/root.pem`)).text());
    const token = await signInAs(sandbox.url, 'hpki-test-pharmacist-1');
    const { body: info } = await call('credentials/info', token, { credentialID: 'hpki-test-pharmacist-1' });
    const chain = info.cert.certificates.map(
      (der: string) => new X509Certificate(Buffer.from(der, 'base64')),
    );
    chain.forEach((certificate: X509Certificate, index: number) => {
      expect(certificate.verify((chain[index + 1] ?? root).publicKey)).toBe(true);
    });
    expect(info.shirube.hcRoles).toEqual(['Pharmacist']);
  });

  it('refuses another person’s credential, a wrong token and a token after eight hours', async () => {
    const token = await signInAs(sandbox.url, 'hpki-test-doctor-1');
    expect((await sign(token, 'hpki-test-doctor-2', [digest('一')])).status).toBe(403);
    expect((await sign('wrong', 'hpki-test-doctor-1', [digest('一')])).status).toBe(401);
    sandbox.clock = new Date(NOON.getTime() + 8 * 3600_000 - 1);
    expect((await sign(token, 'hpki-test-doctor-1', [digest('一')])).status).toBe(200);
    sandbox.clock = new Date(NOON.getTime() + 8 * 3600_000);
    expect((await sign(token, 'hpki-test-doctor-1', [digest('一')])).status).toBe(401);
  });

  it('refuses what is not a SHA-256 digest', async () => {
    const token = await signInAs(sandbox.url, 'hpki-test-doctor-1');
    expect((await sign(token, 'hpki-test-doctor-1', [new Uint8Array(20)])).status).toBe(400);
  });

  it('a token and the certificates survive a restart', async () => {
    const token = await signInAs(sandbox.url, 'hpki-test-doctor-1');
    const before = await (await fetch(`${sandbox.url}/pki/root.pem`)).text();
    await sandbox.restart();
    expect((await sign(token, 'hpki-test-doctor-1', [digest('一')])).status).toBe(200);
    expect(await (await fetch(`${sandbox.url}/pki/root.pem`)).text()).toBe(before);
  });

  it('wrong_signature: a signature of the right length that does not fit', async () => {
    const token = await signInAs(sandbox.url, 'hpki-test-doctor-1');
    const { body: info } = await call('credentials/info', token, { credentialID: 'hpki-test-doctor-1' });
    const certificate = new X509Certificate(Buffer.from(info.cert.certificates[0], 'base64'));
    await sandbox.fault('signing', 'wrong_signature');
    const { body } = await sign(token, 'hpki-test-doctor-1', [digest('一')]);
    const signature = Buffer.from(body.signatures[0], 'base64');
    expect(signature).toHaveLength(256);
    expect(verifySignature('sha256', Buffer.from('一'), certificate.publicKey, signature)).toBe(false);
  });
});
