import { randomUUID } from 'node:crypto';
import { PortError, type SignedFile, type SigningPort, signingError } from '@shirube/core/ports';
import { awaitSignatureElement, certificateOfSignature } from '@shirube/eprescription';
import {
  addressBelow,
  decodeBase64,
  encodeBase64,
  encodeJson,
  MalformedAnswer,
  type OutsideClient,
  parseJsonObject,
  requiredString,
} from '../http/index.ts';
import {
  ANSWER_ELEMENT,
  CARDLESS_PATH,
  CARDLESS_SCOPE,
  type CardlessId,
  CLIENT_ID,
  DIGEST_ALGORITHM,
  REQUEST,
  WRAPPER,
} from './cardless-names.ts';
import { readIdToken } from './id-token.ts';
import { readProblem } from './mapper.ts';
import { redactSecrets } from './redact.ts';

/** A service that makes the whole signature: it gets the digest of the prescription, and its element is put into the file as it came. */
export function createCardlessPort(
  id: CardlessId,
  clients: { identity: OutsideClient; signing: OutsideClient },
  /** base of the realm's OpenID Connect endpoints */
  identityUrl: string,
  now: () => Date,
): SigningPort {
  const clientId = CLIENT_ID[id];
  const common = {
    effect: 'repeatable' as const,
    method: 'POST' as const,
    ownStatuses: [400, 503],
    redact: redactSecrets,
  };

  async function signOne(token: string, csv: Uint8Array): Promise<SignedFile> {
    const waiting = awaitSignatureElement(csv);
    const element = await clients.signing.call({
      ...common,
      operation: 'signPrescription',
      correlationId: randomUUID(),
      path: CARDLESS_PATH.sign,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: encodeJson({
        [REQUEST.idToken]: token,
        [REQUEST.digest]: encodeBase64(waiting.documentDigest),
        [REQUEST.digestAlgorithm]: DIGEST_ALGORITHM,
      }),
      read: ({ status, body }) => {
        if (status === 400 || status === 503) throw readProblem(status, body);
        return signatureIn(body);
      },
    });
    return { xml: waiting.complete(element.text), certificate: element.certificate };
  }

  return {
    id,

    authorizationUrl({ redirectUri, state, codeChallenge, nonce }) {
      return addressBelow(identityUrl, CARDLESS_PATH.authorize, {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: CARDLESS_SCOPE,
        state,
        nonce,
        prompt: 'login',
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      }).href;
    },

    async completeAuthorization({ redirectUri, code, codeVerifier, nonce }) {
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: codeVerifier,
      });
      return await clients.identity.call({
        ...common,
        operation: 'completeAuthorization',
        correlationId: randomUUID(),
        path: CARDLESS_PATH.token,
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new TextEncoder().encode(form.toString()),
        read: ({ status, body }) => {
          if (status === 400 || status === 503) throw readProblem(status, body);
          const token = requiredString(parseJsonObject(body), 'id_token');
          return { token, expiresAt: readIdToken(token, { clientId, nonce, now: now() }).toISOString() };
        },
      });
    },

    // whose certificate it is shows in the signature only
    listCredentials: async () => null,

    async signDocuments({ token, documents }) {
      const files: (SignedFile | PortError)[] = [];
      for (const csv of documents) {
        try {
          files.push(await signOne(token, csv));
        } catch (error) {
          // one document is refused; anything else stops whoever asked
          if (!(error instanceof PortError) || error.kind !== 'user_fixable') throw error;
          files.push(error);
        }
      }
      return files;
    },
  };
}

/** The signature element inside the answer's wrapper, untouched, and the certificate it names. */
function signatureIn(body: Uint8Array): { text: string; certificate: Uint8Array } {
  const bytes = decodeBase64(requiredString(parseJsonObject(body), ANSWER_ELEMENT), ANSWER_ELEMENT);
  const whole = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const [start, end] = WRAPPER;
  if (!whole.startsWith(start) || !whole.endsWith(end)) throw new MalformedAnswer(ANSWER_ELEMENT);
  const text = whole.slice(start.length, -end.length);
  try {
    return { text, certificate: certificateOfSignature(text) };
  } catch {
    throw signingError('not_verified');
  }
}
