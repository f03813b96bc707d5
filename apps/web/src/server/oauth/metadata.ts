import 'server-only';
import { apiScopeNames, signatureAlgorithms } from '@shirube/core/api-clients';
import { issuer } from '../rest/caller.ts';
import { tokenPath } from './token.ts';

/** Authorization server metadata (RFC 8414): what a client needs to know to get a token here. */
export function serverMetadata(): Record<string, unknown> {
  const here = issuer();
  const methods = ['private_key_jwt', 'client_secret_basic', 'client_secret_post'];
  return {
    issuer: here,
    token_endpoint: `${here}${tokenPath}`,
    revocation_endpoint: `${here}/api/oauth/revoke`,
    grant_types_supported: ['client_credentials'],
    // no person signs in here on behalf of a program
    response_types_supported: [],
    scopes_supported: apiScopeNames,
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: signatureAlgorithms,
    revocation_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_signing_alg_values_supported: signatureAlgorithms,
    dpop_signing_alg_values_supported: signatureAlgorithms,
  };
}
