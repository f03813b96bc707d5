/**
 * What a use case refuses, and why. `userMessage` is a Japanese sentence a clinic can act on; nothing in an error
 * holds patient data, because errors reach logs.
 */
export type DomainErrorCode =
  | 'not_found'
  | 'forbidden'
  /** the chart is restricted: an emergency access would open it */
  | 'restricted'
  | 'conflict'
  | 'stale'
  | 'invalid'
  | 'needs_decision'
  | 'needs_signing'
  | 'unavailable';

export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly userMessage: string;
  /** which field or row the message belongs to, for the screen to point at */
  readonly at: string | null;
  constructor(code: DomainErrorCode, userMessage: string, at: string | null = null) {
    super(`${code}: ${userMessage}`);
    this.name = 'DomainError';
    this.code = code;
    this.userMessage = userMessage;
    this.at = at;
  }
}

export function notFound(what: string): DomainError {
  return new DomainError('not_found', `${what}が見つかりません。一覧から選び直してください。`);
}
