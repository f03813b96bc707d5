import { PortError } from '@shirube/core/ports';
import {
  answerLost,
  type Effect,
  MalformedAnswer,
  plainCode,
  refusalSentence,
  SERVICE_LABEL,
  type ServiceName,
} from '../http/index.ts';
import {
  buildXml,
  child,
  parseXml,
  requiredText,
  textOrNull,
  type XmlContent,
  type XmlElement,
} from '../xml/index.ts';
import { classOfCode } from './codes.ts';

/** Header and body of an XmlMsg. */
export interface GatewayMessage {
  readonly header: XmlElement;
  readonly body: XmlElement;
}

export function buildMessage(header: XmlContent, body: XmlContent): Uint8Array {
  return buildXml('XmlMsg', { MessageHeader: header, MessageBody: body });
}

/** Throws XmlError or MalformedAnswer when the bytes are not an XmlMsg. */
export function parseMessage(bytes: Uint8Array): GatewayMessage {
  const root = parseXml(bytes);
  if (root.name !== 'XmlMsg') throw new MalformedAnswer('XmlMsg');
  const header = child(root, 'MessageHeader');
  if (header === undefined) throw new MalformedAnswer('MessageHeader');
  return { header, body: child(root, 'MessageBody') ?? { name: 'MessageBody', text: '', children: [] } };
}

/** What the service refused and why, with every message it gave. */
export interface Refusal {
  code: string | null;
  messages: readonly string[];
}

/**
 * Both levels of a result: SegmentOfResult of the header (1 正常終了, 2 処理中, 9 異常終了) and
 * ProcessingResultStatus of the body (1 正常, 2 エラー). Only 1 with 1 is a success.
 */
export type Verdict =
  | { state: 'accepted' }
  | { state: 'processing' }
  | { state: 'failed'; refusal: Refusal }
  | { state: 'refused'; refusal: Refusal };

/** Throws MalformedAnswer when a level is missing or has a value the interface does not know. */
export function verdictOf({ header, body }: GatewayMessage): Verdict {
  const segment = requiredText(header, 'SegmentOfResult');
  if (segment === '2') return { state: 'processing' };
  if (segment === '9') return { state: 'failed', refusal: refusalIn(header, 'ErrorCode', 'ErrorMessage') };
  if (segment !== '1') throw new MalformedAnswer('SegmentOfResult');
  const status = requiredText(body, 'ProcessingResultStatus');
  if (status === '1') return { state: 'accepted' };
  if (status !== '2') throw new MalformedAnswer('ProcessingResultStatus');
  return { state: 'refused', refusal: refusalIn(body, 'ProcessingResultCode', 'ProcessingResultMessage') };
}

function refusalIn(element: XmlElement, codeName: string, messageName: string): Refusal {
  const message = textOrNull(element, messageName);
  return { code: plainCode(textOrNull(element, codeName)), messages: message === null ? [] : [message] };
}

/** The body of an accepted content is refused: ProcessingResultStatus 2. */
export function refusalError(service: ServiceName, refusal: Refusal): PortError {
  const kind = classOfCode(refusal.code) ?? 'user_fixable';
  return new PortError(service, kind, refusalSentence(service, refusal.messages), refusal.code);
}

/**
 * 異常終了: SegmentOfResult 9. A code that says what happened is believed; any other leaves open whether
 * something was done.
 */
export function failureError(service: ServiceName, effect: Effect, refusal: Refusal): PortError {
  const kind = classOfCode(refusal.code);
  if (kind === null) return answerLost(service, effect, refusal.code ?? 'segment_9');
  if (kind === 'retryable') {
    return new PortError(
      service,
      'retryable',
      `${SERVICE_LABEL[service]}で障害が起きています。しばらくしてからもう一度行ってください。`,
      refusal.code,
    );
  }
  return new PortError(service, kind, refusalSentence(service, refusal.messages), refusal.code);
}
