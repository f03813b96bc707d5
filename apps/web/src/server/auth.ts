import 'server-only';
import {
  type Answer,
  finishPasskey,
  finishTotp,
  prove,
  type SignInContext,
  signInWithPasskey,
  signInWithPassword,
  signOut,
} from '@shirube/core/identity/sign-in';
import { unfitInput } from '@shirube/core/shared';
import type { SessionState } from '@shirube/db';
import type { AuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { environment } from '../env.ts';
import { logger } from './logger.ts';
import { callerOf, sessionCookieName, stateOfToken } from './session.ts';
import { refusalWord, signInContext } from './sign-in.ts';

interface SignedInPerson {
  id: string;
  name: string;
  sessionToken: string;
}

/** What an authenticator answers is checked by @simplewebauthn; here only that it is an object of a bearable size. */
const authenticatorResponse = z.looseObject({ id: z.string().min(1).max(1500) });
const code = z.string().min(1).max(60);
const handedCode = z.string().max(60).nullable();

/**
 * Every step that makes a session or raises one. Each answers with a new token, which next-auth puts into the cookie: scripts in the
 * page never see it.
 */
const steps = z.discriminatedUnion('step', [
  z.object({ step: z.literal('password'), loginId: z.string().max(200), password: z.string().max(1000) }),
  z.object({ step: z.literal('passkey'), response: authenticatorResponse }),
  z.object({
    step: z.literal('prove'),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('passkey'), response: authenticatorResponse }),
      z.object({ kind: z.literal('totp'), code, password: z.string().max(1000).optional() }),
      z.object({ kind: z.literal('recovery_code'), code, password: z.string().max(1000).optional() }),
    ]),
  }),
  z.object({ step: z.literal('enrol_totp'), code, handedCode }),
  z.object({
    step: z.literal('enrol_passkey'),
    response: authenticatorResponse,
    name: z.string().trim().min(1).max(60),
    handedCode,
  }),
]);

type Step = z.output<typeof steps>;

/** Does one step for the browser that holds `token`. */
export async function takeStep(
  context: SignInContext,
  step: Step,
  held: { token: string | null; state: SessionState },
): Promise<SignedInPerson> {
  const answer = await (async () => {
    switch (step.step) {
      case 'password':
        return signInWithPassword(context, { ...step, presented: held.token });
      case 'passkey':
        return signInWithPasskey(context, {
          response: step.response as never,
          presented: held.token,
        });
      case 'prove':
        return prove(context, {
          token: held.token ?? '',
          state: held.state,
          answer: step.answer as Answer,
        });
      case 'enrol_totp':
      case 'enrol_passkey': {
        const common = { token: held.token ?? '', state: held.state, handedCode: step.handedCode };
        const token =
          step.step === 'enrol_totp'
            ? await finishTotp(context, { ...common, code: step.code })
            : await finishPasskey(context, {
                ...common,
                response: step.response as never,
                name: step.name,
              });
        const session = held.state.stage === 'none' ? null : held.state.session;
        return { accountId: session?.accountId ?? '', displayName: session?.displayName ?? '', token };
      }
    }
  })();
  return { id: answer.accountId, name: answer.displayName, sessionToken: answer.token };
}

/** The session token in a Cookie header. */
export function tokenIn(cookieHeader: string | null): string | null {
  const name = `${sessionCookieName()}=`;
  const found = cookieHeader?.split(/;\s*/).find((pair) => pair.startsWith(name));
  return found ? decodeURIComponent(found.slice(name.length)) || null : null;
}

/**
 * next-auth keeps the sign-in call, CSRF and cookies; the session itself is our row. Its "JWT" is therefore nothing
 * but the opaque token: encode and decode pass it through, and the row decides whether it is alive
 * (docs/decisions/0001-sign-in.md). `head`: the headers of the request.
 */
export function authOptions(head: { get(name: string): string | null }): AuthOptions {
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
        credentials: { step: { label: 'step' } },
        async authorize(credentials): Promise<SignedInPerson | null> {
          const context = signInContext(head);
          const parsed = z
            .string()
            .max(20_000)
            .transform((text, issue) => {
              try {
                return JSON.parse(text) as unknown;
              } catch {
                issue.addIssue('not JSON');
                return z.NEVER;
              }
            })
            .refine((step) => unfitInput(step) === null)
            .pipe(steps)
            .safeParse(credentials?.step);
          if (!parsed.success) throw new Error('wrong');
          try {
            const token = tokenIn(head.get('cookie'));
            const state = await stateOfToken(token ?? undefined, callerOf(head));
            return await takeStep(context, parsed.data, { token, state });
          } catch (error) {
            const word = refusalWord(error);
            const line = { step: parsed.data.step, requestId: context.requestId, refused: word };
            if (word === 'unavailable') logger.error({ ...line, error });
            else logger.warn(line);
            throw new Error(word, { cause: error });
          }
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
        if (typeof token?.sid === 'string') await signOut(signInContext(head), token.sid);
      },
    },
  };
}
