import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Holder, issue, list } from '../testing/authorities.ts';
import { day, later, minute, now } from '../testing/signed-documents.ts';
import { readRevocationList, revocationOf, revocationOfPath } from './revocation.ts';

let root: Holder;
let authority: Holder;
let doctor: Holder;
beforeAll(async () => {
  root = await issue('CN=Root CA', null);
  authority = await issue('CN=Sign CA', root);
  doctor = await issue('CN=Doctor', authority);
});

const entry = (more: Partial<x509.X509CrlEntryParams> = {}): x509.X509CrlEntryParams => ({
  serialNumber: doctor.certificate.serialNumber,
  revocationDate: later(-day),
  ...more,
});
const statusOf = async (wanted: Parameters<typeof list>[1], at = now, use?: 'signing' | 'time stamping') =>
  revocationOf(doctor.der, authority.der, [await list(authority, wanted)], at, use);
/** issuingDistributionPoint with one flag: [1] users only, [2] authorities only, [4] indirect, [5] attributes only */
const point = (tag: number) =>
  new x509.Extension('2.5.29.28', true, Buffer.from([0x30, 0x03, 0x80 | tag, 0x01, 0xff]));

describe('revocation', () => {
  it('is known from a list of the issuer, and unknown without one', async () => {
    expect(await statusOf({})).toBe('good');
    expect(await statusOf({ entries: [entry()] })).toBe('revoked');
    expect(await statusOf({ entries: [entry({ serialNumber: '7777' })] })).toBe('good');
    expect(revocationOf(doctor.der, authority.der, [], now)).toBe('unknown');
  });

  it('counts from its date on, or from when the key was lost', async () => {
    expect(await statusOf({ entries: [entry({ revocationDate: now })] })).toBe('revoked');
    expect(await statusOf({ entries: [entry({ revocationDate: later(1_000) })] })).toBe('good');
    const found = entry({
      revocationDate: later(minute),
      invalidity: later(-minute),
      reason: x509.X509CrlReason.keyCompromise,
    });
    expect(await statusOf({ entries: [found] })).toBe('revoked');
    expect(await statusOf({ entries: [found] }, later(-2 * minute))).toBe('good');
  });

  it('of a time-stamp authority that lost its key counts for every time', async () => {
    const lost = entry({ revocationDate: later(minute), reason: x509.X509CrlReason.keyCompromise });
    const closed = entry({ revocationDate: later(minute), reason: x509.X509CrlReason.cessationOfOperation });
    expect(await statusOf({ entries: [lost] }, now, 'time stamping')).toBe('revoked');
    expect(await statusOf({ entries: [closed] }, now, 'time stamping')).toBe('good');
    expect(await statusOf({ entries: [lost] }, now, 'signing')).toBe('good');
  });

  it('is not known for a time after the list has run out, but an entry stays one', async () => {
    const stale = { thisUpdate: later(-2 * day), nextUpdate: later(-day) };
    expect(await statusOf(stale)).toBe('unknown');
    expect(await statusOf(stale, later(-day))).toBe('good');
    expect(await statusOf({ ...stale, entries: [entry({ revocationDate: later(-3 * day) })] })).toBe(
      'revoked',
    );
    // made after that time: it knows what had happened by then
    expect(await statusOf({ thisUpdate: later(day), nextUpdate: later(2 * day) })).toBe('good');
    expect(await statusOf(stale, later(-3 * day))).toBe('good');
    expect(await statusOf({ nextUpdate: null })).toBe('good');
    expect(await statusOf({ nextUpdate: null }, later(1_000))).toBe('unknown');
  });

  it('is not believed from anybody but the issuer', async () => {
    const namesake = await issue('CN=Sign CA', root);
    expect(await statusOf({ signedBy: namesake })).toBe('unknown');
    const renamed = await issue('CN=Other CA', root, { keys: authority.keys });
    expect(revocationOf(doctor.der, authority.der, [await list(renamed)], now)).toBe('unknown');
    expect(revocationOf(doctor.der, authority.der, [await list(root)], now)).toBe('unknown');
    const good = Buffer.from(await list(authority));
    good[good.length - 1] = (good.at(-1) as number) ^ 1;
    expect(revocationOf(doctor.der, authority.der, [good], now)).toBe('unknown');
    expect(revocationOf(doctor.der, authority.der, [Buffer.from('no list')], now)).toBe('unknown');
  });

  it('is not known from a list that leaves something out', async () => {
    const delta = new x509.Extension('2.5.29.27', true, Buffer.from('020101', 'hex'));
    const unknown = new x509.Extension('1.2.3.4', true, Buffer.from('0500', 'hex'));
    const hint = new x509.Extension('1.2.3.4', false, Buffer.from('0500', 'hex'));
    const someReasons = new x509.Extension('2.5.29.28', true, Buffer.from('300483020640', 'hex'));
    for (const extension of [delta, unknown, someReasons, point(4), point(5), point(2)])
      expect(await statusOf({ extensions: [extension] })).toBe('unknown');
    for (const extension of [hint, point(1)])
      expect(await statusOf({ extensions: [extension] })).toBe('good');
    const ofAuthorities = await list(root, { extensions: [point(2)] });
    const ofPersons = await list(root, { extensions: [point(1)] });
    expect(revocationOf(authority.der, root.der, [ofAuthorities], now)).toBe('good');
    expect(revocationOf(authority.der, root.der, [ofPersons], now)).toBe('unknown');
  });

  it('of a path is the worst of its certificates; the root is nobody’s to revoke', async () => {
    const path = [doctor.der, authority.der, root.der];
    const [person, above] = [await list(authority), await list(root)];
    expect(revocationOfPath(path, [person, above], now)).toBe('good');
    expect(revocationOfPath(path, [person], now)).toBe('unknown');
    expect(revocationOfPath(path, [above], now)).toBe('unknown');
    const closed = await list(root, {
      entries: [{ serialNumber: authority.certificate.serialNumber, revocationDate: later(-day) }],
    });
    expect(revocationOfPath(path, [person, closed], now)).toBe('revoked');
    expect(revocationOfPath(path, [closed], now)).toBe('revoked');
    expect(revocationOfPath([root.der], [], now)).toBe('good');
  });

  it('lists say until when they are good', async () => {
    const read = readRevocationList(await list(authority), authority.der);
    expect(read).toMatchObject({ thisUpdate: now, nextUpdate: later(day), scope: 'both' });
    expect(readRevocationList(await list(authority), root.der)).toBeNull();
  });
});
