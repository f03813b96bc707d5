import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { type OpenCard, openCard } from './card.ts';
import type { BridgeConfig } from './config.ts';
import { pinPage, style } from './page.ts';
import { CardError, type CardProblem } from './pkcs11/constants.ts';
import { loadModule, type Pkcs11Module } from './pkcs11/module.ts';

export interface RunningBridge {
  /** base address without a trailing slash */
  url: string;
  close(): Promise<void>;
}

const codeMs = 60_000;
const maximumBytes = 64 * 1024;
/** only this computer: nothing in the network, and no name that somebody else may point here */
const host = '127.0.0.1';

const request = z.object({
  redirect_uri: z.url({ protocol: /^https?$/ }).max(500),
  state: z.string().min(1).max(200),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
const answer = request.extend({
  pin: z.string().max(64).default(''),
  decision: z.enum(['approve', 'deny']),
});
const exchange = z.object({
  code: z.string().max(200),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  redirect_uri: z.string().max(500),
});
const withToken = z.object({ token: z.string().max(200) });
const signing = withToken.extend({
  credentialId: z.string().max(200),
  digests: z
    .array(
      z
        .string()
        .refine((text) => [32, 48].includes(Buffer.from(text, 'base64').length), 'SHA-256 or SHA-384'),
    )
    .min(1)
    .max(50),
});

interface Session {
  card: OpenCard;
  codeSha256: Buffer | null;
  codeEndsAt: number;
  redirectUri: string;
  codeChallenge: string;
  tokenSha256: Buffer | null;
  endsAt: number;
}

/**
 * Starts the bridge between Shirube on this computer and the card in its reader. One card and one doctor at a time: whoever enters a
 * PIN ends the session before. The PIN goes to the driver and nowhere else. now: milliseconds, for tests of time.
 */
export async function startBridge(
  config: BridgeConfig,
  now: () => number = Date.now,
): Promise<RunningBridge> {
  const secret = sha256(config.secret);
  let driver: Pkcs11Module | null = null;
  let session: Session | null = null;
  let url = '';

  const end = () => {
    session?.card.close();
    session = null;
  };
  const startOver = () => {
    end();
    driver?.finalize();
    driver = null;
  };
  const live = (): Session | null => {
    if (session && session.endsAt <= now()) end();
    return session;
  };
  const timer = setInterval(live, 30_000);
  timer.unref();

  const app = new Hono();
  app.onError((error, context) => {
    // the kind only: what was sent may hold the PIN
    console.error(`bridge: ${error.name} in ${context.req.method} ${context.req.path}`);
    return context.json({ error: 'card_failure' }, 500);
  });
  app.use(
    bodyLimit({
      maxSize: maximumBytes,
      onError: (context) => context.json({ error: 'too_large' }, 413, { connection: 'close' }),
    }),
  );
  app.use(async (context, next) => {
    // a page elsewhere may not reach the bridge through a name of its own that resolves here
    if (`http://${context.req.header('host')}` !== url) return context.json({ error: 'host' }, 403);
    await next();
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
    context.header(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  app.get('/health', (context) => context.json({ status: 'ok' }));
  app.get('/style.css', (context) => context.body(style, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.get('/authorize', (context) => {
    const parsed = request.safeParse(context.req.query());
    if (!parsed.success || !mayReturn(parsed.data.redirect_uri))
      return context.json({ error: 'invalid_request' }, 400);
    return context.html(pinPage(parsed.data, null));
  });

  app.post('/authorize', async (context) => {
    // only our own page sends a PIN
    if (context.req.header('origin') !== url) return context.json({ error: 'origin' }, 403);
    const parsed = answer.safeParse(await context.req.parseBody());
    if (!parsed.success || !mayReturn(parsed.data.redirect_uri))
      return context.json({ error: 'invalid_request' }, 400);
    const { pin, decision, ...fields } = parsed.data;
    if (decision === 'deny') return back(context, fields, { error: 'access_denied' });
    try {
      end();
      driver ??= loadModule(config.module);
      const card = openCard(driver, Buffer.from(pin, 'utf8'));
      const code = randomBytes(24).toString('base64url');
      session = {
        card,
        codeSha256: sha256(code),
        codeEndsAt: now() + codeMs,
        redirectUri: fields.redirect_uri,
        codeChallenge: fields.code_challenge,
        tokenSha256: null,
        endsAt: now() + config.sessionMs,
      };
      return back(context, fields, { code });
    } catch (error) {
      if (!(error instanceof CardError)) throw error;
      if (error.problem !== 'pin_incorrect') startOver();
      // what cannot be mended at this page is said where the doctor came from
      if (error.problem === 'driver_missing' || error.problem === 'pin_locked')
        return back(context, fields, { error: error.problem });
      return context.html(pinPage(fields, error.problem));
    }
  });

  const api = new Hono();
  api.use(async (context, next) => {
    const given = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    // a browser has no business here
    if (context.req.header('origin') !== undefined || !timingSafeEqual(sha256(given), secret))
      return context.json({ error: 'unpaired' }, 403);
    await next();
  });

  api.post('/token', async (context) => {
    const parsed = exchange.safeParse(await body(context));
    const held = live();
    const challenge = createHash('sha256')
      .update(parsed.data?.code_verifier ?? '')
      .digest('base64url');
    const fits =
      parsed.success &&
      held?.codeSha256 &&
      held.codeEndsAt > now() &&
      timingSafeEqual(sha256(parsed.data.code), held.codeSha256) &&
      held.redirectUri === parsed.data.redirect_uri &&
      held.codeChallenge === challenge;
    // a code is spent by the first attempt
    if (held) held.codeSha256 = null;
    if (!fits) return problem(context, 'invalid_grant');
    const token = randomBytes(32).toString('base64url');
    held.tokenSha256 = sha256(token);
    return context.json({
      access_token: token,
      token_type: 'Bearer',
      expires_in: Math.max(1, Math.floor((held.endsAt - now()) / 1000)),
    });
  });

  /** Runs what needs the card under a token, and says what the card says. */
  const atCard = (token: string, work: (card: OpenCard) => object) => (context: Context) => {
    const held = live();
    if (!held?.tokenSha256 || !timingSafeEqual(sha256(token), held.tokenSha256))
      return problem(context, 'token_ended');
    try {
      return context.json(work(held.card));
    } catch (error) {
      if (!(error instanceof CardError)) throw error;
      // whatever happened to the card: it is looked for anew, and opened with its PIN
      startOver();
      return problem(context, error.problem);
    }
  };

  api.post('/credentials', async (context) => {
    const parsed = withToken.safeParse(await body(context));
    if (!parsed.success) return problem(context, 'invalid_request');
    return atCard(parsed.data.token, (card) => ({
      credentials: card.credentials().map(({ id, certificates }) => ({
        id,
        certificates: certificates.map((der) => Buffer.from(der).toString('base64')),
      })),
    }))(context);
  });

  api.post('/sign', async (context) => {
    const parsed = signing.safeParse(await body(context));
    if (!parsed.success) return problem(context, 'invalid_request');
    const { token, credentialId, digests } = parsed.data;
    return atCard(token, (card) => ({
      signatures: card
        .sign(
          credentialId,
          digests.map((text) => Buffer.from(text, 'base64')),
        )
        .map((signature) => Buffer.from(signature).toString('base64')),
    }))(context);
  });
  app.route('/', api);

  const mayReturn = (address: string): boolean => config.origins.includes(new URL(address).origin);

  const server = await listen(app, config.port);
  url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        startOver();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function back(
  context: Context,
  to: z.output<typeof request>,
  result: { code: string } | { error: string },
): Response {
  const target = new URL(to.redirect_uri);
  target.searchParams.set('state', to.state);
  for (const [name, value] of Object.entries(result)) target.searchParams.set(name, value);
  return context.redirect(target.href, 303);
}

const problem = (context: Context, error: CardProblem | 'invalid_grant' | 'invalid_request') =>
  context.json({ error }, 400);

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

async function body(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return null;
  }
}

function listen(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: host }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}
