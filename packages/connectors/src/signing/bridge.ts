import { randomUUID } from 'node:crypto';
import {
  PortError,
  type PrescriptionFilePort,
  type SigningCredential,
  type SigningPort,
  signingError,
} from '@shirube/core/ports';
import { readSigner } from '@shirube/eprescription';
import {
  addressBelow,
  decodeBase64,
  encodeBase64,
  encodeJson,
  isJsonObject,
  MalformedAnswer,
  type OutsideClient,
  parseJsonObject,
  requiredArray,
  requiredString,
  requiredStrings,
} from '../http/index.ts';
import { BRIDGE_PATH } from './bridge-protocol.ts';
import { readSignatures, readToken, signerOf } from './mapper.ts';
import { fileOf } from './raw-signature.ts';
import { redactSecrets } from './redact.ts';

/** One card signs a digest in about a second; a call may not take longer than its time-out. */
const PER_CALL = 5;

/** The HPKI card in a reader, through the bridge on the same computer. The PIN is between the doctor and the bridge. */
export function createBridgePort(
  http: OutsideClient,
  baseUrl: string,
  /** shared with the bridge, from a file */
  pairingSecret: string,
  files: Pick<PrescriptionFilePort, 'prepareSignature'>,
): SigningPort {
  async function post<T>(
    operation: string,
    path: readonly string[],
    body: object,
    read: (body: Uint8Array) => T,
  ): Promise<T> {
    try {
      return await http.call({
        operation,
        correlationId: randomUUID(),
        effect: 'repeatable',
        method: 'POST',
        path,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: `Bearer ${pairingSecret}`,
        },
        body: encodeJson(body),
        ownStatuses: [400, 403],
        read: (answer) => {
          if (answer.status === 403) throw signingError('bridge_unpaired');
          if (answer.status === 400) throw problemIn(answer.body);
          return read(answer.body);
        },
        redact: redactSecrets,
      });
    } catch (error) {
      if (error instanceof PortError && error.code === 'unreachable')
        throw signingError('bridge_unreachable');
      throw error;
    }
  }

  const signPrepared: NonNullable<SigningPort['signPrepared']> = async ({ token, credential, prepared }) => {
    if (prepared.length === 0) return [];
    const digests = prepared.map(({ digest }) => encodeBase64(digest));
    const signatures = await post(
      'sign',
      BRIDGE_PATH.sign,
      { token, credentialId: credential.id, digests },
      (body) => readSignatures(body, prepared.length),
    );
    return prepared.map((each, index) => fileOf(each, signatures[index], credential));
  };

  return {
    id: 'local-card',

    authorizationUrl({ redirectUri, state, codeChallenge }) {
      return addressBelow(baseUrl, BRIDGE_PATH.authorize, {
        redirect_uri: redirectUri,
        state,
        code_challenge: codeChallenge,
      }).href;
    },

    async completeAuthorization({ redirectUri, code, codeVerifier }) {
      const sentAt = new Date();
      return await post(
        'completeAuthorization',
        BRIDGE_PATH.token,
        { code, code_verifier: codeVerifier, redirect_uri: redirectUri },
        (body) => readToken(body, sentAt),
      );
    },

    async listCredentials(token) {
      return await post('listCredentials', BRIDGE_PATH.credentials, { token }, readCards);
    },

    signPrepared,

    async signDocuments({ token, credential, documents, signingTime }) {
      if (credential === null) throw new TypeError('a signature of a digest needs its certificate first');
      const prepared = documents.map((csv) => files.prepareSignature(csv, credential, signingTime));
      return signPrepared({ token, credential, prepared });
    },
  };
}

/** The signing certificates of the card, each with the certificates of its issuers. A card has others too, for authentication. */
function readCards(body: Uint8Array): SigningCredential[] {
  return requiredArray(parseJsonObject(body), 'credentials').flatMap((each) => {
    if (!isJsonObject(each)) throw new MalformedAnswer('credentials');
    const chain = requiredStrings(each, 'certificates').map((text) => decodeBase64(text, 'certificates'));
    const [first] = chain;
    if (first === undefined) throw new MalformedAnswer('certificates');
    const signer = signerOf(first);
    if (!readSigner(first).isNonRepudiation) return [];
    return [{ id: requiredString(each, 'id'), chain, ...signer, multisign: PER_CALL }];
  });
}

function problemIn(body: Uint8Array): PortError {
  const code = requiredString(parseJsonObject(body), 'error');
  switch (code) {
    case 'card_absent':
    case 'card_failure':
    case 'driver_missing':
    case 'pin_locked':
    case 'token_ended':
      return signingError(code);
    default:
      return signingError('access_denied');
  }
}
