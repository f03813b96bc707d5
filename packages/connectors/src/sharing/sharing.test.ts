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
