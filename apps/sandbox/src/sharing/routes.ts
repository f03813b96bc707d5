import { createHash, randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { instant } from '../jst.ts';
import type { InsuredKey } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredBundle } from '../state/state.ts';
import {
  checkClinsBundle,
  insuredIdentifier,
  type Json,
  object,
  objects,
  type SharingFinding,
  string,
  tagCode,
} from './rules.ts';

/** At most 10 MB per send (transport.md §1). */
const MAXIMUM_BYTES = 10 * 1024 * 1024;

/** 電子カルテ情報共有サービス, version 0 of our own: the official interface is not public. assumed: everything here. */
export function sharingRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();

  routes.post('/v0/:institutionCode/bundles', async (context) => {
    const institutionCode = context.req.param('institutionCode');
    const requestId = context.req.header('x-request-id') ?? '';
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const failure = (): Response => context.json({ error: 'system_failure' }, 500);
    return services.faults.run('sharing', context, failure, async () => {
      const answer = register(services, institutionCode, requestId, bytes);
      services.store.sawInstitution(institutionCode);
      services.store.note({
        at: instant(services.now()),
        institutionCode,
        operation: '情報共有への登録',
        identifier: requestId,
        outcome: answer.status === 200 ? '受理' : `拒否（${answer.status}）`,
      });
      services.store.save();
      return context.json(answer.body, answer.status);
    });
  });

  routes.get('/v0/documents', (context) => {
    const institutionCode = context.req.query('institutionCode');
    const documents = services.store.state.bundles
      .filter((bundle) => institutionCode === undefined || bundle.institutionCode === institutionCode)
      .map(({ contentBase64: _content, contentSha256: _digest, ...shown }) => shown);
    return context.json({ documents });
  });

  routes.get('/v0/documents/:identifier', (context) => {
    const held = services.store.state.bundles.find(
      (bundle) => bundle.identifier === context.req.param('identifier'),
    );
    if (held === undefined) return context.json({ error: 'not_found' }, 404);
    return context.body(Buffer.from(held.contentBase64, 'base64'), 200, {
      'content-type': 'application/fhir+json; charset=utf-8',
    });
  });

  return routes;
}

type Answer =
  | { status: 200; body: { acknowledgementId: string; acceptedAt: string; replaced: boolean } }
  | { status: 400 | 413 | 422; body: { errors: SharingFinding[] } };

/** Checks and registers one report unit. All or nothing; the same identifier is replaced completely. */
function register(
  services: SandboxServices,
  institutionCode: string,
  requestId: string,
  bytes: Uint8Array,
): Answer {
  const refuse = (status: 400 | 413 | 422, ruleId: string, path: string, text: string): Answer => ({
    status,
    body: { errors: [{ severity: 'error', ruleId, path, text }] },
  });
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(requestId))
    return refuse(400, 'REQUEST', '', 'X-Request-Id が正しくありません');
  if (bytes.length > MAXIMUM_BYTES) return refuse(413, 'SIZE', 'Bundle', '10MBを超えています');

  const { state } = services.store;
  const contentSha256 = createHash('sha256').update(bytes).digest('hex');
  const earlier = state.sharingRequests.find(
    (request) => request.institutionCode === institutionCode && request.requestId === requestId,
  );
  if (earlier !== undefined) {
    return earlier.contentSha256 === contentSha256
      ? { status: 200, body: earlier.answer }
      : refuse(422, 'REQUEST', '', '同じ X-Request-Id で異なる内容が送られました');
  }

  let parsed: Json;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json;
  } catch {
    return refuse(400, 'JSON', 'Bundle', 'UTF-8のJSONとして読み取れません');
  }
  const bundle = object(parsed);
  if (bundle.resourceType !== 'Bundle') return refuse(422, 'JSON', 'resourceType', 'Bundle ではありません');
  const findings = checkClinsBundle(bundle, institutionCode);
  if (findings.length > 0) return { status: 422, body: { errors: findings } };

  const person = services.people.find(insuredKey(bundle)).filter((match) => !match.expired);
  if (person.length !== 1) {
    return refuse(
      422,
      'INSURED',
      'Bundle.entry[0].resource.identifier',
      '被保険者番号と生年月日に一致する有効な資格がありません。資格確認をやり直してください',
    );
  }
  const personId = person[0]!.person.id;
  const identifier = string(object(bundle.identifier).value);
  const held = state.bundles.find((stored) => stored.identifier === identifier);
  if (held !== undefined && held.personId !== personId) {
    return refuse(422, 'KEY01', 'Bundle.identifier', 'この文書IDは別の被保険者の情報に使われています');
  }

  const answer = {
    acknowledgementId: randomUUID(),
    acceptedAt: instant(services.now()),
    replaced: held !== undefined,
  };
  const stored: StoredBundle = {
    identifier,
    institutionCode,
    personId,
    resourceType: tagCode(bundle),
    entryCount: objects(bundle.entry).length,
    acceptedAt: answer.acceptedAt,
    acknowledgementId: answer.acknowledgementId,
    requestId,
    contentSha256,
    contentBase64: Buffer.from(bytes).toString('base64'),
    revision: (held?.revision ?? 0) + 1,
  };
  if (held === undefined) state.bundles.push(stored);
  else state.bundles[state.bundles.indexOf(held)] = stored;
  state.sharingRequests.push({ institutionCode, requestId, contentSha256, answer });
  return { status: 200, body: answer };
}

/** 被保険者個人識別子 is insurer:symbol:number:branch; R1013 has checked the form before. */
function insuredKey(bundle: { [key: string]: Json }): InsuredKey {
  const [insurerNumber = '', symbol = '', number = '', branchNumber = ''] =
    insuredIdentifier(bundle).split(':');
  const patient = object(objects(bundle.entry)[0]?.resource);
  return { insurerNumber, symbol, number, branchNumber, birthDate: string(patient.birthDate) };
}
