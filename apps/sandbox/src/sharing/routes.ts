import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { SharingOperation } from '../state/state.ts';
import { informationFor, mayView, SHARED_SCOPES } from './information.ts';
import { type Json, object, string } from './json.ts';
import { accept, lettersTo, letterTo, noticeOf, release } from './referrals.ts';
import { institutionOf, isNumberOf, personByKey, refusal, register } from './registration.ts';
import { removeOutdated } from './retention.ts';

type SharingContext = Context<{ Bindings: HttpBindings }>;
type Status = 200 | 400 | 403 | 404 | 409 | 413 | 422;
interface Outcome {
  status: Status;
  body: object | Uint8Array;
}

/** As the operations are called on screens. */
export const OPERATION_LABEL: Record<SharingOperation, string> = {
  institution: '利用状況の確認',
  register: '情報共有への登録',
  cancel: '登録の取消',
  registered: '登録の確認',
  referrals: '紹介状の一覧',
  referral_state: '紹介状の状況の確認',
  fetch_referral: '紹介状の取得',
  accept_referral: '紹介状の受領',
  release_referral: '紹介状への同意',
  information: '6情報の閲覧',
};

const NOT_FOUND: Outcome = { status: 404, body: { error: 'not_found' } };

/** 電子カルテ情報共有サービス, version 0 of our own: the official interface is not public. assumed: everything here. */
export function sharingRoutes(services: SandboxServices): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  const { store } = services;

  /** One operation under its switch: what has had its time is gone, what was done is noted and saved before it is answered. */
  const operation =
    (
      name: SharingOperation,
      act: (
        context: SharingContext,
        institutionCode: string,
        body: { [key: string]: Json },
      ) => Outcome | Promise<Outcome>,
    ) =>
    (context: SharingContext): Promise<Response> =>
      services.faults.run(
        'sharing',
        context,
        () => context.json({ error: 'system_failure' }, 500),
        async () => {
          const institutionCode = context.req.param('institutionCode') ?? '';
          if (!/^\d{10}$/.test(institutionCode)) return context.json({ error: 'institution_code' }, 404);
          removeOutdated(services);
          const { status, body } = await act(context, institutionCode, await readBody(context));
          store.sawInstitution(institutionCode);
          store.note({
            at: instant(services.now()),
            institutionCode,
            operation: OPERATION_LABEL[name],
            identifier: context.req.header('x-request-id') ?? '',
            outcome: status === 200 ? '受理' : `拒否（${status}）`,
          });
          store.save();
          if (!(body instanceof Uint8Array)) return context.json(body, status);
          return context.body(new Uint8Array(body), status, {
            'content-type': 'application/fhir+json; charset=utf-8',
          });
        },
        name,
      );

  routes.get(
    '/v0/:institutionCode/institutions/:of',
    operation('institution', (context) => {
      const found = institutionOf(services, context.req.param('of') ?? '');
      return found === null ? NOT_FOUND : { status: 200, body: found };
    }),
  );

  routes.post(
    '/v0/:institutionCode/bundles',
    operation('register', async (context, institutionCode) => {
      if (services.faults.isIn('sharing', 'refusing', 'register')) return REFUSED_ON_PURPOSE;
      return register(services, {
        institutionCode,
        requestId: context.req.header('x-request-id') ?? '',
        bytes: new Uint8Array(await context.req.arrayBuffer()),
        readable: context.req.header('x-readable') === '1',
      });
    }),
  );

  routes.post(
    '/v0/:institutionCode/bundles/cancel',
    operation('cancel', (_context, institutionCode, body) => {
      const identifier = string(body.identifier);
      const at = instant(services.now());
      const held = store.state.bundles.find((stored) => stored.identifier === identifier);
      if (!identifier.startsWith(`${institutionCode}^`))
        return refusal(422, 'INSTITUTION', 'Bundle.identifier', '文書IDの医療機関番号が接続元と一致しません');
      if (held === undefined || held.referral?.state === 'cancelled')
        return { status: 200, body: { found: false, at } };
      if (!isNumberOf(services, held.personId, string(body.insuredId), string(body.birthDate)))
        return refusal(422, 'KEY01', 'Bundle.identifier', 'この文書IDは別の被保険者の情報です');
      if (held.referral === null) store.state.bundles = store.state.bundles.filter((each) => each !== held);
      else held.referral = { ...held.referral, state: 'cancelled', cancelledAt: at };
      return { status: 200, body: { found: true, at } };
    }),
  );

  routes.post(
    '/v0/:institutionCode/bundles/registered',
    operation('registered', (_context, institutionCode, body) => {
      const held = store.state.bundles.find(
        (stored) =>
          stored.identifier === body.identifier &&
          stored.institutionCode === institutionCode &&
          stored.referral?.state !== 'cancelled',
      );
      if (held === undefined) return { status: 200, body: { registered: null } };
      const { acknowledgementId, acceptedAt, contentSha256, revision } = held;
      return {
        status: 200,
        body: { registered: { acknowledgementId, acceptedAt, contentSha256, revision } },
      };
    }),
  );

  routes.get(
    '/v0/:institutionCode/referrals',
    operation('referrals', (_context, institutionCode) => {
      const notices = lettersTo(services, institutionCode).map((letter) => noticeOf(services, letter));
      const twice = services.faults.isIn('sharing', 'duplicate_notices', 'referrals');
      return {
        status: 200,
        body: { referrals: twice ? notices.flatMap((notice) => [notice, notice]) : notices },
      };
    }),
  );

  routes.post(
    '/v0/:institutionCode/referrals/state',
    operation('referral_state', (_context, institutionCode, body) => {
      const held = store.state.bundles.find(
        (stored) => stored.identifier === body.identifier && stored.institutionCode === institutionCode,
      );
      const referral = held?.referral ?? null;
      return {
        status: 200,
        body: {
          referral: referral === null ? null : { state: referral.state, receivedAt: referral.receivedAt },
        },
      };
    }),
  );

  routes.post(
    '/v0/:institutionCode/referrals/fetch',
    operation('fetch_referral', (_context, institutionCode, body) => {
      const letter = letterTo(services, institutionCode, string(body.identifier));
      if (letter === undefined || letter.referral.state === 'cancelled') return NOT_FOUND;
      if (letter.referral.state === 'on_hold') return { status: 409, body: { error: 'on_hold' } };
      return { status: 200, body: Buffer.from(letter.contentBase64, 'base64') };
    }),
  );

  routes.post(
    '/v0/:institutionCode/referrals/accept',
    operation('accept_referral', (_context, institutionCode, body) => {
      const letter = letterTo(services, institutionCode, string(body.identifier));
      if (letter === undefined || letter.referral.state === 'cancelled') return NOT_FOUND;
      if (letter.referral.state === 'on_hold') return { status: 409, body: { error: 'on_hold' } };
      return { status: 200, body: accept(services, letter) };
    }),
  );

  routes.post(
    '/v0/:institutionCode/referrals/release',
    operation('release_referral', (_context, institutionCode, body) => {
      const letter = letterTo(services, institutionCode, string(body.identifier));
      if (letter === undefined || letter.referral.state === 'cancelled') return NOT_FOUND;
      const released = release(services, letter, string(body.insuredId), string(body.birthDate));
      return released === null
        ? refusal(422, 'KEY01', 'Bundle.identifier', 'この文書は別の被保険者についてのものです')
        : { status: 200, body: released };
    }),
  );

  routes.post(
    '/v0/:institutionCode/information',
    operation('information', (_context, institutionCode, body) => {
      const scope = SHARED_SCOPES.find((each) => each === body.scope);
      if (scope === undefined) return { status: 400, body: { error: 'scope' } };
      const person = personByKey(services, string(body.insuredId), string(body.birthDate));
      const consentedAt = string(body.consentedAt);
      if (person === null || !mayView(services, institutionCode, person.id, scope, consentedAt))
        return { status: 403, body: { error: 'no_consent' } };
      return {
        status: 200,
        body: { bundles: informationFor(services, institutionCode, person.id, scope) },
      };
    }),
  );

  /** For tests and demos, beside the protocol. */
  routes.get('/v0/documents', (context) => {
    const institutionCode = context.req.query('institutionCode');
    const documents = store.state.bundles
      .filter((bundle) => institutionCode === undefined || bundle.institutionCode === institutionCode)
      .map(({ contentBase64: _content, ...shown }) => shown);
    return context.json({ documents });
  });

  routes.get('/v0/documents/:identifier', (context) => {
    const held = store.state.bundles.find((bundle) => bundle.identifier === context.req.param('identifier'));
    if (held === undefined) return context.json({ error: 'not_found' }, 404);
    return context.body(Buffer.from(held.contentBase64, 'base64'), 200, {
      'content-type': 'application/fhir+json; charset=utf-8',
    });
  });

  return routes;
}

/** What the switch 「拒否」 answers: one error beside an item and one warning. */
const REFUSED_ON_PURPOSE: Outcome = {
  status: 422,
  body: {
    errors: [
      {
        severity: 'error',
        ruleId: 'R9014C',
        path: 'Bundle.entry[1].resource.extension',
        text: '模擬：診療科の拡張がありません',
      },
      { severity: 'warning', ruleId: 'R3010', path: 'Bundle', text: '模擬：コードの対応を確認してください' },
    ],
  },
};

/** The JSON object of an operation; a registration is read by itself, since its bytes count. */
async function readBody(context: SharingContext): Promise<{ [key: string]: Json }> {
  if (context.req.method !== 'POST' || context.req.path.endsWith('/bundles')) return {};
  try {
    return object((await context.req.json()) as Json);
  } catch {
    return {};
  }
}
