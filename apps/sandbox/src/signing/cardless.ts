/**
 * The national card-less service as far as it is known (hpki.md §2): OpenID Connect with PKCE and nonce, and a component that makes the
 * whole signature element out of the digest of the prescription. Paths and member names are ours (PROTOCOL.md §2.2).
 */
import { createHash, createPrivateKey, randomBytes, randomUUID, sign as signBytes } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import { instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import { authorizationPage } from './pages.ts';
import { signatureElement } from './signature-element.ts';
import { signerByCredential } from './signers.ts';

const CODE_LIFETIME_MS = 5 * 60 * 1000;
const TOKEN_LIFETIME_S = 24 * 60 * 60;

const authorizationRequest = z.object({
  response_type: z.literal('code'),
  /** the means: smartphone, My Number card, HPKI card */
  client_id: z.enum(['FIDO', 'JPKI', 'HPKI']),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  scope: z.literal('openid'),
  state: z.string().min(1).max(500),
  nonce: z.string().min(16).max(200),
  prompt: z.literal('login'),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code_challenge_method: z.literal('S256'),
});
const decision = authorizationRequest.extend({
  decision: z.enum(['approve', 'deny']),
  credential_id: z.string(),
});
const tokenRequest = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string(),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
});
const signRequest = z.object({
  idToken: z.string(),
  digest: z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'SHA-256 has 32 bytes'),
  digestAlgorithm: z.literal('SHA-256'),
});

interface Granted {
  credentialId: string;
  clientId: string;
  redirectUri: string;
  codeChallenge: string;
  nonce: string;
  endsAt: number;
}

export function cardlessRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const { store, faults } = services;
  const codes = new Map<string, Granted>();
  const clock = () => new Date(services.now().getTime() + faults.clockAheadMs('signing'));

  routes.use('*', async (context, next) => {
    const answer = await faults.run(
      'signing',
      context,
      () => context.json({ error: 'server_error' }, 500),
      async () => {
        await next();
        return context.res;
      },
    );
    if (answer === context.res) return;
    // the first one is dropped before the other takes its place: they would be merged otherwise
    context.res = undefined;
    context.res = answer;
  });

  routes.get('/oidc/auth', (context) => {
    const parsed = authorizationRequest.safeParse(context.req.query());
    if (!parsed.success) return context.json({ error: 'invalid_request' }, 400);
    return context.html(
      authorizationPage('/cardless/oidc/auth', parsed.data, undefined, services.pki.signers),
    );
  });

  routes.post('/oidc/auth', async (context) => {
    const parsed = decision.safeParse(await context.req.parseBody());
    if (!parsed.success) return context.json({ error: 'invalid_request' }, 400);
    const request = parsed.data;
    const target = new URL(request.redirect_uri);
    target.searchParams.set('state', request.state);
    const signer = signerByCredential(request.credential_id);
    if (request.decision === 'deny' || signer === undefined) {
      target.searchParams.set('error', 'access_denied');
      return context.redirect(target.href, 303);
    }
    const code = randomBytes(24).toString('base64url');
    codes.set(code, {
      credentialId: signer.credentialId,
      clientId: request.client_id,
      redirectUri: request.redirect_uri,
      codeChallenge: request.code_challenge,
      nonce: request.nonce,
      endsAt: services.now().getTime() + CODE_LIFETIME_MS,
    });
    target.searchParams.set('code', code);
    return context.redirect(target.href, 303);
  });

  routes.post('/oidc/token', async (context) => {
    const parsed = tokenRequest.safeParse(await context.req.parseBody());
    const held = codes.get(parsed.data?.code ?? '');
    codes.delete(parsed.data?.code ?? '');
    const challenge = createHash('sha256')
      .update(parsed.data?.code_verifier ?? '')
      .digest('base64url');
    const fits =
      held !== undefined &&
      held.endsAt > services.now().getTime() &&
      held.redirectUri === parsed.data?.redirect_uri &&
      held.clientId === parsed.data?.client_id &&
      held.codeChallenge === challenge;
    if (!fits) return context.json({ error: 'invalid_grant' }, 400);
    const issuedAt = Math.floor(clock().getTime() / 1000);
    const idToken = jwt(services.pki.timestamp.privateKey, {
      iss: `${services.url()}/cardless/oidc`,
      aud: held.clientId,
      sub: randomUUID(),
      nonce: held.nonce,
      iat: issuedAt,
      exp: issuedAt + TOKEN_LIFETIME_S,
    });
    store.state.tokens.push({
      tokenSha256: sha256(idToken),
      credentialId: held.credentialId,
      expiresAt: instant(new Date((issuedAt + TOKEN_LIFETIME_S) * 1000)),
    });
    store.save();
    return context.json({
      access_token: randomBytes(16).toString('base64url'),
      id_token: idToken,
      token_type: 'Bearer',
      expires_in: TOKEN_LIFETIME_S,
    });
  });

  routes.post('/sign/prescription/sign', async (context) => {
    const parsed = signRequest.safeParse(await context.req.json().catch(() => null));
    if (!parsed.success) return context.json({ error: 'invalid_request' }, 400);
    const { idToken, digest } = parsed.data;
    const access = store.state.tokens.find(
      (token) => token.tokenSha256 === sha256(idToken) && new Date(token.expiresAt) > services.now(),
    );
    if (access === undefined) return context.json({ error: 'invalid_token' }, 401);
    const { chain } = services.pki.certificateOf(access.credentialId);
    const isWrong = faults.signsWrongly('signing');
    const element = signatureElement({
      documentDigest: digest,
      chain,
      signingTime: clock(),
      sign: (value) => {
        const bytes = services.pki.signDigest(access.credentialId, value);
        if (isWrong) bytes[0]! ^= 0xff;
        return bytes;
      },
    });
    if (faults.endsAuthorization('signing')) {
      store.state.tokens = [];
      store.save();
    }
    const wrapped = `<PrescriptionSign>${element}</PrescriptionSign>`;
    return context.json({ prescriptionSign: Buffer.from(wrapped, 'utf8').toString('base64') });
  });

  return routes;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function jwt(privateKey: string, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${signBytes('sha256', Buffer.from(signed), createPrivateKey(privateKey)).toString('base64url')}`;
}
