import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What a test can make an authenticator or a browser do wrong. */
export interface Misbehaviour {
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  userPresent?: boolean;
  counter?: number;
  /** signs with another key than the registered one */
  foreignKey?: boolean;
}

const flag = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 } as const;
const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array) => Buffer.from(data).toString('base64url');

/** An ES256 authenticator in software, with attestation `none`, as passkeys of phones and browsers are. */
export function softAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const credentialId = randomBytes(16);
  const jwk = publicKey.export({ format: 'jwk' });
  let counter = 0;

  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

  function authenticatorData(wrong: Misbehaviour, attested: Uint8Array | null): Buffer {
    const flags =
      (wrong.userPresent === false ? 0 : flag.userPresent) |
      (wrong.userVerified === false ? 0 : flag.userVerified) |
      (attested ? flag.attested : 0);
    const count = Buffer.alloc(4);
    counter = wrong.counter ?? counter + 1;
    count.writeUInt32BE(counter);
    return Buffer.concat([
      sha256(wrong.rpId ?? 'clinic.example'),
      Buffer.of(flags),
      count,
      attested ?? Buffer.alloc(0),
    ]);
  }

  return {
    credentialId,
    create(options: { challenge: string }, wrong: Misbehaviour = {}): RegistrationResponseJSON {
      const cose = isoCBOR.encode(
        new Map<number, number | Uint8Array>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(jwk.x as string, 'base64url'))],
          [-3, new Uint8Array(Buffer.from(jwk.y as string, 'base64url'))],
        ]),
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cose]);
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authenticatorData(wrong, attested))],
        ]) as never,
      );
      return {
        id: base64url(credentialId),
        rawId: base64url(credentialId),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(
            clientData('webauthn.create', options.challenge, wrong.origin ?? 'https://clinic.example'),
          ),
          attestationObject: base64url(attestation),
          transports: ['internal'],
        },
      };
    },
    get(options: { challenge: string }, wrong: Misbehaviour = {}): AuthenticationResponseJSON {
      const data = authenticatorData(wrong, null);
      const client = clientData('webauthn.get', options.challenge, wrong.origin ?? 'https://clinic.example');
      const signed = Buffer.concat([data, sha256(client)]);
      return {
        id: base64url(credentialId),
        rawId: base64url(credentialId),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(sign('sha256', signed, wrong.foreignKey ? other : privateKey)),
        },
      };
    },
  };
}
