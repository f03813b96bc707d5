import { createHash } from 'node:crypto';
import nextAuth, { type AuthOptions } from 'next-auth';
import credentialsProvider from 'next-auth/providers/credentials';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useTestEnvironment } from '../testing/environment.ts';

const token = 'a'.repeat(43);
const csrf = 'b'.repeat(64);

beforeEach(() => {
  vi.resetModules();
  useTestEnvironment('postgresql://nobody@localhost/none');
  vi.stubEnv('SHIRUBE_PUBLIC_URL', 'https://shirube.example.jp');
  vi.stubEnv('NEXTAUTH_URL', 'https://shirube.example.jp');
  return () => vi.unstubAllEnvs();
});

/** What next-auth with our options writes into Set-Cookie; who signs in is not what is looked at. */
async function setCookies(options: AuthOptions, request: object): Promise<string[]> {
  const kept = new Map<string, unknown>();
  const response = {
    getHeader: (name: string) => kept.get(name),
    setHeader: (name: string, value: unknown) => kept.set(name, value),
    status: () => response,
    json: () => response,
    send: () => response,
    redirect: () => response,
    end: () => response,
  };
  const someone = credentialsProvider({
    credentials: {},
    authorize: async () => ({ id: 'x', name: 'x', sessionToken: token }) as never,
  });
  await nextAuth({ headers: {}, cookies: {}, body: {}, ...request } as never, response as never, {
    ...options,
    providers: [someone],
  });
  return (kept.get('Set-Cookie') ?? []) as string[];
}

/** Every cookie of a sign-in: of the form's protection, of the way back and of the session. */
async function cookiesOfSignIn() {
  const { authOptions } = await import('./auth.ts');
  const options = authOptions(new Headers());
  const signature = createHash('sha256').update(`${csrf}${options.secret}`).digest('hex');
  const lines = [
    ...(await setCookies(options, { method: 'GET', query: { nextauth: ['csrf'] } })),
    ...(await setCookies(options, {
      method: 'POST',
      query: { nextauth: ['callback', 'credentials'] },
      body: { csrfToken: csrf, json: 'true' },
      cookies: { '__Host-next-auth.csrf-token': `${csrf}|${signature}` },
    })),
  ];
  return lines.map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes };
  });
}

describe('the cookies of an installation that is reached over https', () => {
  // @proves V3.3.1 V3.3.3 V3.3.4
  it('are bound to the host, sent over https alone and out of reach of script', async () => {
    const cookies = await cookiesOfSignIn();
    expect([...new Set(cookies.map(({ name }) => name))].sort()).toEqual([
      '__Host-next-auth.csrf-token',
      '__Host-shirube.session',
      // next-auth's own name: it holds an address of ours and nothing else
      '__Secure-next-auth.callback-url',
    ]);
    for (const { name, attributes } of cookies) {
      const flags = ['Path=/', 'HttpOnly', 'Secure'].filter((each) => attributes.includes(each));
      expect([name, flags]).toEqual([name, ['Path=/', 'HttpOnly', 'Secure']]);
      expect(attributes.some((each) => each.startsWith('Domain='))).toBe(false);
    }
  });

  // @proves V3.3.2
  it('are not sent along by the pages of others', async () => {
    for (const { name, attributes } of await cookiesOfSignIn())
      expect([name, attributes.filter((each) => each.startsWith('SameSite='))]).toEqual([
        name,
        ['SameSite=Lax'],
      ]);
  });

  it('carry the opaque token itself, for no longer than a session may live', async () => {
    const session = (await cookiesOfSignIn()).find(({ name }) => name === '__Host-shirube.session');
    expect(session?.value).toBe(token);
    const expires = session?.attributes.find((each) => each.startsWith('Expires='))?.slice(8) ?? '';
    const left = Date.parse(expires) - Date.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(12 * 3_600_000);
  });
});
