import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { environment } from './src/env.ts';
import { answerKind, securityHeaders } from './src/server/security-headers.ts';

/**
 * Stands before every page, file and API call: makes the nonce of this answer, tells the renderer through the request (Next
 * reads it from the request's own policy header, so a header of the caller is replaced here) and the browser through the answer.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(18).toString('base64');
  const kind = answerKind(request.nextUrl.pathname);
  const headers = securityHeaders(kind, {
    nonce,
    secure: environment().SHIRUBE_PUBLIC_URL.startsWith('https://'),
    development: process.env.NODE_ENV === 'development',
  });
  // pages and files are looked at; what changes something goes through the APIs
  if (kind !== 'api' && request.method !== 'GET' && request.method !== 'HEAD')
    return new NextResponse(null, { status: 405, headers: { ...headers, Allow: 'GET, HEAD' } });
  const forwarded = new Headers(request.headers);
  forwarded.set('Content-Security-Policy', headers['Content-Security-Policy'] as string);
  forwarded.set('x-nonce', nonce);
  const response = NextResponse.next({ request: { headers: forwarded } });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** Built files carry no policy and may be cached: their names change with their contents. */
export const config = { matcher: '/((?!_next/static/).*)' };
