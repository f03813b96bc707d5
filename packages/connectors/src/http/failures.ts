import { PortError } from '@shirube/core/ports';
import { SERVICE_LABEL, type ServiceName } from './service.ts';

/**
 * What making a call a second time would do.
 * repeatable: nothing worse than the first time (reads, replacements, deletions).
 * once: it may be done twice (処方箋登録, 取消), so a lost answer has to be looked up first.
 */
export type Effect = 'repeatable' | 'once';

/**
 * An answer came but does not have the shape the interface promises. The reason is the name of an element or a
 * rule, never a value of the answer.
 */
export class MalformedAnswer extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.name = 'MalformedAnswer';
    this.reason = reason;
  }
}

/** Nothing was sent: the call may be made again whatever its effect. */
export function unreachable(service: ServiceName): PortError {
  return new PortError(
    service,
    'retryable',
    `${SERVICE_LABEL[service]}に接続できません。院内のネットワークと接続機器の状態を確認し、しばらくしてからもう一度行ってください。`,
    'unreachable',
  );
}

/** The request went out and no usable answer came back. */
export function answerLost(service: ServiceName, effect: Effect, code: string): PortError {
  return new PortError(
    service,
    effect === 'once' ? 'unknown' : 'retryable',
    effect === 'once'
      ? `${SERVICE_LABEL[service]}の応答を確認できませんでした。処理が済んでいる可能性があります。もう一度送る前に、登録の有無を確認してください。`
      : `${SERVICE_LABEL[service]}から正しい応答がありません。しばらくしてからもう一度行ってください。`,
    code,
  );
}

export function notAllowed(service: ServiceName, code: string): PortError {
  return new PortError(
    service,
    'auth',
    service === 'signing'
      ? '電子署名の認証の期限が切れているか、認められていません。もう一度認証してください。'
      : `${SERVICE_LABEL[service]}の利用が認められませんでした。接続の設定と利用の権限を確認してください。`,
    code,
  );
}

/** The service understood us and refuses the content; messages are the service's own words. */
export function refused(service: ServiceName, messages: readonly string[], code: string): PortError {
  return new PortError(service, 'user_fixable', refusalSentence(service, messages), code);
}

/**
 * One sentence of the service's own messages: control characters removed, each once, bounded in length.
 * Falls back to a sentence of ours when the service gave none.
 */
export function refusalSentence(service: ServiceName, messages: readonly string[]): string {
  const label = SERVICE_LABEL[service];
  const words = [...new Set(messages.map(plainLine).filter((line) => line !== ''))];
  if (words.length === 0) return `${label}が受け付けませんでした。送った内容を確認してください。`;
  const joined = words.join('／');
  const bounded = joined.length > MAX_MESSAGE_LENGTH ? `${joined.slice(0, MAX_MESSAGE_LENGTH)}…` : joined;
  return `${label}が受け付けませんでした：${bounded.replace(/[。．.]+$/, '')}。`;
}

const MAX_MESSAGE_LENGTH = 400;

function plainLine(message: string): string {
  return message
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** A code from outside, safe to log; null when it is not one. */
export function plainCode(code: string | null | undefined): string | null {
  return code !== null && code !== undefined && /^[A-Za-z0-9_-]{1,32}$/.test(code) ? code : null;
}
