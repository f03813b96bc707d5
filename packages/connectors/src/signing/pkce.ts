import { createHash, randomBytes } from 'node:crypto';

/**
 * A fresh pair for the authorization code flow (RFC 7636, method S256). The verifier stays on our side until the
 * code is exchanged; only the challenge goes through the browser.
 */
export function createPkce(): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}
