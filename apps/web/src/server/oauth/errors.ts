import 'server-only';

/** Errors of the token and revocation endpoints (RFC 6749 section 5.2, RFC 7009, RFC 9449). The description is ASCII by that rule. */
export type OauthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_dpop_proof'
  | 'temporarily_unavailable';

export class OauthError extends Error {
  readonly code: OauthErrorCode;
  readonly status: number;
  readonly headers: Record<string, string>;
  constructor(code: OauthErrorCode, description: string, status = 400, headers: Record<string, string> = {}) {
    super(description);
    this.name = 'OauthError';
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}

/** What is answered must not stay anywhere on its way (RFC 6749 section 5.1). */
export const noStore = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

export const oauthAnswer = (error: OauthError): Response =>
  Response.json(
    { error: error.code, error_description: error.message },
    { status: error.status, headers: { ...noStore, ...error.headers } },
  );
