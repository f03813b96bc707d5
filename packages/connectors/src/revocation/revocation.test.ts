import { createTestPki, makeRevocationLists, type TestPki } from '@shirube/eprescription/test-pki';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../testing/server.ts';
import { createRevocationLists, readRevocationSources } from './index.ts';

const start = new Date('2026-11-20T15:30:00Z');
const hour = 60 * 60_000;
const der = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const issuingName = 'C=JP, O=SHIRUBE TEST, OU=TEST ONLY, CN=SHIRUBE TEST Sign CA forNonRepudiation';

let pki: TestPki;
let stranger: TestPki;
let server: TestServer;
/** what the address answers; null closes the connection */
let answer: { status: number; body: Uint8Array } | null;
let clock: Date;
beforeAll(async () => {
  pki = await createTestPki({ now: start, signers: [] });
  stranger = await createTestPki({ now: start, signers: [] });
}, 60_000);
beforeEach(async () => {
  clock = new Date(start);
  answer = { status: 200, body: der(pki.crl) };
  server = await startServer((response) => {
    if (answer === null) response.destroy();
    else response.writeHead(answer.status).end(answer.body);
  });
});
afterEach(() => server.close());

const lists = (address = `${server.url}/sign.crl`) =>
  createRevocationLists({
    sources: readRevocationSources(`# 失効情報\n\n${address}   ${issuingName}\n`),
    privateHosts: [],
    now: () => clock,
  });
const forward = (milliseconds: number) => {
  clock = new Date(clock.getTime() + milliseconds);
};
const asked = () => server.requests.length;

describe('revocation lists', () => {
  it('come from the address written down for the authority, and are kept for six hours', async () => {
    const port = lists();
    expect(await port.listsOf([der(pki.issuing)])).toEqual([der(pki.crl)]);
    forward(6 * hour - 1);
    await port.listsOf([der(pki.issuing), der(pki.issuing)]);
    expect(asked()).toBe(1);
    forward(1);
    await Promise.all([port.listsOf([der(pki.issuing)]), port.listsOf([der(pki.issuing)])]);
    expect(asked()).toBe(2);
  });

  it('are asked for nowhere else: an authority without an address has none, whatever its certificate says', async () => {
    expect(await lists().listsOf([der(pki.root)])).toEqual([]);
    expect(asked()).toBe(0);
  });

  it('are not taken from another authority of the same name', async () => {
    answer = { status: 200, body: der(stranger.crl) };
    expect(await lists().listsOf([der(pki.issuing)])).toEqual([]);
    expect(asked()).toBe(1);
  });

  it('with a byte changed, past their time, from the future, or of another kind are not taken', async () => {
    const changed = Buffer.from(pki.crl, 'base64');
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    for (const body of [
      new Uint8Array(changed),
      Buffer.from('<html>'),
      new Uint8Array(0),
      der(pki.issuing),
    ]) {
      answer = { status: 200, body: new Uint8Array(body) };
      expect(await lists().listsOf([der(pki.issuing)])).toEqual([]);
    }
    const of = async (at: Date) => der((await makeRevocationLists(pki, at)).crl);
    answer = { status: 200, body: await of(new Date(start.getTime() - 31 * 24 * hour)) };
    expect(await lists().listsOf([der(pki.issuing)])).toEqual([]);
    answer = { status: 200, body: await of(new Date(start.getTime() + 2 * hour)) };
    expect(await lists().listsOf([der(pki.issuing)])).toEqual([]);
    answer = { status: 404, body: der(pki.crl) };
    expect(await lists().listsOf([der(pki.issuing)])).toEqual([]);
  });

  it('that do not come leave the kept one in use to its end, and are asked for once a minute', async () => {
    const port = lists();
    await port.listsOf([der(pki.issuing)]);
    answer = null;
    forward(6 * hour);
    expect(await port.listsOf([der(pki.issuing)])).toHaveLength(1);
    forward(59_000);
    expect(await port.listsOf([der(pki.issuing)])).toHaveLength(1);
    expect(asked()).toBe(2);
    forward(1_000);
    await port.listsOf([der(pki.issuing)]);
    expect(asked()).toBe(3);
    forward(30 * 24 * hour);
    expect(await port.listsOf([der(pki.issuing)])).toEqual([]);
    const renewed = der((await makeRevocationLists(pki, clock)).crl);
    answer = { status: 200, body: renewed };
    forward(60_000);
    expect(await port.listsOf([der(pki.issuing)])).toEqual([renewed]);
  });

  it('older than the kept one are not taken in its place', async () => {
    const port = lists();
    await port.listsOf([der(pki.issuing)]);
    answer = {
      status: 200,
      body: der((await makeRevocationLists(pki, new Date(start.getTime() - 24 * hour))).crl),
    };
    forward(6 * hour);
    expect(await port.listsOf([der(pki.issuing)])).toEqual([der(pki.crl)]);
  });

  it('are not fetched from a host inside a private network that nobody named', async () => {
    const address = new URL(`${server.url}/sign.crl`);
    address.hostname = 'ip6-localhost';
    expect(await lists(address.href).listsOf([der(pki.issuing)])).toEqual([]);
    expect(asked()).toBe(0);
  });
});

describe('the sources of revocation lists', () => {
  it.each([
    'http://x.example/a.crl',
    'CN=A, C=JP',
    'ftp://x.example/a.crl CN=A',
    'http://x.example/a.crl nothing',
    'x CN=A',
  ])('are refused by their line: %s', (line) => {
    expect(() => readRevocationSources(`# one\n${line}\n`)).toThrow(/line 2/);
  });

  it('may be none', () => {
    expect(readRevocationSources('')).toEqual([]);
  });
});
