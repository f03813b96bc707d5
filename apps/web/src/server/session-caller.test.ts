import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';

beforeEach(() => {
  vi.resetModules();
  useTestEnvironment('postgresql://nobody@localhost/none');
  return () => vi.unstubAllEnvs();
});

/** Who a request says it is, before and behind a proxy of ours. */
async function caller(headers: Record<string, string>, proxy: 'true' | 'false') {
  vi.stubEnv('SHIRUBE_TRUSTED_PROXY', proxy);
  const { callerOf } = await import('./session.ts');
  return callerOf(new Headers(headers));
}

const forged = '203.0.113.66';
const certificate = encodeURIComponent(
  fs.readFileSync(path.join(import.meta.dirname, '../testing/test-root.pem'), 'utf8'),
);

describe('where a request comes from', () => {
  // @proves V4.1.3 V15.3.4
  it('is not what the request says where no proxy of ours stands in front', async () => {
    const { ip } = await caller({ 'x-forwarded-for': forged, 'x-real-ip': forged }, 'false');
    expect(ip).toBeNull();
  });

  // @proves V4.1.3 V15.3.4
  it('is what our proxy added, whatever stood there before', async () => {
    const headers = { 'x-forwarded-for': `${forged}, 10.0.0.1, 192.0.2.7`, forwarded: `for=${forged}` };
    expect((await caller(headers, 'true')).ip).toBe('192.0.2.7');
  });

  // @proves V12.1.3
  it('has a client certificate only where our proxy says so, and while it can be read', async () => {
    const has = async (header: string, proxy: 'true' | 'false') => {
      vi.resetModules();
      return (await caller({ 'client-cert': header }, proxy)).clientCertificate;
    };
    expect(await has(certificate, 'true')).toBe(true);
    expect(await has(certificate, 'false')).toBe(false);
    for (const nothing of ['', 'SUCCESS', ':AAAA:', '%', encodeURIComponent('-----BEGIN CERTIFICATE-----')])
      expect([nothing, await has(nothing, 'true')]).toEqual([nothing, false]);
  });

  it('can not make a session live longer by what it says of the last touch', async () => {
    for (const [said, seconds] of [
      ['-600', 0],
      ['x', 0],
      ['Infinity', 0],
      ['90', 90],
      ['1e9', 86_400],
    ] as const) {
      vi.resetModules();
      expect([said, (await caller({ 'shirube-quiet': said }, 'false')).quietSeconds]).toEqual([
        said,
        seconds,
      ]);
    }
  });
});
