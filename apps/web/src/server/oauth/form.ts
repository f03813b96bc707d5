import 'server-only';
import { readBody } from '../rest/caller.ts';
import { OauthError } from './errors.ts';

/** An assertion with an RSA signature is below 2 kB; nothing honest is longer than this. */
const mostBytes = 16_384;

/**
 * The parameters of a form-encoded request, each at most once (RFC 6749 section 3.2). Parameters in the address are refused: addresses are
 * written into logs on the way.
 * @throws OauthError invalid_request
 */
export async function readForm(request: Request): Promise<Map<string, string>> {
  if (new URL(request.url).search !== '')
    throw new OauthError('invalid_request', 'Parameters belong in the body, not in the URL.');
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw new OauthError('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const body = await readBody(request, mostBytes);
  if (body === null)
    throw new OauthError('invalid_request', `The body must be UTF-8 of at most ${mostBytes} bytes.`, 413);
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (parameters.has(name)) throw new OauthError('invalid_request', 'A parameter is given twice.');
    // a parameter without a value counts as absent (RFC 6749 section 3.2)
    if (value !== '') parameters.set(name, value);
  }
  return parameters;
}
