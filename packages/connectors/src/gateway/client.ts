import { PortError } from '@shirube/core/ports';
import {
  answerLost,
  type Effect,
  MalformedAnswer,
  type OutsideClient,
  SERVICE_LABEL,
} from '../http/index.ts';
import { textOrNull, type XmlContent, XmlError } from '../xml/index.ts';
import {
  buildMessage,
  failureError,
  type GatewayMessage,
  parseMessage,
  type Refusal,
  refusalError,
  verdictOf,
} from './message.ts';

export interface Polling {
  /** how often an answer 処理中 is asked for again */
  attempts: number;
  intervalMs: number;
}

export interface GatewayRequest<T> {
  operation: string;
  /** stem of the file name, without req */
  stem: string;
  institutionCode: string;
  /** becomes ArbitraryFileIdentifier and part of the file name */
  requestId: string;
  effect: Effect;
  header?: XmlContent;
  /** what of the exchange is kept; without it all of it */
  redact?(bytes: Uint8Array): Uint8Array;
  body: XmlContent;
  /** reads the body of a success */
  read(message: GatewayMessage): T;
  /** makes the error of a refusal when the service says more than ProcessingResultMessage */
  readRefusal?(message: GatewayMessage, refusal: Refusal): PortError;
}

/** Requests and answers of the 資格確認端末 as messages: `{STEM}req_{id}.xml` in, `res` out. */
export class GatewayClient {
  readonly http: OutsideClient;
  readonly #polling: Polling;

  constructor(http: OutsideClient, polling: Polling) {
    this.http = http;
    this.#polling = polling;
  }

  /**
   * Sends one request and returns what read() makes of a success. While the answer is 処理中 a repeatable
   * request is put again, a bounded number of times; a request with effect once is never put again.
   * Throws PortError.
   */
  async send<T>(request: GatewayRequest<T>): Promise<T> {
    checkIdentifiers(this.http.service, request.institutionCode, request.requestId);
    const body = this.#build(request);
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.http.call({
        operation: request.operation,
        correlationId: request.requestId,
        effect: request.effect,
        method: 'POST',
        path: [request.institutionCode, 'req', `${request.stem}req_${request.requestId}.xml`],
        headers: { 'content-type': 'application/xml; charset=utf-8' },
        body,
        ...(request.redact ? { redact: request.redact } : {}),
        read: ({ body: bytes }) => this.#read(request, parseMessage(bytes)),
      });
      if (answer.state === 'done') return answer.value;
      if (request.effect === 'once' || attempt >= this.#polling.attempts) {
        throw answerLost(this.http.service, request.effect, 'processing');
      }
      await new Promise((resolve) => setTimeout(resolve, this.#polling.intervalMs));
    }
  }

  #build<T>(request: GatewayRequest<T>): Uint8Array {
    try {
      return buildMessage(
        {
          MedicalInstitutionCode: request.institutionCode,
          ...request.header,
          ArbitraryFileIdentifier: request.requestId,
        },
        request.body,
      );
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      throw new PortError(
        this.http.service,
        'user_fixable',
        `${SERVICE_LABEL[this.http.service]}に送れない文字が含まれています。保険の記号・番号などを入力し直してください。`,
        'character',
      );
    }
  }

  #read<T>(
    request: GatewayRequest<T>,
    message: GatewayMessage,
  ): { state: 'processing' } | { state: 'done'; value: T } {
    const verdict = verdictOf(message);
    switch (verdict.state) {
      case 'processing':
        return { state: 'processing' };
      case 'failed':
        throw failureError(this.http.service, request.effect, verdict.refusal);
      case 'refused':
        throw (
          request.readRefusal?.(message, verdict.refusal) ?? refusalError(this.http.service, verdict.refusal)
        );
      case 'accepted':
        checkEcho(message, request);
        return { state: 'done', value: request.read(message) };
    }
  }
}

/** An answer to somebody else's request must never be taken for ours. */
function checkEcho<T>({ header }: GatewayMessage, request: GatewayRequest<T>): void {
  if (textOrNull(header, 'ArbitraryFileIdentifier') !== request.requestId) {
    throw new MalformedAnswer('ArbitraryFileIdentifier');
  }
  if (textOrNull(header, 'MedicalInstitutionCode') !== request.institutionCode) {
    throw new MalformedAnswer('MedicalInstitutionCode');
  }
}

/**
 * 医療機関コード has 10 digits; a request id has at most 64 of A-Z a-z 0-9 - _. Throws PortError user_fixable for
 * the first (a setting of the clinic) and RangeError for the second (a fault of the program).
 */
export function checkIdentifiers(
  service: PortError['service'],
  institutionCode: string,
  requestId: string,
): void {
  if (!/^\d{10}$/.test(institutionCode)) {
    throw new PortError(
      service,
      'user_fixable',
      '医療機関コードは10桁の数字です。医療機関の設定を確認してください。',
      'institution_code',
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(requestId)) throw new RangeError('request id');
}
