import { randomUUID } from 'node:crypto';
import type { SigningCredential, SigningPort } from '@shirube/core/ports';
import { addressBelow, encodeBase64, encodeJson, type OutsideClient } from '../http/index.ts';
import { readCredential, readCredentialIds, readProblem, readSignatures, readToken } from './mapper.ts';
import { HASH_ALGORITHM_OID, PATH, SCOPE, SIGNATURE_ALGORITHM_OID } from './names.ts';
import { redactSecrets } from './redact.ts';

/** HPKI remote signing by the Cloud Signature Consortium API v2, authorization code flow with PKCE (S256). */
export function createSigningPort(http: OutsideClient, baseUrl: string, clientId: string): SigningPort {
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
      ownStatuses: [400],
      read: (answer) => {
        if (answer.status === 400) throw readProblem(answer.body);
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

  return {
    kind: 'csc-v2',

    authorizationUrl({ redirectUri, state, codeChallenge, loginHint }) {
      return addressBelow(baseUrl, PATH.authorize, {
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        login_hint: loginHint,
      }).href;
    },

    async completeAuthorization({ redirectUri, code, codeVerifier }) {
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
          PATH.info,
          token,
          { credentialID, certificates: 'chain', certInfo: true },
          (body) => readCredential(body, credentialID),
        );
        if (credential !== null) credentials.push(credential);
      }
      return credentials;
    },

    async signHashes({ token, credentialId, digests }) {
      if (digests.some((digest) => digest.byteLength !== 32))
        throw new RangeError('SHA-256 digests have 32 bytes');
      if (digests.length === 0) return [];
      return await postJson(
        'signHashes',
        PATH.signHash,
        token,
        {
          credentialID: credentialId,
          SAD: token,
          hashes: digests.map(encodeBase64),
          hashAlgorithmOID: HASH_ALGORITHM_OID,
          signAlgo: SIGNATURE_ALGORITHM_OID,
        },
        (body) => readSignatures(body, digests.length),
      );
    },
  };
}
