import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Effect, OutsideClient } from '../http/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { ACCEPTED, answerXml, INSTITUTION, refusedBody } from '../testing/messages.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { child, parseXml, textOrNull } from '../xml/index.ts';
import { GatewayClient } from './client.ts';
import { fromWireDate, fromWireTime, toWireDate, wireMonthBefore } from './wire-dates.ts';

const REQUEST = 'request-1';
const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Sends one request to a gateway that gives these answers in turn, the last one for ever. */
async function send(
  answers: string[],
  effect: Effect,
  parameters: { institutionCode?: string; text?: string } = {},
) {
  let count = 0;
  const server = await startServer((response) => {
    response.end(answers[Math.min(count, answers.length - 1)]);
    count += 1;
  });
  servers.push(server);
  const log = new MemoryLog();
  const gateway = new GatewayClient(
    new OutsideClient({
      service: 'eprescription',
      baseUrl: `${server.url}/gateway`,
      timeoutMs: 1000,
      maxAnswerBytes: 100_000,
      log,
      privateHosts: [],
    }),
    { attempts: 3, intervalMs: 1 },
  );
  const result = gateway.send({
    operation: 'try',
    stem: 'EPSsiTRY01',
    institutionCode: parameters.institutionCode ?? INSTITUTION,
    requestId: REQUEST,
    effect,
    body: { Text: parameters.text ?? '＜髙﨑 & 花子＞</Text>' },
    read: ({ body }) => textOrNull(body, 'Answer'),
  });
  return { server, log, result };
}

const EFFECTS: Effect[] = ['repeatable', 'once'];
const SUCCESS = answerXml(REQUEST, `${ACCEPTED}<Answer>良</Answer>`);
const PROCESSING = answerXml(REQUEST, '', { segment: '2' });

describe('a request to the gateway', () => {
  it('is put as a file of its stem and id, with institution, id and escaped text', async () => {
    const { server, result } = await send([SUCCESS], 'once');
    expect(await result).toBe('良');
    const [request] = server.requests;
    expect([request?.method, request?.path]).toEqual([
      'POST',
      `/gateway/${INSTITUTION}/req/EPSsiTRY01req_${REQUEST}.xml`,
    ]);
    const root = parseXml(request?.body ?? Buffer.alloc(0));
    const header = child(root, 'MessageHeader');
    expect(textOrNull(header, 'MedicalInstitutionCode')).toBe(INSTITUTION);
    expect(textOrNull(header, 'ArbitraryFileIdentifier')).toBe(REQUEST);
    expect(textOrNull(child(root, 'MessageBody'), 'Text')).toBe('＜髙﨑 & 花子＞</Text>');
  });

  it('is not sent with a character XML cannot carry or a wrong 医療機関コード', async () => {
    for (const parameters of [
      { text: '記\u0001号' },
      { institutionCode: '../../x' },
      { institutionCode: '123' },
    ]) {
      const { server, result } = await send([SUCCESS], 'once', parameters);
      expect((await portErrorOf(result)).kind).toBe('user_fixable');
      expect(server.requests).toEqual([]);
    }
  });
});

describe('both levels of a result', () => {
  it.each([
    [
      '正常 with エラー in the body',
      answerXml(REQUEST, refusedBody('EPSB0001E', '必須項目がありません')),
      'user_fixable',
    ],
    [
      'a code nobody told us',
      answerXml(REQUEST, refusedBody('EPSB9999E', '受け付けられません')),
      'user_fixable',
    ],
    ['a conflict of states', answerXml(REQUEST, refusedBody('EPSB0081E', '受付済みです')), 'status_conflict'],
    ['a refused signature', answerXml(REQUEST, refusedBody('EPSB0060E', '署名が無効です')), 'signature'],
    ['no consent', answerXml(REQUEST, refusedBody('YZKB0001E', '同意がありません')), 'auth'],
    ['異常終了: wrong connection', answerXml('', '', { segment: '9', errorCode: 'EPSX0002E' }), 'auth'],
    ['異常終了: nothing was done', answerXml('', '', { segment: '9', errorCode: 'EPSX9001E' }), 'retryable'],
  ])('%s fails', async (_what, answer, kind) => {
    for (const effect of EFFECTS) {
      const { result, log } = await send([answer], effect);
      const error = await portErrorOf(result);
      expect(error.kind).toBe(kind);
      expect(log.exchanges[0]?.outcome).toBe(`${kind} ${error.code}`);
      expect(log.exchanges[0]?.response).not.toBeNull();
    }
  });

  it('tells the words of the service in a sentence', async () => {
    const { result } = await send(
      [answerXml(REQUEST, refusedBody('EPSB0001E', '記号を\n確認してください。'))],
      'once',
    );
    expect((await portErrorOf(result)).userMessage).toBe(
      '電子処方箋管理サービスが受け付けませんでした：記号を 確認してください。',
    );
  });

  it.each([
    ['異常終了 with a code nobody told us', answerXml(REQUEST, '', { segment: '9', errorCode: 'ZZZ' })],
    ['no SegmentOfResult', SUCCESS.replace(/<SegmentOfResult>.*<\/SegmentOfResult>/, '')],
    ['a SegmentOfResult nobody told us', answerXml(REQUEST, ACCEPTED, { segment: '3' })],
    ['no ProcessingResultStatus', answerXml(REQUEST, '<Answer>良</Answer>')],
    ['a ProcessingResultStatus nobody told us', answerXml(REQUEST, ACCEPTED.replace('1', '0'))],
    ['the answer to another request', answerXml('request-2', ACCEPTED)],
    ['the answer to another institution', answerXml(REQUEST, ACCEPTED, { institution: '1319900021' })],
    ['another root', '<Other/>'],
    ['no header', '<XmlMsg><MessageBody/></XmlMsg>'],
    ['half an answer', SUCCESS.slice(0, SUCCESS.length / 2)],
    ['a document type', SUCCESS.replace('<XmlMsg>', '<!DOCTYPE XmlMsg><XmlMsg>')],
    ['a web page', '<!doctype html><html><br></html>'],
  ])('%s is no answer: unknown for what may be done twice', async (_what, answer) => {
    for (const effect of EFFECTS) {
      const { result } = await send([answer], effect);
      expect((await portErrorOf(result)).kind).toBe(effect === 'once' ? 'unknown' : 'retryable');
    }
  });
});

describe('処理中', () => {
  it('is asked again under the same name until it is done', async () => {
    const { result, server, log } = await send([PROCESSING, PROCESSING, SUCCESS], 'repeatable');
    expect(await result).toBe('良');
    expect(new Set(server.requests.map((request) => request.path)).size).toBe(1);
    expect(log.exchanges).toHaveLength(3);
  });

  it('is given up after a bounded number of times', async () => {
    const { result, server } = await send([PROCESSING], 'repeatable');
    const error = await portErrorOf(result);
    expect([error.kind, error.code]).toEqual(['retryable', 'processing']);
    expect(server.requests).toHaveLength(4);
  });

  it('of a registration is never put again: the outcome is unknown', async () => {
    const { result, server } = await send([PROCESSING, SUCCESS], 'once');
    const error = await portErrorOf(result);
    expect([error.kind, error.code]).toEqual(['unknown', 'processing']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('dates on the wire', () => {
  it('are days of the calendar in both directions', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (day) => {
          const date = day.toISOString().slice(0, 10);
          expect(fromWireDate(toWireDate(date), 'x')).toBe(date);
        },
      ),
    );
  });

  it.each(['20260230', '19500000', '2026113', '2026-11-20', '２０２６１１２０', ''])(
    'refuse "%s"',
    (text) => {
      expect(() => fromWireDate(text, 'Birthdate')).toThrow('Birthdate');
    },
  );

  it('are Japanese time', () => {
    expect(fromWireTime('20261120000510', 'x')).toBe('2026-11-20T00:05:10+09:00');
    for (const wrong of ['20261120240000', '20261120006000', '20261120', '202611200005']) {
      expect(() => fromWireTime(wrong, 'x')).toThrow();
    }
  });

  it('count months in Japanese time, over the turn of the year', () => {
    const newYear = new Date('2025-12-31T15:00:00Z');
    expect(wireMonthBefore(newYear, 0)).toBe('202601');
    expect(wireMonthBefore(newYear, 5)).toBe('202508');
    expect(wireMonthBefore(new Date('2026-11-20T00:00:00Z'), 5)).toBe('202606');
  });
});
