const SECRETS = 'access_token|refresh_token|id_token|idToken|code|code_verifier|client_secret|SAD|token';
const IN_JSON = new RegExp(`("(?:${SECRETS})"\\s*:\\s*)"[^"]*"?`, 'g');
const IN_FORM = new RegExp(`(^|&)(${SECRETS})=[^&]*`, 'g');

/** A body without the tokens and codes that could still sign: the exchange log outlives no authorization. */
export function redactSecrets(bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  return new TextEncoder().encode(text.replace(IN_JSON, '$1"[removed]"').replace(IN_FORM, '$1$2=[removed]'));
}
