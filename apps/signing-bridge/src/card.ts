import { X509Certificate } from 'node:crypto';
import {
  ALREADY_LOGGED_IN,
  ATTRIBUTE,
  CardError,
  MECHANISM_ECDSA,
  MECHANISM_RSA_PKCS,
  OBJECT_CLASS,
  OK,
  problemOf,
  USER,
} from './pkcs11/constants.ts';
import type { Pkcs11Module } from './pkcs11/module.ts';

export interface CardCredential {
  /** CKA_ID of certificate and key, hexadecimal */
  id: string;
  /** DER, the signer's first, then its issuers as far as the card has them */
  certificates: Uint8Array[];
}

/** A card that was opened with its PIN. */
export interface OpenCard {
  credentials(): CardCredential[];
  /** RSASSA-PKCS1-v1_5 over SHA-256 digests, or ECDSA (r and s side by side), in their order. @throws CardError */
  sign(credentialId: string, digests: readonly Uint8Array[]): Uint8Array[];
  /** Closes the card and forgets what was kept for it. */
  close(): void;
}

/** DigestInfo of SHA-256 (RFC 8017 §9.2 note 1): CKM_RSA_PKCS pads, and neither hashes nor names the hash. */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/**
 * Opens the card with the PIN, which is overwritten at once unless a key of the card asks for it with every signature
 * (CKA_ALWAYS_AUTHENTICATE): then it stays in memory until the card is closed.
 * @throws CardError card_absent, pin_incorrect, pin_locked
 */
export function openCard(driver: Pkcs11Module, pin: Buffer): OpenCard {
  let last = new CardError('card_absent');
  for (const slot of driver.slots()) {
    let session: bigint | null = null;
    try {
      session = driver.openSession(slot);
      const returned = driver.login(session, USER.user, pin);
      if (returned !== OK && returned !== ALREADY_LOGGED_IN)
        throw new CardError(problemOf(returned), returned);
      return opened(driver, session, pin);
    } catch (error) {
      if (session !== null) driver.closeSession(session);
      if (!(error instanceof CardError)) throw error;
      // a reader with a card that refuses its PIN tells more than an empty one; and a PIN is tried at one card only
      if (last.problem === 'card_absent') last = error;
      if (error.problem === 'pin_incorrect' || error.problem === 'pin_locked') break;
    }
  }
  pin.fill(0);
  throw last;
}

function opened(driver: Pkcs11Module, session: bigint, pin: Buffer): OpenCard {
  const objects = (type: number) =>
    driver.find(session, [{ type: ATTRIBUTE.class, value: driver.ulong(type) }]);
  const keys = new Map<string, { handle: bigint; asksAlways: boolean }>();
  for (const handle of objects(OBJECT_CLASS.privateKey)) {
    const id = driver.attribute(session, handle, ATTRIBUTE.id);
    const always = driver.attribute(session, handle, ATTRIBUTE.alwaysAuthenticate);
    if (id) keys.set(Buffer.from(id).toString('hex'), { handle, asksAlways: always?.[0] === 1 });
  }
  const certificates = objects(OBJECT_CLASS.certificate).flatMap((handle) => {
    const value = driver.attribute(session, handle, ATTRIBUTE.value);
    const id = driver.attribute(session, handle, ATTRIBUTE.id);
    return value ? [{ value, id: id ? Buffer.from(id).toString('hex') : '' }] : [];
  });
  if (![...keys.values()].some(({ asksAlways }) => asksAlways)) pin.fill(0);

  return {
    credentials: () =>
      certificates
        .filter(({ id }) => keys.has(id))
        .map(({ id, value }) => ({
          id,
          certificates: chainOf(
            value,
            certificates.map((each) => each.value),
          ),
        })),
    sign(credentialId, digests) {
      const key = keys.get(credentialId);
      if (!key) throw new CardError('token_ended');
      const certificate = certificates.find(({ id }) => id === credentialId)?.value;
      const isEc =
        certificate !== undefined && new X509Certificate(certificate).publicKey.asymmetricKeyType === 'ec';
      return digests.map((digest) => {
        driver.signInit(session, isEc ? MECHANISM_ECDSA : MECHANISM_RSA_PKCS, key.handle);
        if (key.asksAlways) {
          const returned = driver.login(session, USER.contextSpecific, pin);
          if (returned !== OK) throw new CardError(problemOf(returned), returned);
        }
        return driver.sign(session, isEc ? digest : Buffer.concat([sha256DigestInfo, digest]));
      });
    },
    close() {
      pin.fill(0);
      driver.closeSession(session);
    },
  };
}

/** The certificate and its issuers among those of the card. */
function chainOf(leaf: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const chain = [leaf];
  let current = new X509Certificate(leaf);
  for (;;) {
    const issuer = others.find((der) => {
      const candidate = new X509Certificate(der);
      return candidate.subject === current.issuer && candidate.fingerprint256 !== current.fingerprint256;
    });
    if (!issuer || chain.includes(issuer)) return chain;
    chain.push(issuer);
    current = new X509Certificate(issuer);
  }
}
