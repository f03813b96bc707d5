import { type ExchangeLog, PortError } from '@shirube/core/ports';
import { XmlError } from '../xml/index.ts';
import { AnswerTooLarge } from './body.ts';
import { answerLost, type Effect, MalformedAnswer, notAllowed, refused, unreachable } from './failures.ts';
import { type HttpAnswer, outbound } from './outbound.ts';
import type { ServiceName } from './service.ts';
import { AddressRefused, addressBelow } from './url.ts';

export interface OutsideCall<T> {
  /** what is done, in a word, for the exchange log */
  operation: string;
  /** our request id; ties the exchange to the work that caused it */
  correlationId: string;
  effect: Effect;
  method: 'GET' | 'POST' | 'DELETE';
  /** path segments below the base URL of the service */
  path: readonly string[];
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** statuses beside 2xx that read() understands */
  ownStatuses?: readonly number[];
  /**
   * Turns the answer into the result. Throws PortError for a refusal by the service; any other error means that
   * the answer could not be understood.
   */
  read(answer: HttpAnswer): T;
  /** Removes tokens and codes from what the exchange log keeps. */
  redact?(bytes: Uint8Array): Uint8Array;
}

export interface OutsideClientOptions {
  service: ServiceName;
  /** the only address space this client may reach */
  baseUrl: string;
  /** from the start of the call to the last byte of the answer */
  timeoutMs: number;
  /** bytes of an answer we are ready to hold */
  maxAnswerBytes: number;
  /** names of hosts that may resolve to private addresses */
  privateHosts: readonly string[];
  log: ExchangeLog;
}

/** One HTTP conversation with one service: bounded in time and size, never redirected, always recorded. */
export class OutsideClient {
  readonly service: ServiceName;
  readonly #options: OutsideClientOptions;

  constructor(options: OutsideClientOptions) {
    this.service = options.service;
    this.#options = options;
  }

  /**
   * Makes one call and records it, whatever comes of it. Throws PortError:
   * nothing could be sent: retryable; sent but no usable answer (time-out, closed connection, redirect, 5xx,
   * unreadable or too large answer): unknown for effect once, retryable otherwise; 401 and 403: auth;
   * other 4xx: user_fixable, 409: status_conflict.
   */
  async call<T>(call: OutsideCall<T>): Promise<T> {
    const address = this.#address(call.path);
    const startedAt = new Date();
    const started = performance.now();
    let answer: HttpAnswer | null = null;
    let result: { value: T } | { error: PortError };
    try {
      answer = await this.#send(address, call);
      result = { value: this.#interpret(call, answer) };
    } catch (error) {
      result = { error: this.#failure(call.effect, error, answer !== null) };
    }
    const redact = call.redact ?? ((bytes: Uint8Array) => bytes);
    const recorded = await this.#record({
      service: this.service,
      operation: call.operation,
      correlationId: call.correlationId,
      request: call.body === undefined ? requestLine(call.method, address) : redact(call.body),
      response: answer === null ? null : redact(answer.body),
      outcome: 'error' in result ? outcomeOf(result.error) : 'ok',
      startedAt,
      durationMs: Math.round(performance.now() - started),
    });
    if ('error' in result) throw result.error;
    // An exchange without a record must not pass as done: the evidence would be missing for good.
    if (!recorded) throw answerLost(this.service, call.effect, 'not_recorded');
    return result.value;
  }

  /** A name that came from outside (a file name) may not be a path segment; then nothing is sent. */
  #address(path: readonly string[]): URL {
    try {
      return addressBelow(this.#options.baseUrl, path);
    } catch (error) {
      if (error instanceof AddressRefused) throw refused(this.service, [], 'address');
      throw error;
    }
  }

  async #send<T>(address: URL, call: OutsideCall<T>): Promise<HttpAnswer> {
    const { baseUrl, privateHosts, timeoutMs, maxAnswerBytes } = this.#options;
    return await outbound(
      address,
      {
        method: call.method,
        headers: { 'accept-encoding': 'identity', ...call.headers },
        body: call.body,
        timeoutMs,
        maxAnswerBytes,
      },
      { origin: new URL(baseUrl).origin, privateHosts },
    );
  }

  #interpret<T>(call: OutsideCall<T>, answer: HttpAnswer): T {
    const { status } = answer;
    if ((status >= 200 && status < 300) || call.ownStatuses?.includes(status)) return call.read(answer);
    const code = `http_${status}`;
    if (status === 401 || status === 403) throw notAllowed(this.service, code);
    if (status === 409) {
      throw new PortError(
        this.service,
        'status_conflict',
        '相手側の状態が変わっているため、この操作はできません。現在の状態を確認してください。',
        code,
      );
    }
    const passing = status === 408 || status === 425 || status === 429;
    if (status >= 400 && status < 500 && !passing) throw refused(this.service, [], code);
    throw answerLost(this.service, call.effect, code);
  }

  #failure(effect: Effect, error: unknown, answered: boolean): PortError {
    if (error instanceof PortError) return error;
    if (error instanceof MalformedAnswer || error instanceof XmlError) {
      return answerLost(this.service, effect, `malformed:${error.reason}`);
    }
    if (error instanceof AddressRefused) return notAllowed(this.service, 'private_address');
    if (error instanceof AnswerTooLarge) return answerLost(this.service, effect, 'too_large');
    if (error instanceof Error && error.name === 'TimeoutError') {
      return answerLost(this.service, effect, 'timeout');
    }
    if (neverSent(error)) return unreachable(this.service);
    const lost = answerLost(this.service, effect, answered ? 'malformed:unexpected' : 'disconnected');
    lost.cause = error;
    return lost;
  }

  async #record(exchange: Parameters<ExchangeLog['record']>[0]): Promise<boolean> {
    try {
      await this.#options.log.record(exchange);
      return true;
    } catch {
      return false;
    }
  }
}

/** System errors that occur before the first byte leaves: no connection, no name, no trust. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

function neverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    // a host with several addresses fails with one error per address
    if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.every(neverSent);
    if ('code' in cause && NEVER_SENT.has(String(cause.code))) return true;
  }
  return false;
}

function requestLine(method: string, address: URL): Uint8Array {
  return new TextEncoder().encode(`${method} ${address.pathname}\n`);
}

function outcomeOf(error: PortError): string {
  return error.code === null ? error.kind : `${error.kind} ${error.code}`;
}
