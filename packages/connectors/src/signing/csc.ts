import { randomUUID, X509Certificate } from 'node:crypto';
import {
  type PrescriptionFilePort,
  type SigningCredential,
  type SigningPort,
  signingError,
} from '@shirube/core/ports';
import { addressBelow, encodeBase64, encodeJson, type OutsideClient } from '../http/index.ts';
import {
  readAuthorization,
  readCredential,
  readCredentialIds,
  readProblem,
  readSignatures,
  readToken,
  requireOurProtocol,
} from './mapper.ts';
import { ALGORITHM, PATH, SCOPE } from './names.ts';
import { fileOf } from './raw-signature.ts';
import { redactSecrets } from './redact.ts';

/** HPKI remote signing by the Cloud Signature Consortium API v2, authorization code flow with PKCE (S256). */
export function createCscPort(
  http: OutsideClient,
  baseUrl: string,
  clientId: string,
  files: Pick<PrescriptionFilePort, 'prepareSignature'>,
): SigningPort {
  async function post<T>(
    operation: string,
    path: readonly string[],
    headers: Record<string, string>,
    body: Uint8Array,
    read: (body: Uint8Array) => T,
  ): Promise<T> {
    return await http.call({
      operation,
      correlationId: randomUUID(),
      // signing again makes the same bytes, and a code that is spent is refused as such
      effect: 'repeatable',
      method: 'POST',
      path,
      headers: { accept: 'application/json', ...headers },
      body,
      ownStatuses: [400, 503],
      read: (answer) => {
        if (answer.status === 400 || answer.status === 503) throw readProblem(answer.status, answer.body);
        return read(answer.body);
      },
      redact: redactSecrets,
    });
  }

  async function postJson<T>(
    operation: string,
    path: readonly string[],
    token: string,
    body: unknown,
    read: (body: Uint8Array) => T,
  ): Promise<T> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    return await post(operation, path, headers, encodeJson(body), read);
  }

  /** SAD (signature activation data): the token of the day, or one made for these digests where the credential asks for it. */
  async function activation(
    token: string,
    { id, needsAuthorization }: SigningCredential,
    hashes: readonly string[],
    hashAlgorithmOID: string,
  ): Promise<string> {
    if (!needsAuthorization) return token;
    const body = {
      credentialID: id,
      numSignatures: hashes.length,
      hashes,
      hashAlgorithmOID,
    };
    return await postJson('authorizeCredential', PATH.credentialAuthorize, token, body, readAuthorization);
  }

  const signPrepared: NonNullable<SigningPort['signPrepared']> = async ({ token, credential, prepared }) => {
    if (prepared.length === 0) return [];
    const hashes = prepared.map(({ digest }) => encodeBase64(digest));
    const algorithm = algorithmOf(credential);
    const signatures = await postJson(
      'signHashes',
      PATH.signHash,
      token,
      {
        credentialID: credential.id,
        SAD: await activation(token, credential, hashes, algorithm.hash),
        hashes,
        hashAlgorithmOID: algorithm.hash,
        signAlgo: algorithm.sign,
      },
      (body) => readSignatures(body, prepared.length),
    );
    return prepared.map((each, index) => fileOf(each, signatures[index], credential));
  };

  return {
    id: 'csc-v2',

    authorizationUrl({ redirectUri, state, codeChallenge, loginHint }) {
      return addressBelow(baseUrl, PATH.authorize, {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        ...(loginHint === null ? {} : { login_hint: loginHint }),
      }).href;
    },

    async completeAuthorization({ redirectUri, code, codeVerifier }) {
      await post(
        'info',
        PATH.info,
        { 'content-type': 'application/json' },
        encodeJson({ lang: 'ja-JP' }),
        requireOurProtocol,
      );
      const sentAt = new Date();
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        client_id: clientId,
        code_verifier: codeVerifier,
      });
      return await post(
        'completeAuthorization',
        PATH.token,
        { 'content-type': 'application/x-www-form-urlencoded' },
        new TextEncoder().encode(form.toString()),
        (body) => readToken(body, sentAt),
      );
    },

    async listCredentials(token) {
      const ids = await postJson('listCredentials', PATH.list, token, {}, readCredentialIds);
      const credentials: SigningCredential[] = [];
      for (const credentialID of ids) {
        const credential = await postJson(
          'readCredential',
          PATH.credentialInfo,
          token,
          { credentialID, certificates: 'chain', certInfo: true, authInfo: true },
          (body) => readCredential(body, credentialID),
        );
        if (credential !== null) credentials.push(credential);
      }
      return credentials;
    },

    signPrepared,

    async signDocuments({ token, credential, documents, signingTime }) {
      if (credential === null) throw new TypeError('a signature of a digest needs its certificate first');
      const prepared = documents.map((csv) => files.prepareSignature(csv, credential, signingTime));
      return signPrepared({ token, credential, prepared });
    },
  };
}

/** What the key of a certificate signs with. Throws PortError for a key that no prescription is signed with. */
function algorithmOf({ chain }: SigningCredential): (typeof ALGORITHM)[keyof typeof ALGORITHM] {
  const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(chain[0] ?? new Uint8Array())
    .publicKey;
  const curve = asymmetricKeyDetails?.namedCurve;
  if (asymmetricKeyType === 'rsa') return ALGORITHM.rsa;
  if (curve === 'prime256v1' || curve === 'secp384r1') return ALGORITHM[curve];
  throw signingError('no_credential');
}
