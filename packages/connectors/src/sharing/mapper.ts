import type { PortError } from '@shirube/core/ports';
import {
  isJsonObject,
  MalformedAnswer,
  parseJsonObject,
  refused,
  requiredArray,
  requiredString,
} from '../http/index.ts';

/**
 * assumed: the whole shape of the answers. The interface specification of the 電子カルテ情報共有サービス is not
 * public; the rule ids (R0211 …) are those printed in the JP-CLINS profiles.
 */

/** 200: the report unit is registered. */
export function readAcknowledgement(body: Uint8Array): { acknowledgementId: string; acceptedAt: string } {
  const answer = parseJsonObject(body);
  const acceptedAt = requiredString(answer, 'acceptedAt');
  if (
    !/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(acceptedAt) ||
    Number.isNaN(Date.parse(acceptedAt))
  ) {
    throw new MalformedAnswer('acceptedAt');
  }
  return { acknowledgementId: requiredString(answer, 'acknowledgementId'), acceptedAt };
}

/** 422: validation refuses the Bundle. The sentence names rule, place and text of each error. */
export function readValidationErrors(body: Uint8Array): PortError {
  const errors = requiredArray(parseJsonObject(body), 'errors').map((error) => {
    if (!isJsonObject(error)) throw new MalformedAnswer('errors');
    const word = (name: string) => (typeof error[name] === 'string' ? error[name] : '');
    return { ruleId: word('ruleId'), severity: word('severity'), path: word('path'), text: word('text') };
  });
  const fatal = errors.filter((error) => error.severity !== 'warning' && error.severity !== 'information');
  const named = fatal.length === 0 ? errors : fatal;
  const messages = named.map(({ ruleId, path, text }) =>
    [ruleId, text, path === '' ? '' : `（${path}）`].filter((part) => part !== '').join(' '),
  );
  return refused(
    'sharing',
    messages,
    named[0]?.ruleId === undefined ? 'http_422' : named[0].ruleId || 'http_422',
  );
}
