import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorityExtensions, type Holder, issue, personExtensions } from '../testing/authorities.ts';
import { day, later, now } from '../testing/signed-documents.ts';
import { findPath } from './chain.ts';

let root: Holder;
let middle: Holder;
let person: Holder;
beforeAll(async () => {
  root = await issue('CN=Root CA', null);
  middle = await issue('CN=Middle CA', root);
  person = await issue('CN=Person', middle);
});

const problemOf = (leaf: Holder, others: Holder[], at = now, roots = [root]) => {
  const found = findPath(
    leaf.der,
    others.map(({ der }) => der),
    roots.map(({ der }) => der),
    at,
  );
  return 'problem' in found ? found.problem : null;
};

describe('the path to a trusted root', () => {
  it('is found through the certificates that are at hand, in any order and with others among them', async () => {
    const stranger = await issue('CN=Other CA', null);
    const namesake = await issue('CN=Middle CA', stranger);
    const found = findPath(
      person.der,
      [namesake, stranger, root, middle, person].map(({ der }) => der),
      [root.der],
      now,
    );
    expect(found).toEqual({ path: [person.der, middle.der, root.der] });
    expect(problemOf(person, [])).toContain('信頼する認証局');
    expect(problemOf(person, [namesake])).toContain('信頼する認証局');
  });

  it('is only that of a key that signed, not of a name', async () => {
    const impostor = await issue('CN=Root CA', null);
    expect(problemOf(person, [middle], now, [impostor])).toContain('信頼する認証局');
    expect(problemOf(await issue('CN=Person', await issue('CN=Middle CA', impostor)), [middle])).toContain(
      '信頼する認証局',
    );
  });

  it('has every certificate valid at that time, to the second', async () => {
    const short = await issue('CN=Person', middle, { from: later(-day), to: later(day) });
    expect(problemOf(short, [middle], later(-day))).toBeNull();
    expect(problemOf(short, [middle], later(-day - 1_000))).toContain('有効期間');
    expect(problemOf(short, [middle], later(day))).toBeNull();
    expect(problemOf(short, [middle], later(day + 1_000))).toContain('有効期間');
    const old = await issue('CN=Old CA', root, { to: later(-day) });
    expect(problemOf(await issue('CN=Person', old), [old])).toContain('認証局の証明書の有効期間');
    const oldRoot = await issue('CN=Old root CA', null, { to: later(-day) });
    expect(problemOf(await issue('CN=Person', oldRoot), [], now, [oldRoot])).toContain(
      '認証局の証明書の有効期間',
    );
  });

  it('is one of names too: the same key under another name is another authority', async () => {
    const renamed = await issue('CN=Renamed CA', root, { keys: middle.keys });
    expect(problemOf(person, [renamed])).toContain('信頼する認証局');
  });

  it('ends in any of the roots, whichever of the same name and key is still valid', async () => {
    const old = await issue('CN=Root CA', null, { to: later(-day), keys: root.keys });
    expect(problemOf(person, [middle], now, [old, root])).toBeNull();
    expect(problemOf(person, [middle], now, [old])).toContain('有効期間');
  });

  it('is given up among many certificates that all vouch for each other', async () => {
    const first = await issue('CN=Ring CA', null);
    const ring = [first];
    for (let each = 0; each < 60; each += 1)
      ring.push(await issue('CN=Ring CA', first, { keys: first.keys }));
    // without an end to it these are sixty times sixty times sixty ways, and the test does not end in its time
    expect(problemOf(await issue('CN=Person', first), ring)).toContain('信頼する認証局');
  });

  it('goes another way when the first is not valid any more', async () => {
    // the same authority, certified twice: one certificate has run out, the other has not
    const old = await issue('CN=Middle CA', root, { to: later(-day), keys: middle.keys });
    expect(problemOf(person, [old])).toContain('認証局の証明書の有効期間');
    expect(problemOf(person, [old, middle])).toBeNull();
    expect(problemOf(person, [middle, old])).toBeNull();
  });

  it('passes only through authorities', async () => {
    const doctor = await issue('CN=Doctor', middle);
    expect(problemOf(await issue('CN=Person', doctor), [doctor, middle])).toContain('信頼する認証局');
    const noSigner = await issue('CN=Limited CA', root, {
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.cRLSign, true),
      ],
    });
    expect(problemOf(await issue('CN=Person', noSigner), [noSigner])).toContain('信頼する認証局');
    const unmarked = await issue('CN=Unmarked CA', root, {
      extensions: [new x509.BasicConstraintsExtension(false)],
    });
    expect(problemOf(await issue('CN=Person', unmarked), [unmarked])).toContain('信頼する認証局');
    const personal = await issue('CN=Root CA', null, { extensions: personExtensions() });
    expect(problemOf(await issue('CN=Person', personal), [], now, [personal])).toContain('信頼する認証局');
  });

  it('is no longer than an authority allows', async () => {
    const one = await issue('CN=One CA', root, { extensions: authorityExtensions(0) });
    const two = await issue('CN=Two CA', one);
    expect(problemOf(await issue('CN=Person', one), [one])).toBeNull();
    expect(problemOf(await issue('CN=Person', two), [two, one])).toContain('信頼する認証局');
    const wide = await issue('CN=Wide CA', root, { extensions: authorityExtensions(1) });
    const below = await issue('CN=Below CA', wide);
    expect(problemOf(await issue('CN=Person', below), [below, wide])).toBeNull();
  });

  it('is no longer than five certificates, and ends among authorities that vouch for each other', async () => {
    const long = [root];
    for (let step = 0; step < 4; step += 1)
      long.unshift(await issue(`CN=Step ${step} CA`, long[0] as Holder));
    const [last] = long as [Holder];
    expect(problemOf(await issue('CN=Person', last), long)).toBeNull();
    const further = await issue('CN=Further CA', last);
    expect(problemOf(await issue('CN=Person', further), [further, ...long])).toContain('信頼する認証局');
  });

  it('is not walked through a restriction that is not understood', async () => {
    const critical = (isCritical: boolean) =>
      new x509.Extension('2.5.29.30', isCritical, Buffer.from('3000', 'hex'));
    const restricted = await issue('CN=Restricted CA', root, {
      extensions: [...authorityExtensions(), critical(true)],
    });
    expect(problemOf(await issue('CN=Person', restricted), [restricted])).toContain('制限');
    const hinted = await issue('CN=Hinted CA', root, {
      extensions: [...authorityExtensions(), critical(false)],
    });
    expect(problemOf(await issue('CN=Person', hinted), [hinted])).toBeNull();
  });

  it('is not found for what is no certificate, and not disturbed by it', () => {
    expect(findPath(Buffer.from('no'), [], [root.der], now)).toHaveProperty('problem');
    expect(
      findPath(person.der, [Buffer.from('no'), middle.der], [Buffer.from('no'), root.der], now),
    ).toHaveProperty('path');
  });

  it('of a root itself is the root', () => {
    expect(findPath(root.der, [], [root.der], now)).toEqual({ path: [root.der] });
  });
});
