import 'server-only';
import { sha256 } from '@shirube/core/identity/sign-in';
import type { OperatorSession } from '@shirube/db';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { environment } from '../../env.ts';
import { operatorConsole } from './console.ts';

const secure = (): boolean => environment().SHIRUBE_PUBLIC_URL.startsWith('https://');

/** A cookie of its own: an operator is signed in to no clinic, and nobody of a clinic is an operator by being signed in. */
export const operatorCookieName = (): string => (secure() ? '__Host-shirube.operator' : 'shirube.operator');

/** The Set-Cookie line for a new token, or that which takes it away. Never sent along from another site. */
export const operatorCookie = (token: string | null): string =>
  [
    `${operatorCookieName()}=${token ?? ''}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure() ? ['Secure'] : []),
    ...(token === null ? ['Max-Age=0'] : []),
  ].join('; ');

/** The operator of this request; looked up once. */
export const currentOperator = cache(async (): Promise<OperatorSession | null> => {
  const token = (await cookies()).get(operatorCookieName())?.value;
  const console = operatorConsole();
  return token && console ? console.resolveSession(sha256(token)) : null;
});
