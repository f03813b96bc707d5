import { createHash, createSign } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { PortError, type SigningCredential } from '@shirube/core/ports';
import { prepareSignature } from '@shirube/eprescription';
import { createTestPki, type TestPki } from '@shirube/eprescription/test-pki';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { prescriptionRecord } from '../contract/prescription.ts';
import { OutsideClient } from '../http/index.ts';
import { createPrescriptionFilePort } from '../prescription-files/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { type ReceivedRequest, startServer, type TestServer } from '../testing/server.ts';
import { createCscPort } from './csc.ts';
import { createPkce } from './index.ts';

const holder = {
  nameRomaji: 'YAMADA',
  nameKanji: '山田　花子',
  facilityRomaji: 'SHIRUBE',
  role: 'Medical Doctor',
};
let pki: TestPki;
const der = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const chainOf = (id: string) => [
  der(pki.signers.find((each) => each.id === id)?.certificate ?? ''),
  der(pki.issuing),
];
beforeAll(async () => {
  pki = await createTestPki({
    now: new Date(),
    signers: [
      { ...holder, id: 'rsa', key: 'RSA' },
      { ...holder, id: 'P-256', key: 'P-256' },
      { ...holder, id: 'P-384', key: 'P-384' },
    ],
  });
  credential.chain = chainOf('rsa');
}, 60_000);

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function answering(
  answer: (response: ServerResponse, request: ReceivedRequest) => void,
  written: Parameters<typeof createCscPort>[3] = files,
) {
  const server = await startServer(answer);
  servers.push(server);
  const log = new MemoryLog();
  const baseUrl = `${server.url}/csc/v2`;
  const client = new OutsideClient({
    service: 'signing',
    baseUrl,
    timeoutMs: 1000,
    maxAnswerBytes: 100_000,
    log,
    privateHosts: [],
  });
  return { port: createCscPort(client, baseUrl, 'shirube', written), server, log };
}

const json = (status: number, body: unknown) => (response: ServerResponse) =>
  void response.writeHead(status).end(JSON.stringify(body));
const digest = (csv: Uint8Array) => new Uint8Array(createHash('sha256').update(csv).digest());
const bytes = (text: string) => new TextEncoder().encode(text);
/** A file that is its signature: what comes back shows which signature went into which document. */
const files = {
  prepareSignature: (csv: Uint8Array) => ({
    digest: digest(csv),
    complete(signature: Uint8Array) {
      if (signature.length < 3) throw new PortError('signing', 'signature', 'x', 'signature_length');
      return signature;
    },
  }),
};
const credential: SigningCredential = {
  id: 'c-1',
  chain: [],
  signerName: '',
  serial: '',
  hcRoles: [],
  validFrom: '2026-01-01T00:00:00Z',
  validTo: '2030-01-01T00:00:00Z',
};
const info = { specs: '2.0.0.2', methods: ['credentials/list', 'credentials/info', 'signatures/signHash'] };
/** Answers `info` as a service of the standard does, and everything else as the test says. */
const beside =
  (answer: (response: ServerResponse, request: ReceivedRequest) => void) =>
  (response: ServerResponse, request: ReceivedRequest) =>
    request.path.endsWith('/v2/info') ? json(200, info)(response) : answer(response, request);
const exchange = {
  redirectUri: 'https://clinic.example/callback',
  code: 'the-code',
  codeVerifier: 'the-verifier',
  nonce: 'the-nonce',
};
const signing = {
  token: 'the-token',
  credential,
  documents: [bytes('a'), bytes('b')],
  signingTime: new Date('2026-11-20T01:00:00Z'),
};

describe('PKCE', () => {
  it('makes a fresh verifier and its S256 challenge (RFC 7636)', () => {
    const { codeVerifier, codeChallenge } = createPkce();
    expect(codeVerifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
    expect(createPkce().codeVerifier).not.toBe(codeVerifier);
  });
});

describe('authorization', () => {
  // @proves V10.2.3
  it('sends the browser to the configured service only', async () => {
    const { port, server } = await answering(json(200, {}));
    const url = new URL(
      port.authorizationUrl({
        redirectUri: 'https://clinic.example/a?b=1&c=2',
        state: 's&t',
        codeChallenge: 'x',
        nonce: 'n',
        loginHint: 'doctor 1',
      }),
    );
    expect(url.origin + url.pathname).toBe(`${server.url}/csc/v2/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'shirube',
      redirect_uri: 'https://clinic.example/a?b=1&c=2',
      scope: 'service credential',
      state: 's&t',
      code_challenge: 'x',
      code_challenge_method: 'S256',
      login_hint: 'doctor 1',
    });
  });

  it('exchanges the code and knows when the token ends', async () => {
    const { port, server } = await answering(
      beside(json(200, { access_token: 'the-token', token_type: 'Bearer', expires_in: 3600 })),
    );
    const before = Date.now();
    const { token, expiresAt } = await port.completeAuthorization(exchange);
    expect(token).toBe('the-token');
    expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(Object.fromEntries(new URLSearchParams(server.requests[1]?.body.toString()))).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: 'https://clinic.example/callback',
      client_id: 'shirube',
      code_verifier: 'the-verifier',
    });
  });

  it.each([
    ['a spent code', 400, { error: 'invalid_grant', error_description: '認可コードが無効です' }, 'auth'],
    ['an ended token', 401, { error: 'invalid_token' }, 'auth'],
    ['the credential of another', 403, { error: 'access_denied' }, 'auth'],
    ['a wrong request', 400, { error: 'invalid_request', error_description: 'hashes' }, 'user_fixable'],
    ['a failure', 500, { error: 'server_error' }, 'retryable'],
    ['maintenance', 503, '', 'retryable'],
    ['a token without its end', 200, { access_token: 'x', token_type: 'Bearer' }, 'retryable'],
  ])('%s', async (_what, status, body, kind) => {
    const { port } = await answering(beside(json(status, body)));
    expect((await portErrorOf(port.completeAuthorization(exchange))).kind).toBe(kind);
  });
});

describe('another protocol', () => {
  it.each([
    ['version 1', { ...info, specs: '1.0.4.0' }],
    ['no signatures/signHash', { ...info, methods: ['credentials/list', 'credentials/info'] }],
  ])('%s: the code is not even sent', async (_what, other) => {
    const { port, server } = await answering(json(200, other));
    expect((await portErrorOf(port.completeAuthorization(exchange))).code).toBe('other_protocol');
    expect(server.requests.map(({ path }) => path)).toEqual(['/csc/v2/info']);
  });
});

describe('signing of digests', () => {
  it('returns raw signatures in the order of the digests', async () => {
    const { port, server } = await answering((response, request) => {
      const { hashes } = JSON.parse(request.body.toString()) as { hashes: string[] };
      response.end(
        JSON.stringify({ signatures: hashes.map((hash) => Buffer.from(`S${hash}`).toString('base64')) }),
      );
    });
    const signed = await port.signDocuments(signing);
    expect(
      signed.map((file) => (file instanceof PortError ? file : Buffer.from(file.xml).toString())),
    ).toEqual(signing.documents.map((csv) => `S${Buffer.from(digest(csv)).toString('base64')}`));
    expect(server.requests[0]?.headers.authorization).toBe('Bearer the-token');
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toMatchObject({
      credentialID: 'c-1',
      SAD: 'the-token',
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      signAlgo: '1.2.840.113549.1.1.11',
    });
  });

  it.each([
    ['fewer signatures than digests', { signatures: ['QUJD'] }],
    ['something that is no signature', { signatures: ['QUJD', '@@@'] }],
    ['an empty signature', { signatures: ['QUJD', ''] }],
    ['nothing', {}],
  ])('does not accept %s', async (_what, body) => {
    const { port } = await answering(json(200, body));
    expect((await portErrorOf(port.signDocuments(signing))).kind).toBe('retryable');
  });

  it('says of one document that its signature does not fit, and keeps the others', async () => {
    const { port } = await answering(json(200, { signatures: ['QQ==', 'QUJD'] }));
    const [first, second] = await port.signDocuments(signing);
    expect(first).toMatchObject({ code: 'signature_length' });
    expect(second).toMatchObject({ certificate: credential.chain[0] });
  });

  it('asks for nothing when there is nothing to sign', async () => {
    const { port, server } = await answering(json(200, {}));
    expect(await port.signDocuments({ ...signing, documents: [] })).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it('has the digests authorized by themselves where the credential wants it', async () => {
    const { port, server, log } = await answering((response, { path }) =>
      json(
        200,
        path.endsWith('/authorize') ? { SAD: 'the-sad' } : { signatures: ['QUJD', 'REVG'] },
      )(response),
    );
    await port.signDocuments({ ...signing, credential: { ...credential, needsAuthorization: true } });
    const [asked, sent] = server.requests.map(({ body }) => JSON.parse(body.toString()));
    expect(asked).toMatchObject({ credentialID: 'c-1', numSignatures: 2, hashes: sent.hashes });
    expect(sent.SAD).toBe('the-sad');
    expect(log.exchanges.map(({ response }) => Buffer.from(response ?? []).toString()).join()).not.toContain(
      'the-sad',
    );
  });
});

describe('elliptic curves', () => {
  it.each([
    ['P-256', 'sha256', '1.2.840.10045.4.3.2', '2.16.840.1.101.3.4.2.1'],
    ['P-384', 'sha384', '1.2.840.10045.4.3.3', '2.16.840.1.101.3.4.2.2'],
  ])(
    'a key on %s signs with its own algorithms; DER becomes what the file wants',
    async (id, digestName, sign, hash) => {
      const root = `-----BEGIN CERTIFICATE-----\n${pki.root}\n-----END CERTIFICATE-----\n`;
      const real = createPrescriptionFilePort({ trustedRootsPem: root });
      const laidOut: ReturnType<typeof prepareSignature>[] = [];
      const { port, server } = await answering(
        (response) => {
          // Node signs no digest with such a key, so the stand-in for the service takes what was digested
          const privateKey = pki.signers.find((each) => each.id === id)?.privateKey ?? '';
          const signatures = laidOut.map(({ signedInfo }) =>
            createSign(digestName).update(signedInfo).sign(privateKey).toString('base64'),
          );
          json(200, { signatures })(response);
        },
        {
          prepareSignature(csv, { chain }, signingTime) {
            const prepared = prepareSignature({ csv, certificateChain: chain, signingTime });
            laidOut.push(prepared);
            return prepared;
          },
        },
      );
      const signer = { ...credential, chain: chainOf(id) };
      const documents = [real.writeCsv(prescriptionRecord('2026-11-20', '2026-11-23'))];
      const [file] = await port.signDocuments({
        ...signing,
        credential: signer,
        documents,
        signingTime: new Date(),
      });
      expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toMatchObject({
        hashAlgorithmOID: hash,
        signAlgo: sign,
      });
      if (file === undefined || file instanceof PortError) throw file ?? new Error('no file');
      expect(await real.verify(file.xml, new Date())).toMatchObject({ valid: true });
    },
  );
});

describe('the exchange log', () => {
  // @proves V16.2.5
  it('keeps what was said but no token, code or verifier', async () => {
    const { port, log } = await answering(
      beside((response, { path }) => {
        if (path.endsWith('/token')) {
          response.end(JSON.stringify({ access_token: 'the-token', token_type: 'Bearer', expires_in: 60 }));
        } else response.end('{"signatures":["QUJD","REVG"],"access_token":"the-tok');
      }),
    );
    await port.completeAuthorization(exchange);
    await portErrorOf(port.signDocuments(signing));
    const kept = log.exchanges
      .flatMap(({ request, response }) => [request, response ?? new Uint8Array()])
      .map((bytes) => new TextDecoder().decode(bytes))
      .join('\n');
    expect(kept).not.toMatch(/the-(?:tok|code|verifier)/);
    expect(kept).toContain('credentialID');
    expect(kept).toContain('clinic.example');
  });
});
