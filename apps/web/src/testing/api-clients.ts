import { randomUUID } from 'node:crypto';
import { type ApiScope, apiScopeNames, createClient, createClientInput } from '@shirube/core/api-clients';
import type { Database, Scope } from '@shirube/db';
import type { ClinicFixture } from '@shirube/db/testing';
import { NextRequest } from 'next/server';
import { serveOauth } from '../server/oauth/serve.ts';
import { grantToken } from '../server/oauth/token.ts';
import type { AnyRestDeclaration } from '../server/rest/declaration.ts';
import { serveRest } from '../server/rest/serve.ts';
import { restRoutes } from '../server/rest/table.ts';

/** What the tests of the outside systems' API have in common. */
export const testIssuer = 'http://localhost:3000';
export const tokenUrl = `${testIssuer}/api/oauth/token`;
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface TestClient {
  clientId: string;
  credentialId: string;
  secret: string;
}

/** The administrator of the clinic, for what only a person may do. */
export const adminOf = (clinic: ClinicFixture): Scope => ({
  tenantId: clinic.tenantId,
  actor: { staffId: clinic.doctorId, name: '検証 管理者', role: 'admin', requestId: randomUUID() },
});

interface ClientChanges {
  name?: string;
  scopes?: ApiScope[];
  ipRanges?: string[];
  quotaPerMinute?: number;
  requireDpop?: boolean;
  /** PEM or JWK; without one the client has a secret */
  publicKey?: string;
}

export async function registerClient(
  database: Database,
  clinic: ClinicFixture,
  changes: ClientChanges = {},
): Promise<TestClient> {
  const { publicKey, ...fields } = changes;
  const input = createClientInput.parse({
    name: `検査センター ${randomUUID()}`,
    purpose: '検体検査の受託',
    contact: '03-0000-0000',
    scopes: apiScopeNames,
    ipRanges: [],
    quotaPerMinute: 600,
    requireDpop: false,
    ...fields,
    credential: {
      method: publicKey === undefined ? { kind: 'secret' } : { kind: 'private_key_jwt', publicKey },
      validDays: 30,
    },
  });
  const { clientId, credentialId, secret } = await database.run(adminOf(clinic), (uow) =>
    createClient(uow, input),
  );
  return { clientId, credentialId, secret: secret ?? '' };
}

export const basic = (clientId: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/** What a client with a secret posts. */
export const withSecret = (
  client: TestClient,
  more: Record<string, string> = {},
): Record<string, string> => ({
  grant_type: 'client_credentials',
  client_id: client.clientId,
  client_secret: client.secret,
  ...more,
});

export interface OauthReply {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** Posts a form to the token endpoint; `address` is what the trusted proxy would say. */
export async function askToken(
  form: Record<string, string> | string,
  options: { headers?: Record<string, string>; address?: string | undefined; url?: string } = {},
): Promise<OauthReply> {
  const request = new NextRequest(options.url ?? tokenUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(options.address ? { 'x-forwarded-for': options.address } : {}),
      ...options.headers,
    },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
  const answer = await serveOauth(request, grantToken);
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}

/** A working token of a client with a secret. */
export async function tokenOf(client: TestClient, scope?: string): Promise<string> {
  const reply = await askToken(withSecret(client, scope === undefined ? {} : { scope }));
  if (reply.status !== 200) throw new Error(`no token: ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.access_token as string;
}

export interface RestReply {
  status: number;
  headers: Headers;
  /** everything the caller gets to read */
  text: string;
  body: Record<string, unknown>;
}

/** Calls a route below /api/v1 as the HTTP layer would. */
export async function callRest(
  database: Database,
  path: string,
  options: {
    token?: string | undefined;
    method?: string | undefined;
    body?: unknown;
    headers?: Record<string, string>;
    address?: string | undefined;
    routes?: readonly AnyRestDeclaration[];
  } = {},
): Promise<RestReply> {
  const request = new NextRequest(`${testIssuer}/api/v1${path}`, {
    method: options.method ?? 'GET',
    headers: {
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.address ? { 'x-forwarded-for': options.address } : {}),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
  });
  const answer = await serveRest(request, database, options.routes ?? restRoutes);
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text: `${text} ${JSON.stringify([...answer.headers])}`,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}
