import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestPki } from '@shirube/eprescription/test-pki';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrust } from './read-trust.ts';
import { createTrust, TestRootRefused } from './trust.ts';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-trust-'));
afterAll(() => fs.rmSync(directory, { recursive: true }));

/** A root that says nothing about tests. */
function rootNamed(name: string): string {
  const file = path.join(directory, 'root.pem');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-utf8',
      '-subj',
      name,
      '-keyout',
      path.join(directory, 'key.pem'),
      '-out',
      file,
    ],
    { stdio: 'ignore' },
  );
  return fs.readFileSync(file, 'utf8');
}

let testRoot: string;
let realRoot: string;
beforeAll(async () => {
  const { root } = await createTestPki({ now: new Date(), signers: [] });
  testRoot = `-----BEGIN CERTIFICATE-----\n${root}\n-----END CERTIFICATE-----\n`;
  realRoot = rootNamed('/C=JP/O=Ministry of Latest Attestation/CN=Contest Root CA');
}, 60_000);

const config = { privateHosts: [], allowsTestRoots: false };

describe('a process', () => {
  const files = () => {
    const file = path.join(directory, 'configured.pem');
    fs.writeFileSync(file, testRoot);
    return { SHIRUBE_HPKI_ROOTS_FILE: file, SHIRUBE_DEMO: 'false' as const };
  };

  it('does not start in earnest with a test root; a demo and a test do', () => {
    expect(() => readTrust(files(), 'production')).toThrow(TestRootRefused);
    expect(() => readTrust(files(), '')).toThrow(TestRootRefused);
    expect(readTrust({ ...files(), SHIRUBE_DEMO: 'true' }, 'production').trustedRootsPem).toBe(testRoot);
    expect(readTrust(files(), 'test').trustedRootsPem).toBe(testRoot);
  });

  it('does not start without the files it was told of', () => {
    expect(() => readTrust({ ...files(), SHIRUBE_CRL_FILE: path.join(directory, 'none') }, 'test')).toThrow(
      /ENOENT/,
    );
  });
});

describe('the roots of an installation', () => {
  // @proves A8
  it('may not be for tests, unless it is a demo', () => {
    expect(() => createTrust({ ...config, hpkiRootsPem: testRoot })).toThrow(TestRootRefused);
    expect(() => createTrust({ ...config, hpkiRootsPem: realRoot + testRoot })).toThrow(
      /SHIRUBE_HPKI_ROOTS_FILE/,
    );
    expect(() => createTrust({ ...config, hpkiRootsPem: realRoot, timestampRootsPem: testRoot })).toThrow(
      /SHIRUBE_TSA_ROOTS_FILE/,
    );
    expect(createTrust({ ...config, hpkiRootsPem: testRoot, allowsTestRoots: true }).trustedRootsPem).toBe(
      testRoot,
    );
  });

  it.each([
    '/O=Sample/CN=Test CA for TimeStampServer',
    '/CN=HPKI TEST Root',
    '/CN=HPKI-test-root',
    '/O=模擬認証局/CN=Root',
    '/CN=HPKI テスト認証局',
  ])('are for tests when they say so: %s', (name) => {
    expect(() => createTrust({ ...config, hpkiRootsPem: rootNamed(name) })).toThrow(TestRootRefused);
  });

  it('in earnest are taken, also when a word merely has these letters in it', () => {
    const trust = createTrust({ ...config, hpkiRootsPem: realRoot });
    expect([trust.trustedRootsPem, trust.timestampRootsPem]).toEqual([realRoot, realRoot]);
  });

  it('cannot be missing, and the addresses of revocation lists cannot be nonsense', () => {
    expect(() => createTrust({ ...config, hpkiRootsPem: '' })).toThrow(TypeError);
    expect(() => createTrust({ ...config, hpkiRootsPem: realRoot, timestampRootsPem: '' })).toThrow(
      TypeError,
    );
    expect(() => createTrust({ ...config, hpkiRootsPem: realRoot, revocationSources: 'nonsense' })).toThrow(
      /line 1/,
    );
  });
});
