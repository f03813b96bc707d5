import { createHash, X509Certificate } from 'node:crypto';
import { createTimestampRequest, readTimestampResponse } from '@shirube/eprescription';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOON, TestSandbox } from './testing/client.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
}, 60_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.json('POST', '/control/reset');
});

const digest = new Uint8Array(createHash('sha256').update('署名').digest());

async function stamp(query: Uint8Array): Promise<Uint8Array> {
  const response = await fetch(`${sandbox.url}/tsa`, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(query),
  });
  expect(response.headers.get('content-type')).toBe('application/timestamp-reply');
  return new Uint8Array(await response.arrayBuffer());
}

describe('time-stamp authority', () => {
  it('stamps the digest with the sandbox’s clock, under the published root', async () => {
    const request = createTimestampRequest(digest);
    const { time, certificate } = readTimestampResponse(await stamp(request.der), request);
    expect(time.toISOString()).toBe(NOON.toISOString());
    const root = new X509Certificate(await (await fetch(`${sandbox.url}/pki/tsa-root.pem`)).text());
    expect(new X509Certificate(certificate).verify(root.publicKey)).toBe(true);
    expect(new X509Certificate(certificate).subject).toContain('TEST');
  });

  it('wrong_signature: a token over another digest, which a reader refuses', async () => {
    await sandbox.fault('tsa', 'wrong_signature');
    const request = createTimestampRequest(digest);
    const reply = await stamp(request.der);
    expect(() => readTimestampResponse(reply, request)).toThrow(/imprint/);
  });

  it('answers what is no query with a rejection', async () => {
    const reply = await stamp(new TextEncoder().encode('hello'));
    expect(() => readTimestampResponse(reply, createTimestampRequest(digest))).toThrow(/not granted/);
  });
});
