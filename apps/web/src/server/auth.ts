import 'server-only';
import { randomBytes } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import type { AuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { environment } from '../env.ts';
import { database } from './database.ts';
import { sessionCookieName, tokenSha256 } from './session.ts';

/** A real hash of no password: an unknown sign-in name takes as long as a wrong password. */
const decoyHash =
  '$argon2id$v=19$m=19456,t=2,p=1$c2hpcnViZS1kZWNveS0x$3cU2ZkXw5F7wF2pYkq8c1vZpXbqvYHqk6yH3mS0nV9E';

interface SignedInPerson {
  id: string;
  name: string;
  sessionToken: string;
}

/**
 * next-auth keeps the sign-in form, CSRF and cookies; the session itself is our row. Its "JWT" is therefore nothing
 * but the opaque token: encode and decode pass it through, and the row decides whether it is alive
 * (docs/decisions/0001-sign-in.md).
 */
export function authOptions(): AuthOptions {
  const env = environment();
  const maxAge = env.SHIRUBE_SESSION_HOURS * 3600;
  return {
    secret: env.SHIRUBE_SECRET,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    session: { strategy: 'jwt', maxAge },
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: {
          httpOnly: true,
          sameSite: 'lax',
          path: '/',
          secure: env.SHIRUBE_PUBLIC_URL.startsWith('https://'),
        },
      },
    },
    providers: [
      credentialsProvider({
        name: 'Shirube',
        credentials: { loginId: { label: 'ID' }, password: { label: 'パスワード', type: 'password' } },
        async authorize(credentials, request): Promise<SignedInPerson | null> {
          const loginId = credentials?.loginId?.normalize('NFKC').trim().toLowerCase() ?? '';
          const account = await database().identity.accountForSignIn(loginId);
          const matches = await verify(account?.passwordHash ?? decoyHash, credentials?.password ?? '').catch(
            () => false,
          );
          if (!account || !matches) return null;
          const sessionToken = randomBytes(32).toString('base64url');
          const agent = request.headers?.['user-agent'];
          await database().identity.openSession({
            accountId: account.accountId,
            tokenSha256: tokenSha256(sessionToken),
            lifetimeSeconds: maxAge,
            userAgent: typeof agent === 'string' ? agent : '',
          });
          return { id: account.accountId, name: account.displayName, sessionToken };
        },
      }),
    ],
    jwt: {
      encode: async ({ token }) => (typeof token?.sid === 'string' ? token.sid : ''),
      decode: async ({ token }) => (token ? { sid: token } : null),
    },
    callbacks: {
      jwt: async ({ token, user }) => (user ? { sid: (user as SignedInPerson).sessionToken } : token),
      // the browser gets nothing from next-auth's session endpoint: who is signed in comes from our own procedures
      session: async ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === 'string') await database().identity.closeSession(tokenSha256(token.sid));
      },
    },
  };
}
