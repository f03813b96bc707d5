import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTestPki, type TestPki } from '../test-pki/index.ts';
import {
  createTimestampRequest,
  createTimestampResponse,
  readTimestampResponse,
  verifyTimestampToken,
} from './timestamp.ts';
import { TimestampError } from './token.ts';

const now = new Date('2026-11-20T01:00:00Z');
const digest = createHash('sha256').update('標').digest();
let pki: TestPki;
const authority = () => ({
  certificate: new Uint8Array(Buffer.from(pki.timestamp.certificate, 'base64')),
  privateKey: pki.timestamp.privateKey,
});

beforeAll(async () => {
  pki = await createTestPki({
    now,
    signers: [
      { id: 'd', nameRomaji: 'A B', nameKanji: 'あ　い', facilityRomaji: 'C', role: 'Medical Doctor' },
    ],
  });
});

describe('a time stamp (RFC 3161)', () => {
  it('is read back with its time', () => {
    const request = createTimestampRequest(digest);
    const stamp = readTimestampResponse(createTimestampResponse(request.der, authority(), now), request);
    expect(stamp.time).toEqual(now);
  });

  it('over another digest, or for another query, is refused', () => {
    const request = createTimestampRequest(digest);
    const answer = createTimestampResponse(request.der, authority(), now);
    expect(() => readTimestampResponse(answer, createTimestampRequest(digest))).toThrow(TimestampError);
    expect(() => readTimestampResponse(answer, { ...request, digest: new Uint8Array(32) })).toThrow(
      TimestampError,
    );
  });

  it('by a certificate that is not for time stamping is refused', () => {
    const request = createTimestampRequest(digest);
    const [doctor] = pki.signers;
    if (!doctor) throw new Error('no signer');
    const answer = createTimestampResponse(
      request.der,
      {
        certificate: new Uint8Array(Buffer.from(doctor.certificate, 'base64')),
        privateKey: doctor.privateKey,
      },
      now,
    );
    expect(() => readTimestampResponse(answer, request)).toThrow(/time stamping/);
  });

  it('with a changed signature is refused', () => {
    const request = createTimestampRequest(digest);
    const answer = Buffer.from(createTimestampResponse(request.der, authority(), now));
    answer[answer.length - 1] = (answer[answer.length - 1] ?? 0) ^ 1;
    expect(() => readTimestampResponse(answer, request)).toThrow(TimestampError);
  });

  it('is not made for a query that is none', () => {
    const request = createTimestampRequest(digest);
    expect(() =>
      readTimestampResponse(createTimestampResponse(new Uint8Array([1, 2, 3]), authority(), now), request),
    ).toThrow(/not granted/);
  });

  it('is checked again years later against the roots that are trusted', async () => {
    const request = createTimestampRequest(digest);
    const { token } = readTimestampResponse(createTimestampResponse(request.der, authority(), now), request);
    const roots = [new Uint8Array(Buffer.from(pki.root, 'base64'))];
    expect(verifyTimestampToken(token, digest, roots)).toEqual(now);
    expect(() => verifyTimestampToken(token, new Uint8Array(32), roots)).toThrow(/imprint/);
    const stranger = await createTestPki({ now, signers: [] });
    expect(() =>
      verifyTimestampToken(token, digest, [new Uint8Array(Buffer.from(stranger.root, 'base64'))]),
    ).toThrow(/trusted/);
    const changed = Buffer.from(token);
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
    expect(() => verifyTimestampToken(changed, digest, roots)).toThrow(TimestampError);
    expect(() => verifyTimestampToken(new Uint8Array([1, 2, 3]), digest, roots)).toThrow(/malformed/);
  });
});
