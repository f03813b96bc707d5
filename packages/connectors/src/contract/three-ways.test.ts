import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PortError, type SignedFile, type SigningPort, type SigningProviderId } from '@shirube/core/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type SoftCard,
  softCardPin,
  startSoftCard,
} from '../../../../apps/signing-bridge/src/testing/soft-card.ts';
import { debianTool, missingTool } from '../../../../tools/lib/debian-tools.ts';
import { createPkce, type OutsideServicesConfig } from '../index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { servicesAt } from '../testing/services.ts';
import { prescriptionRecord } from './prescription.ts';
import { ContractSandbox, holderOf } from './sandbox.ts';

/** The same prescription through the same port: a remote service, a service that makes the whole signature, and a card. */
const DOCTOR = 'hpki-test-doctor-1';
const OTHER = 'hpki-test-doctor-4';
const CALLBACK = 'http://localhost:3999/c/test/signing/callback';
const csv = 'SJ1,...';

let sandbox: ContractSandbox;
let card: SoftCard | null;
let log: MemoryLog;
let services: ReturnType<typeof servicesAt>;
let rootPem: string;

beforeAll(async () => {
  sandbox = await ContractSandbox.start('real');
  rootPem = await sandbox.text('/pki/root.pem');
  card = await startSoftCard(await sandbox.keyOf(DOCTOR), new URL(CALLBACK).origin);
}, 60_000);
afterAll(async () => {
  await card?.close();
  await sandbox.stop();
});
beforeEach(async () => {
  await sandbox.reset();
  log = new MemoryLog();
  const signing: OutsideServicesConfig['signing'] = {
    providers: ['csc-v2', 'cardless-fido', 'cardless-jpki', ...(card ? ['local-card' as const] : [])],
    csc: { url: `${sandbox.url}/csc/v2`, clientId: 'shirube-test' },
    cardless: {
      identityUrl: `${sandbox.url}/cardless/oidc`,
      signingUrl: `${sandbox.url}/cardless/sign`,
    },
    ...(card ? { bridge: { url: card.url, pairingSecret: card.secret } } : {}),
  };
  services = servicesAt(sandbox.url, rootPem, log, { signing });
});

function portOf(id: SigningProviderId, context: { skip(note?: string): never }): SigningPort {
  return services.signing.with(id) ?? context.skip(missingTool('softhsm2'));
}

/** The doctor at the page of the service or of the bridge, and back with what it says. */
async function atPage(address: string, person: string, decision = 'approve'): Promise<URLSearchParams> {
  const url = new URL(address);
  const page = await (await fetch(url)).text();
  const form = new URLSearchParams(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    ),
  );
  form.set('decision', decision);
  form.set('credential_id', person);
  form.set('pin', softCardPin);
  const answer = await fetch(url.origin + url.pathname, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin: url.origin },
  });
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

async function authorize(port: SigningPort, person = DOCTOR, nonce = 'nonce-of-this-authorization') {
  const { codeVerifier, codeChallenge } = createPkce();
  const address = port.authorizationUrl({
    redirectUri: CALLBACK,
    state: 'state-1',
    codeChallenge,
    nonce: 'nonce-of-this-authorization',
    loginHint: port.id === 'csc-v2' ? person : null,
  });
  const back = await atPage(address, person);
  expect(back.get('state')).toBe('state-1');
  const code = back.get('code') ?? '';
  return await port.completeAuthorization({ redirectUri: CALLBACK, code, codeVerifier, nonce });
}

async function sign(port: SigningPort, person = DOCTOR): Promise<SignedFile> {
  const { token } = await authorize(port, person);
  const offered = await port.listCredentials(token);
  const documents = [services.files.writeCsv(prescriptionRecord('2026-11-20', '2026-11-23'))];
  const credential = offered?.[0] ?? null;
  const [file] = await port.signDocuments({ token, credential, documents, signingTime: new Date() });
  if (file === undefined || file instanceof PortError) throw file ?? new Error('no file');
  return file;
}

const contentOf = (xml: Uint8Array) =>
  /<PrescriptionDocument[^>]*>[^<]*<\/PrescriptionDocument>/.exec(Buffer.from(xml).toString('utf8'))?.[0];

const ways: SigningProviderId[] = ['csc-v2', 'cardless-fido', 'local-card'];

describe('one prescription, three ways to sign it', () => {
  // @proves V11.2.4
  it.for(ways)('%s: our verifier and xmlsec1 find the signature valid', async (id, context) => {
    const file = await sign(portOf(id, context));
    const report = await services.files.verify(file.xml, new Date());
    expect(report).toMatchObject({ valid: true, problems: [], hcRoles: ['Medical Doctor'] });
    expect(report.signerName.replace(/\s/gu, '')).toBe(holderOf(DOCTOR));
    const { certificates } = await sandbox.keyOf(DOCTOR);
    expect(Buffer.from(file.certificate).equals(certificates[0] as Uint8Array)).toBe(true);
    if (debianTool('xmlsec1') === null) context.skip(missingTool('xmlsec1'));
    expect(await xmlsec1(file.xml)).toContain('OK');
    const changed = Buffer.from(file.xml)
      .toString('utf8')
      .replace('PrescriptionDocument">U', 'PrescriptionDocument">V');
    await expect(xmlsec1(Buffer.from(changed))).rejects.toThrow();
  });

  it('the content is the same, byte for byte', async (context) => {
    const contents = new Set<string | undefined>();
    for (const id of ways) contents.add(contentOf((await sign(portOf(id, context))).xml));
    expect(contents.size).toBe(1);
  });

  it.for(ways)('%s: no token, code, nonce or secret in the exchange log', async (id, context) => {
    const port = portOf(id, context);
    const { token } = await authorize(port);
    await port.listCredentials(token);
    const kept = log.exchanges
      .flatMap(({ request, response }) => [request, response ?? new Uint8Array()])
      .map((bytes) => Buffer.from(bytes).toString('utf8'))
      .join('\n');
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(card?.secret ?? softCardPin);
    expect(kept).toContain('[removed]');
  });
});

describe('a service that makes the whole signature', () => {
  const cardless = () => services.signing.with('cardless-fido') as SigningPort;

  it('gets the means in client_id, and nothing but the digest of the prescription', async () => {
    const jpki = services.signing.with('cardless-jpki') as SigningPort;
    const address = jpki.authorizationUrl({
      redirectUri: CALLBACK,
      state: 's',
      codeChallenge: 'c',
      nonce: 'n',
      loginHint: 'whoever',
    });
    expect(Object.fromEntries(new URL(address).searchParams)).toEqual({
      response_type: 'code',
      client_id: 'JPKI',
      redirect_uri: CALLBACK,
      scope: 'openid',
      state: 's',
      nonce: 'n',
      prompt: 'login',
      code_challenge: 'c',
      code_challenge_method: 'S256',
    });
    await sign(cardless());
    const sent = log.exchanges.find(({ operation }) => operation === 'signPrescription');
    const body = JSON.parse(Buffer.from(sent?.request ?? []).toString('utf8'));
    expect(Object.keys(body).sort()).toEqual(['digest', 'digestAlgorithm', 'idToken']);
  });

  it('puts the element into the file as it came', async () => {
    const { xml } = await sign(cardless());
    const answered = log.exchanges.find(({ operation }) => operation === 'signPrescription')?.response;
    const element = Buffer.from(
      JSON.parse(Buffer.from(answered ?? []).toString('utf8')).prescriptionSign,
      'base64',
    ).toString('utf8');
    // their prefix, and their line breaks in Base64
    expect(element).toMatch(/<xs:X509Certificate>[^<]{76}\n/);
    expect(Buffer.from(xml).toString('utf8')).toContain(element);
  });

  it('takes no token of another authorization, and none by a clock that is an hour off', async () => {
    const other = authorize(cardless(), DOCTOR, 'the-nonce-of-somebody-else');
    expect((await portErrorOf(other)).code).toBe('access_denied');
    await sandbox.fault('signing', 'clock_ahead');
    expect((await portErrorOf(authorize(cardless()))).code).toBe('clock_skew');
  });

  it('shows whose signature it is, whoever authenticated', async () => {
    const { certificate } = await sign(cardless(), OTHER);
    const { certificates } = await sandbox.keyOf(OTHER);
    expect(createHash('sha256').update(certificate).digest('hex')).toBe(
      createHash('sha256')
        .update(certificates[0] as Uint8Array)
        .digest('hex'),
    );
  });

  it('a wrong signature is left to be found by verification', async () => {
    await sandbox.fault('signing', 'wrong_signature');
    expect((await services.files.verify((await sign(cardless())).xml, new Date())).valid).toBe(false);
  });

  it('an answer that is no signature element is none', async () => {
    const { token } = await authorize(cardless());
    await sandbox.fault('signing', 'malformed');
    const asked = cardless().signDocuments({
      token,
      credential: null,
      documents: [new TextEncoder().encode(csv)],
      signingTime: new Date(),
    });
    expect((await portErrorOf(asked)).kind).toBe('retryable');
  });
});

describe('what goes wrong at a service', () => {
  const remote = ['csc-v2', 'cardless-fido'] as const;

  it.each(remote)('%s: maintenance is told as what it is', async (id) => {
    const port = services.signing.with(id) as SigningPort;
    await sandbox.fault('signing', 'maintenance');
    const exchange = { redirectUri: CALLBACK, code: 'x', codeVerifier: 'v'.repeat(43), nonce: 'n' };
    expect((await portErrorOf(port.completeAuthorization(exchange))).code).toBe('maintenance');
  });

  it.each(remote)('%s: an authorization that ends in between', async (id) => {
    const port = services.signing.with(id) as SigningPort;
    const { token } = await authorize(port);
    const credential = (await port.listCredentials(token))?.[0] ?? null;
    await sandbox.fault('signing', 'session_ends');
    const documents = [new TextEncoder().encode(csv)];
    const ask = () => port.signDocuments({ token, credential, documents, signingTime: new Date() });
    expect(await ask()).toHaveLength(1);
    expect((await portErrorOf(ask())).kind).toBe('auth');
  });
});

describe('a card', () => {
  it('taken out of the reader: said so, and the PIN is asked again', async (context) => {
    const port = portOf('local-card', context);
    const { token } = await authorize(port);
    const [credential] = (await port.listCredentials(token)) ?? [];
    const documents = [new TextEncoder().encode(csv)];
    const ask = () =>
      port.signDocuments({ token, credential: credential ?? null, documents, signingTime: new Date() });
    card?.remove();
    try {
      expect((await portErrorOf(ask())).kind).toBe('auth');
    } finally {
      card?.insert();
    }
    expect((await portErrorOf(ask())).code).toBe('token_ended');
    expect(await sign(port)).toHaveProperty('xml');
  });

  it('without its bridge, and with one that was paired with another', async (context) => {
    portOf('local-card', context);
    const at = (url: string, pairingSecret: string) =>
      servicesAt(sandbox.url, rootPem, log, {
        signing: { providers: ['local-card'], bridge: { url, pairingSecret } },
      }).signing.with('local-card') as SigningPort;
    const nobody = at('http://127.0.0.1:9', 'x'.repeat(48));
    expect((await portErrorOf(nobody.listCredentials('t'))).code).toBe('bridge_unreachable');
    const stranger = at(card?.url ?? '', 'x'.repeat(48));
    expect((await portErrorOf(stranger.listCredentials('t'))).code).toBe('bridge_unpaired');
  });
});

const run = promisify(execFile);

async function xmlsec1(xml: Uint8Array): Promise<string> {
  const tool = debianTool('xmlsec1');
  if (tool === null) throw new Error('no xmlsec1');
  const directory = await mkdtemp(join(tmpdir(), 'shirube-xmlsec-'));
  try {
    await writeFile(join(directory, 'signed.xml'), xml);
    await writeFile(join(directory, 'root.pem'), rootPem);
    const { certificates } = await sandbox.keyOf(DOCTOR);
    const issuing = Buffer.from(certificates[1] as Uint8Array).toString('base64');
    await writeFile(
      join(directory, 'ca.pem'),
      `-----BEGIN CERTIFICATE-----\n${issuing.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
    );
    const { stdout, stderr } = await run(
      tool.program,
      [
        '--verify',
        ...['--id-attr:id', 'PrescriptionDocument'],
        ...['--id-attr:Id', 'http://www.w3.org/2000/09/xmldsig#:KeyInfo'],
        ...['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'],
        ...['--trusted-pem', join(directory, 'root.pem'), '--untrusted-pem', join(directory, 'ca.pem')],
        join(directory, 'signed.xml'),
      ],
      { env: { ...process.env, ...tool.env } },
    );
    return stdout + stderr;
  } finally {
    await rm(directory, { recursive: true });
  }
}
