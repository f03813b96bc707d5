import type { SigningProviderId } from '@shirube/core/ports';

/**
 * The national card-less service (HPKIセカンド電子証明書), as far as it is known from outside (hpki interface §2): OpenID Connect with
 * authorization code, PKCE, nonce, state and prompt=login; client_id chooses the means; the signing component takes the ID token with
 * the digest of the PrescriptionDocument and gives the whole PrescriptionSign element.
 *
 * assumed, and only here: the paths below the realm and below the signing component, the names of the members, that the element comes
 * in Base64, that the ID token ends when the day's authentication does, and the codes of a refusal. The service's interface documents
 * come with its contract.
 */
export const CARDLESS_PATH = {
  authorize: ['auth'],
  token: ['token'],
  sign: ['prescription', 'sign'],
} as const;
export const CARDLESS_SCOPE = 'openid';
/** what we send to the signing component */
export const REQUEST = { idToken: 'idToken', digest: 'digest', digestAlgorithm: 'digestAlgorithm' } as const;
/** what it answers with: <PrescriptionSign>…</PrescriptionSign>, UTF-8, Base64 */
export const ANSWER_ELEMENT = 'prescriptionSign';
export const WRAPPER = ['<PrescriptionSign>', '</PrescriptionSign>'] as const;
export const DIGEST_ALGORITHM = 'SHA-256';

export type CardlessId = Extract<SigningProviderId, `cardless-${string}`>;
/** client_id of each means */
export const CLIENT_ID: Record<CardlessId, string> = {
  'cardless-fido': 'FIDO',
  'cardless-jpki': 'JPKI',
  'cardless-hpki': 'HPKI',
};
