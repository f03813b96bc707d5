/** Cloud Signature Consortium API v2, the part a prescribing clinic needs (hpki.md §5). */
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { AccessToken } from '../state/state.ts';
import { authorizationPage } from './pages.ts';
import { signerByCredential } from './signers.ts';

const CODE_LIFETIME_MS = 5 * 60 * 1000;
const TOKEN_LIFETIME_S = 8 * 60 * 60;
const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const SHA256_RSA_OID = '1.2.840.113549.1.1.11';
/** as one authorization of the real services takes at least */
const MAXIMUM_HASHES = 10;

const authorizationRequest = z.object({
  response_type: z.literal('code'),
  client_id: z.string().min(1).max(100),
  redirect_uri: z.url({ protocol: /^https?$/ }),
  scope: z.string().max(200).default('service credential'),
  state: z.string().min(1).max(500),
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

const infoRequest = z.object({ credentialID: z.string() });

const signRequest = z.object({
  credentialID: z.string(),
  SAD: z.string(),
  hashes: z
    .array(z.string().refine((hash) => Buffer.from(hash, 'base64').length === 32, 'SHA-256 has 32 bytes'))
    .min(1)
    .max(MAXIMUM_HASHES),
  hashAlgorithmOID: z.literal(SHA256_OID),
  signAlgo: z.literal(SHA256_RSA_OID),
});

type SigningContext = Context<{ Bindings: HttpBindings }>;

export function signingRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const { store } = services;

  const guarded = (context: SigningContext, handler: () => Promise<Response>): Promise<Response> =>
    services.faults.run(
      'signing',
      context,
      () => problem(context, 500, 'server_error', '模擬の障害'),
      handler,
    );

  routes.on(['GET', 'POST'], '/info', (context) =>
    guarded(context, async () =>
      context.json({
        specs: '2.0.0.2',
        name: 'HPKI リモート署名（模擬 TEST）',
        region: 'JP',
        lang: 'ja-JP',
        authType: ['oauth2code'],
        oauth2: `${services.url()}/csc/v2/oauth2`,
        methods: [
          'oauth2/authorize',
          'oauth2/token',
          'credentials/list',
          'credentials/info',
          'signatures/signHash',
        ],
      }),
    ),
  );

  routes.get('/oauth2/authorize', (context) =>
    guarded(context, async () => {
      const parsed = authorizationRequest.safeParse(context.req.query());
      if (!parsed.success) return problem(context, 400, 'invalid_request', faultyFields(parsed.error));
      const chosen = signerByCredential(context.req.query('login_hint') ?? '');
      return context.html(
        authorizationPage('/csc/v2/oauth2/authorize', parsed.data, chosen, services.pki.signers),
      );
    }),
  );

  routes.post('/oauth2/authorize', (context) =>
    guarded(context, async () => {
      const parsed = decision.safeParse(await context.req.parseBody());
      if (!parsed.success) return problem(context, 400, 'invalid_request', faultyFields(parsed.error));
      const request = parsed.data;
      const target = new URL(request.redirect_uri);
      target.searchParams.set('state', request.state);
      const signer = signerByCredential(request.credential_id);
      if (request.decision === 'deny' || signer === undefined) {
        target.searchParams.set('error', 'access_denied');
        return context.redirect(target.href, 303);
      }
      const code = randomBytes(24).toString('base64url');
      store.state.codes = store.state.codes.filter((held) => new Date(held.expiresAt) > services.now());
      store.state.codes.push({
        codeSha256: sha256(code),
        credentialId: signer.credentialId,
        clientId: request.client_id,
        redirectUri: request.redirect_uri,
        codeChallenge: request.code_challenge,
        scope: request.scope,
        expiresAt: instant(new Date(services.now().getTime() + CODE_LIFETIME_MS)),
      });
      store.save();
      target.searchParams.set('code', code);
      return context.redirect(target.href, 303);
    }),
  );

  routes.post('/oauth2/token', (context) =>
    guarded(context, async () => {
      const parsed = tokenRequest.safeParse(await context.req.parseBody());
      if (!parsed.success) return problem(context, 400, 'invalid_request', faultyFields(parsed.error));
      const request = parsed.data;
      const held = store.state.codes.find((code) => code.codeSha256 === sha256(request.code));
      // a code is spent by the first attempt, successful or not
      store.state.codes = store.state.codes.filter((code) => code !== held);
      store.save();
      const challenge = createHash('sha256').update(request.code_verifier).digest('base64url');
      if (
        held === undefined ||
        new Date(held.expiresAt) <= services.now() ||
        held.redirectUri !== request.redirect_uri ||
        held.clientId !== request.client_id ||
        held.codeChallenge !== challenge
      ) {
        return problem(context, 400, 'invalid_grant', '認可コードが無効です');
      }
      const token = randomBytes(32).toString('base64url');
      store.state.tokens = store.state.tokens.filter((kept) => new Date(kept.expiresAt) > services.now());
      store.state.tokens.push({
        tokenSha256: sha256(token),
        credentialId: held.credentialId,
        expiresAt: instant(new Date(services.now().getTime() + TOKEN_LIFETIME_S * 1000)),
      });
      store.save();
      return context.json(
        { access_token: token, token_type: 'Bearer', expires_in: TOKEN_LIFETIME_S, scope: held.scope },
        200,
        { 'cache-control': 'no-store' },
      );
    }),
  );

  routes.post('/credentials/list', (context) =>
    guarded(context, async () => {
      const access = authorized(services, context);
      if (access === null) return unauthorized(context);
      return context.json({ credentialIDs: [access.credentialId] });
    }),
  );

  routes.post('/credentials/info', (context) =>
    guarded(context, async () => {
      const access = authorized(services, context);
      if (access === null) return unauthorized(context);
      const parsed = infoRequest.safeParse(await json(context));
      if (!parsed.success) return problem(context, 400, 'invalid_request', faultyFields(parsed.error));
      if (parsed.data.credentialID !== access.credentialId) {
        return problem(context, 403, 'access_denied', '認証した人の証明書ではありません');
      }
      return context.json(describe(services, access.credentialId));
    }),
  );

  routes.post('/signatures/signHash', (context) =>
    guarded(context, async () => {
      const access = authorized(services, context);
      if (access === null) return unauthorized(context);
      const parsed = signRequest.safeParse(await json(context));
      if (!parsed.success) return problem(context, 400, 'invalid_request', faultyFields(parsed.error));
      if (sha256(parsed.data.SAD) !== access.tokenSha256) {
        return problem(context, 400, 'invalid_request', 'SAD が無効です');
      }
      if (parsed.data.credentialID !== access.credentialId) {
        return problem(context, 403, 'access_denied', '認証した人の証明書ではありません');
      }
      const signatures = parsed.data.hashes.map((hash) => {
        const digest = new Uint8Array(Buffer.from(hash, 'base64'));
        if (services.faults.signsWrongly('signing')) digest[0]! ^= 0xff;
        return Buffer.from(services.pki.signDigest(access.credentialId, digest)).toString('base64');
      });
      if (services.faults.endsAuthorization('signing')) {
        store.state.tokens = [];
        store.save();
      }
      return context.json({ signatures });
    }),
  );

  return routes;
}

/** credentials/info of CSC v2; `shirube` holds what the certificate says about its holder, already read. */
function describe(services: SandboxServices, credentialId: string) {
  const certificate = services.pki.certificateOf(credentialId);
  const { issuer, subject, publicKey } = new X509Certificate(certificate.chain[0]!);
  return {
    description: 'TEST / 模擬の証明書',
    key: { status: 'enabled', algo: [SHA256_RSA_OID], len: publicKey.asymmetricKeyDetails?.modulusLength },
    cert: {
      status: 'valid',
      certificates: certificate.chain.map((der) => Buffer.from(der).toString('base64')),
      issuerDN: issuer.replaceAll('\n', ', '),
      serialNumber: certificate.serial,
      subjectDN: subject.replaceAll('\n', ', '),
      validFrom: certificateTime(certificate.validFrom),
      validTo: certificateTime(certificate.validTo),
    },
    auth: { mode: 'oauth2code' },
    SCAL: '1',
    multisign: MAXIMUM_HASHES,
    shirube: { signerName: certificate.signerName, hcRoles: certificate.hcRoles },
  };
}

/** yyyyMMddHHmmssZ, as CSC writes it. */
function certificateTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}

function authorized(services: SandboxServices, context: SigningContext): AccessToken | null {
  const token = /^Bearer ([A-Za-z0-9_-]+)$/.exec(context.req.header('authorization') ?? '')?.[1];
  if (token === undefined) return null;
  const held = services.store.state.tokens.find((kept) => kept.tokenSha256 === sha256(token));
  return held !== undefined && new Date(held.expiresAt) > services.now() ? held : null;
}

function unauthorized(context: SigningContext): Response {
  return problem(context, 401, 'invalid_token', '認証の有効期限が切れています');
}

function problem(
  context: SigningContext,
  status: 400 | 401 | 403 | 500,
  error: string,
  text: string,
): Response {
  return context.json({ error, error_description: text }, status);
}

function faultyFields(error: z.ZodError): string {
  return error.issues.map((issue) => issue.path.join('.')).join(', ');
}

async function json(context: SigningContext): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    return null;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
