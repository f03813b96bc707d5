import { afterEach, describe, expect, it } from 'vitest';
import { OutsideClient } from '../http/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { INSTITUTION } from '../testing/messages.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { createSharingPort } from './port.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function answering(status: number, body: unknown) {
  const server = await startServer((response) => response.writeHead(status).end(JSON.stringify(body)));
  servers.push(server);
  const client = new OutsideClient({
    service: 'sharing',
    baseUrl: `${server.url}/sharing/v0`,
    timeoutMs: 2000,
    maxAnswerBytes: 100_000,
    log: new MemoryLog(),
    privateHosts: [],
  });
  return { port: createSharingPort(client), server };
}

const bundle = new TextEncoder().encode('{"resourceType":"Bundle"}');
const request = { institutionCode: INSTITUTION, requestId: 'send-1', bundle };

describe('registration of a report unit', () => {
  it('sends the bytes as they are, with the request id', async () => {
    const accepted = {
      acknowledgementId: 'ack-1',
      acceptedAt: '2026-11-20T10:00:00.000+09:00',
      replaced: false,
    };
    const { port, server } = await answering(200, accepted);
    expect(await port.register(request)).toEqual({
      acknowledgementId: 'ack-1',
      acceptedAt: accepted.acceptedAt,
      replaced: false,
    });
    const [sent] = server.requests;
    expect(sent?.path).toBe(`/sharing/v0/${INSTITUTION}/bundles`);
    expect(sent?.headers['x-request-id']).toBe('send-1');
    expect(sent?.body.toString()).toBe('{"resourceType":"Bundle"}');
  });

  it('tells rule, text and place of every refusal', async () => {
    const { port } = await answering(422, {
      errors: [
        { severity: 'warning', ruleId: 'W1', path: 'Bundle', text: '注意だけ' },
        {
          severity: 'error',
          ruleId: 'R1012',
          path: 'Bundle.entry[1].resource.code',
          text: '病名コードがありません',
        },
        { severity: 'error', ruleId: 'INSURED', path: '', text: '被保険者が見つかりません' },
      ],
    });
    const error = await portErrorOf(port.register(request));
    expect([error.kind, error.code]).toEqual(['user_fixable', 'R1012']);
    expect(error.userMessage).toBe(
      '電子カルテ情報共有サービスが受け付けませんでした：R1012 病名コードがありません （Bundle.entry[1].resource.code）／INSURED 被保険者が見つかりません。',
    );
  });

  it.each([
    ['an acknowledgement without its id', 200, { acceptedAt: '2026-11-20T10:00:00+09:00' }],
    ['an acceptance at no time', 200, { acknowledgementId: 'a', acceptedAt: '昨日' }],
    ['a refusal without reasons', 422, { message: 'x' }],
  ])('%s counts as no answer and may be sent again', async (_what, status, body) => {
    const { port } = await answering(status, body);
    expect((await portErrorOf(port.register(request))).kind).toBe('retryable');
  });

  it('above 10 MB is not sent', async () => {
    const { port, server } = await answering(200, {});
    const error = await portErrorOf(
      port.register({ ...request, bundle: new Uint8Array(10 * 1024 * 1024 + 1) }),
    );
    expect([error.kind, error.code]).toEqual(['user_fixable', 'SIZE']);
    expect(server.requests).toEqual([]);
  });
});

const key = { institutionCode: INSTITUTION, requestId: 'ask-1' };
const person = { insuredId: '01139906:21700023:4127:00', birthDate: '1966-05-26' };
const identifier = `${INSTITUTION}^2026^C-secret-1`;
const consentedAt = '2026-11-20T10:00:00+09:00';
type Port = Awaited<ReturnType<typeof answering>>['port'];
const calls: Record<string, (port: Port) => Promise<unknown>> = {
  institution: (port) => port.institution({ ...key, of: '1311234569' }),
  register: (port) => port.register(request),
  cancel: (port) => port.cancel({ ...key, identifier, person }),
  registered: (port) => port.registered({ ...key, identifier }),
  referralState: (port) => port.referralState({ ...key, identifier }),
  referrals: (port) => port.referrals(key),
  fetchReferral: (port) => port.fetchReferral({ ...key, identifier }),
  acceptReferral: (port) => port.acceptReferral({ ...key, identifier }),
  releaseReferral: (port) => port.releaseReferral({ ...key, identifier, person }),
  information: (port) => port.information({ ...key, person, scope: 'sharedClinical', consentedAt }),
};
const call = (port: Port, name: string): Promise<unknown> => calls[name]!(port);

const notice = {
  identifier,
  from: { institutionCode: '1319900039', name: '○○病院' },
  patient: { name: 'テスト 太郎', kana: null, birthDate: '1966-05-26', sex: 'male' },
  person,
  issuedOn: '2026-11-20',
  registeredAt: '2026-11-20T10:00:00.000+09:00',
  state: 'readable',
  revision: 1,
};
const given = {
  identifier,
  institutionCode: '1319900039',
  institutionName: '○○病院',
  registeredAt: '2026-11-20T10:00:00.000+09:00',
  contentBase64: 'e30=',
};
const at = '2026-11-20T10:00:00+09:00';

describe('answers that are not what was agreed', () => {
  it.each<[name: string, what: string, body: unknown]>([
    ['institution', 'that leaves out whether it is connected', { name: 'x' }],
    ['institution', 'without a name', { name: '', connected: true }],
    ['cancel', 'that does not say whether something was found', { at }],
    ['cancel', 'at no time', { found: true, at: '2026-11-20' }],
    ['registered', 'with half an entry', { registered: { acknowledgementId: 'a', acceptedAt: at } }],
    [
      'registered',
      'of a revision that is none',
      { registered: { acknowledgementId: 'a', acceptedAt: at, contentSha256: 'x', revision: 1.5 } },
    ],
    ['registered', 'that says nothing at all', {}],
    ['referralState', 'in a state nobody knows', { referral: { state: 'lost', receivedAt: null } }],
    ['referralState', 'that says nothing at all', {}],
    ['referrals', 'that is no list', { referrals: {} }],
    ['referrals', 'with a notice of nobody', { referrals: [{ ...notice, patient: undefined }] }],
    ['referrals', 'with a notice in an unknown state', { referrals: [notice, { ...notice, state: 'new' }] }],
    [
      'referrals',
      'with a notice without a number of the insured',
      { referrals: [{ ...notice, person: { birthDate: '1966-05-26' } }] },
    ],
    ['fetchReferral', 'that is no Bundle', { resourceType: 'Patient' }],
    ['acceptReferral', 'at no time', { receivedAt: 'now' }],
    ['releaseReferral', 'in a state nobody knows', { state: 1 }],
    ['information', 'that is no list', { bundles: null }],
    ['information', 'whose content is no base64', { bundles: [{ ...given, contentBase64: '*' }] }],
    ['information', 'from nowhere', { bundles: [{ ...given, institutionCode: undefined }] }],
  ])('%s: an answer %s counts as none', async (name, _what, body) => {
    const { port } = await answering(200, body);
    const error = await portErrorOf(call(port, name));
    expect([error.kind, error.code]).toEqual(['retryable', expect.stringMatching(/^malformed:/)]);
  });

  it.each(Object.keys(calls))('%s: words instead of JSON count as no answer', async (name) => {
    const { port } = await answering(200, 'ok');
    expect((await portErrorOf(call(port, name))).kind).toBe('retryable');
  });
});

it('reads what is as agreed', async () => {
  const of = async (name: string, body: unknown) => call((await answering(200, body)).port, name);
  expect(await of('referrals', { referrals: [notice] })).toEqual([notice]);
  expect(await of('information', { bundles: [given] })).toMatchObject([
    { identifier, content: new TextEncoder().encode('{}') },
  ]);
  expect(await of('registered', { registered: null })).toBeNull();
  expect(await of('referralState', { referral: null })).toBeNull();
});

it.each([
  [401, 'auth'],
  [403, 'auth'],
  [404, 'user_fixable'],
  [409, 'status_conflict'],
  [429, 'retryable'],
  [500, 'retryable'],
  [503, 'retryable'],
])('status %i is %s', async (status, kind) => {
  const { port } = await answering(status, { error: 'x' });
  expect((await portErrorOf(call(port, 'information'))).kind).toBe(kind);
});

it.each(Object.keys(calls))('%s: no person and no document stands in the address', async (name) => {
  const { port, server } = await answering(500, {});
  await portErrorOf(call(port, name));
  const [sent] = server.requests;
  expect(sent?.path).toMatch(new RegExp(`^/sharing/v0/${INSTITUTION}/[a-z]+(?:/(?:[a-z]+|1311234569))?$`));
});
