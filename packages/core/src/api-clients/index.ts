export { listClientActivity } from './activity.ts';
export {
  claimedSubject,
  type OneTimeProof,
  ProofRefused,
  verifyAssertion,
} from './assertion.ts';
export { verifyDpopProof } from './dpop.ts';
export { type PublicJwk, signatureAlgorithms } from './keys.ts';
export { listClients } from './list-clients.ts';
export { changeClient, createClient, endCredential, rotateCredential, setClientState } from './manage.ts';
export {
  changeClientInput,
  clientActivityInput,
  clientActivitySchema,
  clientListSchema,
  createClientInput,
  endCredentialInput,
  newCredentialAnswer,
  rotateCredentialInput,
  setClientStateInput,
} from './schema.ts';
export { type ApiScope, apiScopeNames, apiScopes, isApiScope } from './scopes.ts';
export { newClientSecret, sha256 } from './secrets.ts';
export {
  type Authentication,
  authenticateClient,
  type ClientProof,
  issueAccessToken,
  revokeAccessToken,
  spendQuota,
  takeProof,
} from './tokens.ts';
