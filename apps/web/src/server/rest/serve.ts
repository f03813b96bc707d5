import 'server-only';
import { randomUUID } from 'node:crypto';
import { DomainError, unfitInput } from '@shirube/core/shared';
import type { Database, Spent, UnitOfWork } from '@shirube/db';
import type { NextRequest } from 'next/server';
import type { z } from 'zod';
import { logger } from '../logger.ts';
import { admit, type RequestRule } from '../request-guard.ts';
import { type Presented, readToken } from './bearer.ts';
import { callerOf, scopeOfClient } from './caller.ts';
import type { AnyRestDeclaration } from './declaration.ts';
import { type Face, v1Face } from './face.ts';
import { matchRoute } from './match.ts';
import { Problem, pointersOf, problemOfDomain, problems } from './problem.ts';
import { rateLimitHeaders } from './rate-limit.ts';

/** Programs show a token, which no browser adds by itself. The longest body is a few patients long. */
const bodyRule: RequestRule = {
  methods: ['GET', 'POST'],
  contentTypes: ['application/json'],
  maxBytes: 64 * 1024,
  caller: 'token',
};

/**
 * The one ladder every route for outside systems climbs: token → its minute → client and address → route → scope → input → the use case
 * under the clinic's own tenant → audited → the answer as declared. When something fails, nothing is let through.
 */
export async function serveRest(
  request: NextRequest,
  database: Database,
  routes: readonly AnyRestDeclaration[],
  face: Face = v1Face,
): Promise<Response> {
  const requestId = randomUUID();
  const started = performance.now();
  const seen: { route?: string; clientId?: string; headers: Record<string, string> } = { headers: {} };
  let answer: Response;
  try {
    const value = await climb(request, database, routes, face, requestId, seen);
    answer = face.answer(value, { 'Cache-Control': 'no-store', ...seen.headers }, request);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.status >= 500) logger.error({ rest: seen.route ?? 'none', requestId, error });
    answer = face.problem(problem, requestId, seen.headers);
  }
  logger.info({
    rest: seen.route ?? 'none',
    requestId,
    clientId: seen.clientId,
    status: answer.status,
    durationMs: Math.round(performance.now() - started),
  });
  return answer;
}

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DomainError) return problemOfDomain(error);
  return problems.unavailable();
}

async function climb(
  request: NextRequest,
  database: Database,
  routes: readonly AnyRestDeclaration[],
  face: Face,
  requestId: string,
  seen: { route?: string; clientId?: string; headers: Record<string, string> },
): Promise<unknown> {
  const address = callerOf(request);
  const presented = await readToken(request, database, address, new Date());
  const { token, scheme } = presented;
  seen.clientId = token.clientId;
  const match = matchRoute(routes, request.method, request.nextUrl.pathname.slice(face.root.length));
  const route = match.kind === 'route' ? match.route : null;
  if (route) seen.route = route.name;
  const authentication = `${token.kind === 'secret' ? 'client_secret' : 'private_key_jwt'}${scheme === 'DPoP' ? '+dpop' : ''}`;
  const scope = scopeOfClient({ ...token, authentication }, { requestId, address });
  const refuse = async (reason: string, problem: Problem): Promise<never> => {
    await database.run(scope, async (uow) => {
      uow.audit({ action: route?.audit ?? 'api.call', outcome: 'refused', reason });
    });
    throw problem;
  };

  const spent = await database.apiAccess.spend(token.tenantId, token.clientId, route?.weight ?? 1);
  seen.headers = rateLimitHeaders(spent);
  if (!spent.allowed) {
    const problem = problems.tooMany(spent.resetSeconds);
    // the first of a minute is written down: a program that goes on calling fills no audit trail
    if (spent.firstRefusal) await refuse('rate_limit', problem);
    throw problem;
  }
  if (token.state === 'suspended') await refuse('suspended', problems.token(scheme, 'invalid_token'));
  if (token.state === 'address') await refuse('address', problems.address());
  if (match.kind === 'other_method') throw problems.method(match.allow);
  if (!route || match.kind !== 'route') throw problems.noRoute();
  if (route.scope !== null && !token.scopes.includes(route.scope))
    await refuse('scope', problems.scope(scheme, route.scope));
  const input = await readInput(request, route, match.params);
  return runRoute(database, scope, route, input, { presented, spent });
}

async function runRoute(
  database: Database,
  scope: ReturnType<typeof scopeOfClient>,
  route: AnyRestDeclaration,
  input: Awaited<ReturnType<typeof readInput>>,
  { presented, spent }: { presented: Presented; spent: Spent },
): Promise<unknown> {
  const value = await database.run(scope, async (uow: UnitOfWork) => {
    const result = await route.run(uow, input, { token: presented.token, spent });
    if (route.audit !== null && uow.auditCount === 0) throw problems.failed();
    return result;
  });
  const checked = route.answer.safeParse(value);
  if (!checked.success) {
    logger.error({ rest: route.name, requestId: scope.actor.requestId, reason: 'answer_shape' });
    throw problems.failed();
  }
  return checked.data;
}

/**
 * Path, query and body, each by its schema; a parameter given twice is refused, because two readers might take different ones,
 * unless the route says that all of them count.
 */
async function readInput(
  request: NextRequest,
  route: AnyRestDeclaration,
  params: Record<string, string>,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  const admitted = await admit(request, bodyRule);
  if ('refusal' in admitted) throw problems.unreadable(admitted.refusal.status);
  const query: Record<string, string | string[]> = {};
  for (const [name, value] of request.nextUrl.searchParams) {
    const isRepeatable = route.repeatable?.includes(name) ?? false;
    if (Object.hasOwn(query, name) && !isRepeatable)
      throw problems.invalid([{ in: 'query', pointer: '', detail: '同じ項目が二度あります。' }]);
    const both = isRepeatable ? [query[name] ?? [], value].flat() : value;
    Object.defineProperty(query, name, { value: both, enumerable: true, configurable: true });
  }
  return {
    params: parse('path', route.params, params),
    query: parse('query', route.query, query),
    body: route.body === null ? null : parse('body', route.body, await readJson(admitted.request)),
  };
}

async function readJson(request: NextRequest): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer()));
  } catch {
    throw problems.unreadable(400);
  }
}

function parse(part: 'path' | 'query' | 'body', schema: z.ZodType, value: unknown): unknown {
  if (unfitInput(value) !== null)
    throw problems.invalid([
      { in: part, pointer: '', detail: '保存できない文字が含まれているか、内容が大きすぎます。' },
    ]);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw problems.invalid(pointersOf(part, parsed.error.issues));
  return parsed.data;
}
