/** Why a call to an outside service did not succeed, sorted by what can be done about it. */
export type PortErrorClass =
  /** no answer or a passing fault: the same call may be made again */
  | 'retryable'
  /** no answer came, but the other side may have acted: ask before doing it again */
  | 'unknown'
  /** our data is refused; a person must change it */
  | 'user_fixable'
  /** the signature is refused */
  | 'signature'
  /** the other side is in a state that does not allow this (already received, cancelled …) */
  | 'status_conflict'
  /** we are not allowed, or the authorization has ended */
  | 'auth';

export class PortError extends Error {
  readonly service: string;
  readonly kind: PortErrorClass;
  readonly code: string | null;
  /** A Japanese sentence a clinic can act on. Holds no patient data. */
  readonly userMessage: string;
  constructor(service: string, kind: PortErrorClass, userMessage: string, code: string | null = null) {
    super(`${service}: ${kind}${code ? ` ${code}` : ''}`);
    this.name = 'PortError';
    this.service = service;
    this.kind = kind;
    this.code = code;
    this.userMessage = userMessage;
  }
}

/** Recorded for every call: the raw request and response, to be stored encrypted by the caller. */
export interface ExchangeLog {
  record(exchange: {
    service: string;
    operation: string;
    correlationId: string;
    request: Uint8Array;
    response: Uint8Array | null;
    outcome: string;
    startedAt: Date;
    durationMs: number;
  }): Promise<void>;
}
