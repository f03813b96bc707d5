import { prepareSignature } from '@shirube/eprescription';
import { createTestPki, signDigest } from '@shirube/eprescription/test-pki';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, children, NOON, sj1, TestSandbox } from '../testing/client.ts';
import { unsignedEnvelope } from '../testing/envelope.ts';
import { signedEnvelope } from '../testing/signed.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
}, 60_000);
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

async function register(identifier: string, envelope: Uint8Array | string) {
  const body = `<PrescriptionInfo>${base64(envelope)}</PrescriptionInfo><IssueType>1</IssueType>`;
  return (await sandbox.gateway('EPSsiPIR01', identifier, body)).body;
}

const sign = (credentialId = 'hpki-test-doctor-1', csv = sj1(), at = NOON) =>
  signedEnvelope(sandbox.url, csv, credentialId, at);
const held = async () => (await sandbox.json('GET', '/control/prescriptions')).body.prescriptions;

function reasons(body: Awaited<ReturnType<typeof register>>): unknown[] {
  return children(body, 'VerifyResultList', 'VerifyResult').flatMap((result) =>
    children(result, 'FailureReasonList', 'FailureReasons').map((failure) => failure.MessageKey),
  );
}

describe('登録 of an electronic prescription', () => {
  it('accepts a doctor’s signature, says that it is valid, and repeats its answer', async () => {
    const envelope = await sign();
    const body = await register('s-1', envelope);
    expect(body.ProcessingResultStatus).toBe('1');
    expect(body.AccessCode).toMatch(/^\d{16}$/);
    expect(children(body, 'VerifyResultList', 'VerifyResult')).toMatchObject([
      { Status: '1', SignId: 'PrescriptionSign' },
    ]);
    expect(await register('s-1', envelope)).toEqual(body);
    expect(await held()).toHaveLength(1);
  });

  it('a second signature over the same record under the same identifier is other content', async () => {
    await register('s-1', await sign());
    expect((await register('s-1', await sign())).ProcessingResultCode).toBe('EPSB0070E');
  });

  const refusals: [name: string, reason: string, envelope: () => Promise<Uint8Array | string>][] = [
    ['no signature', 'structure', async () => unsignedEnvelope(sj1())],
    [
      'a record changed after signing',
      'digests',
      async () => {
        const text = new TextDecoder().decode(await sign());
        return text.replace(base64(sj1()), base64(sj1({ quantity: 70 })));
      },
    ],
    [
      'a signing time changed after signing',
      'digests',
      async () =>
        new TextDecoder().decode(await sign()).replace('2026-11-20T01:52:00Z', '2026-11-19T01:52:00Z'),
    ],
    ['a pharmacist', 'role', () => sign('hpki-test-pharmacist-1')],
    [
      'a signing time in the future',
      'time',
      () => sign('hpki-test-doctor-1', sj1(), new Date(NOON.getTime() + 3600_000)),
    ],
    [
      'a doctor under another root',
      'chain',
      async () => {
        const stranger = await createTestPki({
          now: NOON,
          rootName: 'SHIRUBE TEST Other Root CA',
          signers: [
            {
              id: 'x',
              nameRomaji: 'YAMADA HANAKO',
              nameKanji: '山田 花子',
              facilityRomaji: 'SHIRUBE TEST',
              role: 'Medical Doctor',
            },
          ],
        });
        const der = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
        const signer = stranger.signers[0]!;
        const prepared = prepareSignature({
          csv: new TextEncoder().encode(sj1()),
          certificateChain: [der(signer.certificate), der(stranger.issuing), der(stranger.root)],
          signingTime: NOON,
        });
        return prepared.complete(signDigest(signer.privateKey, prepared.digest));
      },
    ],
    [
      'a signing service that signs wrongly',
      'signature',
      async () => {
        await sandbox.fault('signing', 'wrong_signature');
        return sign();
      },
    ],
  ];
  it.each(refusals)(
    'refuses %s (%s), stores nothing and gives no number',
    async (_name, reason, envelope) => {
      const body = await register('s-1', await envelope());
      expect(body.ProcessingResultStatus).toBe('2');
      expect(body.ProcessingResultCode).toBe('EPSB0060E');
      expect(reasons(body)).toContain(reason);
      expect(body.AccessCode).toBeUndefined();
      expect(await held()).toEqual([]);
    },
    30_000,
  );

  it('a refused signature leaves the identifier free for the corrected one', async () => {
    await register('s-1', await sign('hpki-test-pharmacist-1'));
    expect((await register('s-1', await sign())).ProcessingResultStatus).toBe('1');
  });

  it('wrong_signature: the service reports every signature as invalid', async () => {
    const envelope = await sign();
    await sandbox.fault('eprescription', 'wrong_signature');
    expect((await register('s-1', envelope)).ProcessingResultCode).toBe('EPSB0060E');
    await sandbox.fault('eprescription', 'normal');
    expect((await register('s-1', envelope)).ProcessingResultStatus).toBe('1');
  });

  it('a signed record is read as strictly as any other', async () => {
    const body = await register('s-1', await sign('hpki-test-doctor-1', sj1({ receiptCode: '999999999' })));
    expect(body.ProcessingResultCode).toBe('EPSB0050E');
  });
});
