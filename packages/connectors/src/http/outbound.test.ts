import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../testing/server.ts';
import { isPublicAddress, type OutboundPolicy, outbound } from './outbound.ts';
import { AddressRefused } from './url.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters);
  servers.push(server);
  return server;
}

const request = { method: 'POST' as const, headers: {}, timeoutMs: 1_000, maxAnswerBytes: 1_000 };
const policyFor = (url: string, more: Partial<OutboundPolicy> = {}): OutboundPolicy => ({
  origin: new URL(url).origin,
  privateHosts: [],
  ...more,
});

/** A DNS that gives these answers, one after the other. */
function dns(...answers: string[][]): NonNullable<OutboundPolicy['lookup']> {
  const lookup = (
    _name: string,
    _options: unknown,
    callback: (error: null, found: LookupAddress[]) => void,
  ) => {
    const found = answers.shift() ?? [];
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return lookup as unknown as NonNullable<OutboundPolicy['lookup']>;
}

/** A server of ours, and its address under another name. */
async function named(name: string): Promise<{ server: TestServer; address: URL }> {
  const server = await serve((response) => response.end('inside'));
  const address = new URL(server.url);
  address.hostname = name;
  return { server, address };
}

describe('an outside call', () => {
  // @proves V1.3.6 V13.2.4 V13.2.5 G7
  it('goes to the configured scheme, host and port, and to no other', async () => {
    const ours = await serve((response) => response.end('ok'));
    const other = await serve((response) => response.end('other'));
    const policy = policyFor(ours.url);
    expect((await outbound(new URL(ours.url), request, policy)).status).toBe(200);
    const port = new URL(ours.url).port;
    for (const address of [
      other.url,
      ours.url.replace('127.0.0.1', 'localhost'),
      ours.url.replace('127.0.0.1', '127.0.0.2'),
      ours.url.replace('http:', 'https:'),
      `http://127.0.0.1:${port}@evil.example/`,
      `http://user:secret@127.0.0.1:${port}/`,
      'file:///etc/passwd',
      'http://169.254.169.254/latest/meta-data/',
    ])
      await expect(outbound(new URL(address), request, policy), address).rejects.toBeInstanceOf(
        AddressRefused,
      );
    expect(other.requests).toEqual([]);
    expect(ours.requests).toHaveLength(1);
  });

  // @proves V15.3.2
  it.each([301, 302, 303, 307, 308])('does not follow a redirect %i to another port', async (status) => {
    const other = await serve((response) => response.end('stolen'));
    const ours = await serve((response) => response.writeHead(status, { location: `${other.url}/x` }).end());
    const answer = await outbound(new URL(ours.url), request, policyFor(ours.url));
    expect([answer.status, other.requests.length]).toEqual([status, 0]);
  });

  // @proves V1.3.6
  it('is not led into the private network by a name', async () => {
    for (const inside of [['127.0.0.1'], ['::1'], ['10.0.0.7'], ['169.254.169.254'], ['::ffff:127.0.0.1']]) {
      const { server, address } = await named('gateway.example');
      const policy = policyFor(address.href, { lookup: dns(inside) });
      await expect(outbound(address, request, policy), inside[0]).rejects.toBeInstanceOf(AddressRefused);
      expect(server.requests).toEqual([]);
    }
  });

  it('reaches a private host that the operator named, and only under that name', async () => {
    const { address } = await named('gateway.example');
    const lookup = () => dns(['127.0.0.1']);
    const allowed = policyFor(address.href, { privateHosts: ['gateway.example'], lookup: lookup() });
    expect(new TextDecoder().decode((await outbound(address, request, allowed)).body)).toBe('inside');
    const other = policyFor(address.href, { privateHosts: ['other.example'], lookup: lookup() });
    await expect(outbound(address, request, other)).rejects.toBeInstanceOf(AddressRefused);
  });

  it('connects to the address that was looked at: a name that changes its mind is asked once', async () => {
    const { server, address } = await named('gateway.example');
    // public at the first question, our own machine at the second (DNS rebinding)
    const lookup = dns(['192.0.2.1', '203.0.113.9'], ['127.0.0.1']);
    const policy = policyFor(address.href, { lookup });
    await expect(outbound(address, { ...request, timeoutMs: 200 }, policy)).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });

  it('takes localhost for this machine and nothing else', async () => {
    const { address } = await named('localhost');
    const here = policyFor(address.href, { lookup: dns(['127.0.0.1']) });
    expect((await outbound(address, request, here)).status).toBe(200);
    const elsewhere = policyFor(address.href, { lookup: dns(['192.168.1.5']) });
    await expect(outbound(address, request, elsewhere)).rejects.toBeInstanceOf(AddressRefused);
  });

  it('carries the headers of the call and nothing of ours', async () => {
    const server = await serve((response) => response.end());
    const body = new TextEncoder().encode('あ');
    await outbound(
      new URL(server.url),
      { ...request, headers: { 'x-own': '1' }, body },
      policyFor(server.url),
    );
    const [received] = server.requests;
    expect(Object.keys(received?.headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'host',
      'x-own',
    ]);
    expect(received?.body.toString()).toBe('あ');
  });
});

describe('isPublicAddress', () => {
  it.each(['8.8.8.8', '1.1.1.1', '133.242.0.3', '2606:4700:4700::1111', '2400:4050::1'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.0.1', '192.0.2.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:7f00:1'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '', 'localhost', '0x7f.1', '2130706433'],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it('says the same of an IPv4 address and of its IPv6 notation', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(isPublicAddress(address));
      }),
    );
  });
});
