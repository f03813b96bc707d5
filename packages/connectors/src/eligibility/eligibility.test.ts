import type { EligibilityPort } from '@shirube/core/ports';
import { PortError } from '@shirube/core/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient } from '../gateway/index.ts';
import { OutsideClient } from '../http/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { ACCEPTED, answerXml, INSTITUTION, PATIENT, refusedBody } from '../testing/messages.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { createEligibilityPort } from './port.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

function portAt(url: string, log = new MemoryLog()): EligibilityPort {
  return createEligibilityPort(
    new GatewayClient(
      new OutsideClient({
        service: 'eligibility',
        baseUrl: `${url}/gateway`,
        timeoutMs: 1000,
        maxAnswerBytes: 100_000,
        log,
        privateHosts: [],
      }),
      { attempts: 1, intervalMs: 1 },
    ),
  );
}

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters);
  servers.push(server);
  return server;
}

const consent = (prefix: string, flag: string, time = '', until = '') =>
  `<${prefix}ConsFlg>${flag}</${prefix}ConsFlg><${prefix}ConsTime>${time}</${prefix}ConsTime><${prefix}AvailableTime>${until}</${prefix}AvailableTime>`;

function result(change: { more?: string; insurer?: string; copay?: string; name?: string } = {}): string {
  return `<ResultList><ResultOfQualificationConfirmation>
  <InsurerNumber>${change.insurer ?? '01139906'}</InsurerNumber><InsurerName>模擬協会けんぽ</InsurerName>
  <InsuredCardSymbol>２１７</InsuredCardSymbol><InsuredIdentificationNumber>0041</InsuredIdentificationNumber>
  <InsuredBranchNumber>01</InsuredBranchNumber><PersonalFamilyClassification>2</PersonalFamilyClassification>
  <Name>${change.name ?? '髙﨑　花子'}</Name><NameKana>タカサキ　ハナコ</NameKana><Sex1>2</Sex1>
  <Birthdate>19660526</Birthdate><Address>東京都千代田区</Address><PostNumber>100-0099</PostNumber>
  <InsuredCardValidDate>20240401</InsuredCardValidDate><InsuredCardExpirationDate></InsuredCardExpirationDate>
  <InsuredPartialContributionRatio>${change.copay ?? '030'}</InsuredPartialContributionRatio>
  ${change.more ?? ''}</ResultOfQualificationConfirmation></ResultList>`;
}

const body = (validity: string, list: string) =>
  `${ACCEPTED}<QualificationValidity>${validity}</QualificationValidity><PrescriptionIssueSelect>1</PrescriptionIssueSelect>${list}`;

const bytes = (text: string) => new TextEncoder().encode(text);
const port = portAt('http://gateway.invalid');
const read = (list: string, validity = '1') =>
  port.parseCardResult(bytes(answerXml('', body(validity, list))));

describe('the result of a card', () => {
  it('is the person, the insurance and the chosen form of prescription', () => {
    const { consents: _, ...rest } = read(result());
    expect(rest).toEqual({
      validity: '1',
      processedAt: '2026-11-20T09:12:00+09:00',
      byCard: false,
      referenceNumber: null,
      prescriptionIssueSelect: 'electronic',
      person: {
        name: '髙﨑　花子',
        nameKana: 'タカサキ　ハナコ',
        sex: 'female',
        birthDate: '1966-05-26',
        postalCode: '100-0099',
        address: '東京都千代田区',
      },
      insurance: {
        insurerNumber: '01139906',
        insurerName: '模擬協会けんぽ',
        symbol: '２１７',
        number: '0041',
        branchNumber: '01',
        isDependent: true,
        copayPercent: 30,
        validFrom: '2024-04-01',
        validTo: null,
      },
      message: null,
    });
  });

  it('is read in Shift_JIS with 髙 and 﨑', () => {
    const [before, after] = answerXml('', body('1', result({ name: '@' })))
      .replace('UTF-8', 'Shift_JIS')
      .replace(/[^\u0020-\u007e\n]/g, '')
      .split('@');
    const raw = Uint8Array.from([...bytes(before ?? ''), 0xfb, 0xfc, 0xfa, 0xb1, ...bytes(after ?? '')]);
    expect(port.parseCardResult(raw).person.name).toBe('髙﨑');
  });

  it('tells each consent with its deadline, in both spellings of 薬剤情報', () => {
    const { consents } = read(
      result({
        more: `${consent('DiagnosisInfo', '1', '20261120091200', '20261121091200')}
        ${consent('OperationInfo', '0')}
        <PharmaceuticalInfoConsFlg>1</PharmaceuticalInfoConsFlg><PharmaceuticalInfoConsTime>20261120091200</PharmaceuticalInfoConsTime><PharmaceuticalInfoAcquisitionTime>20261121091200</PharmaceuticalInfoAcquisitionTime>
        ${consent('SpecificHealthCheckupsInfo', '1')}`,
      }),
    );
    const given = {
      given: true,
      givenAt: '2026-11-20T09:12:00+09:00',
      availableUntil: '2026-11-21T09:12:00+09:00',
    };
    const none = { given: false, givenAt: null, availableUntil: null };
    expect(Object.fromEntries(consents.map(({ scope, ...rest }) => [scope, rest]))).toEqual({
      medication: given,
      diagnosis: given,
      checkup: { ...none, given: true },
      surgery: none,
      sharedDiagnoses: none,
      sharedClinical: none,
    });
  });

  it('takes the share of 高齢受給者 while its certificate is valid', () => {
    const elderly = (from: string, to: string) =>
      `<ElderlyRecipientCertificateInfo><ElderlyRecipientValidStartDate>${from}</ElderlyRecipientValidStartDate><ElderlyRecipientValidEndDate>${to}</ElderlyRecipientValidEndDate><ElderlyRecipientContributionRatio>020</ElderlyRecipientContributionRatio></ElderlyRecipientCertificateInfo>`;
    expect(read(result({ more: elderly('20260801', '20270731') })).insurance?.copayPercent).toBe(20);
    expect(read(result({ more: elderly('20250801', '20260731') })).insurance?.copayPercent).toBe(30);
    expect(read(result({ copay: '' })).insurance?.copayPercent).toBeNull();
  });

  it('has no insurance for 医療扶助単独', () => {
    expect(read(result({ insurer: '' })).insurance).toBeNull();
  });

  it.each([
    ['a person without birth date', body('1', result().replace('19660526', ''))],
    ['a birth date that is no day', body('1', result().replace('19660526', '19660230'))],
    ['a share above 100', body('1', result({ copay: '300' }))],
    ['valid without a person', body('1', '<ResultList></ResultList>')],
    ['a validity nobody told us', body('6', result())],
    ['該当資格なし', body('4', '<ResultList></ResultList>')],
    ['複数該当', body('5', '<ResultList></ResultList>')],
    ['a refusal', refusedBody('OQSB0001E', '資格を確認できません')],
    ['no message at all', '</MessageBody>'],
  ])('%s is user_fixable, with a sentence for the desk', (_what, text) => {
    try {
      port.parseCardResult(bytes(answerXml('', text)));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PortError);
      const { kind, userMessage, message } = error as PortError;
      expect(kind).toBe('user_fixable');
      expect(userMessage).toMatch(/。$/);
      expect(`${userMessage}${message}`).not.toMatch(/花子|0041/);
    }
  });
});

describe('the files of the card reader', () => {
  const files = [
    { fileName: 'OQSsiquc01res_face_2_20261120091300.xml', createdAt: '2026-11-20T09:13:00.000+09:00' },
    { fileName: 'OQSsiquc01res_face_1_20261120091200.xml', createdAt: '2026-11-20T00:12:00.000Z' },
    { fileName: 'gone.xml', createdAt: '2026-11-20T09:14:00.000+09:00' },
  ];

  it('come oldest first, untouched; a file that is gone meanwhile is left out', async () => {
    const server = await serve((response, { path }) => {
      if (path.endsWith('/face')) response.end(JSON.stringify({ files }));
      else if (path.endsWith('gone.xml')) response.writeHead(404).end('{}');
      else response.end(Uint8Array.from([0xfb, 0xfc, path.includes('_1_') ? 1 : 2]));
    });
    const log = new MemoryLog();
    const found = await portAt(server.url, log).listCardResults(INSTITUTION);
    expect(found.map(({ fileName, raw }) => [fileName, [...raw]])).toEqual([
      [files[1]?.fileName, [0xfb, 0xfc, 1]],
      [files[0]?.fileName, [0xfb, 0xfc, 2]],
    ]);
    expect(server.requests.every((request) => request.method === 'GET')).toBe(true);
    expect(log.exchanges).toHaveLength(4);
  });

  it('never lead to another address by their name', async () => {
    const server = await serve((response) =>
      response.end(
        JSON.stringify({ files: [{ fileName: '../../control/reset', createdAt: '2026-11-20T00:00:00Z' }] }),
      ),
    );
    await portErrorOf(portAt(server.url).listCardResults(INSTITUTION));
    expect(server.requests.map((request) => request.path)).toEqual([`/gateway/${INSTITUTION}/face`]);
  });

  it('are acknowledged by name; once more does no harm', async () => {
    let there = true;
    const server = await serve((response) => {
      response.writeHead(there ? 204 : 404).end();
      there = false;
    });
    const eligibility = portAt(server.url);
    await eligibility.acknowledgeCardResult(INSTITUTION, 'a.xml');
    await eligibility.acknowledgeCardResult(INSTITUTION, 'a.xml');
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /gateway/${INSTITUTION}/face/a.xml`,
      `DELETE /gateway/${INSTITUTION}/face/a.xml`,
    ]);
  });
});

describe('資格確認 by number', () => {
  const request = { ...PATIENT, institutionCode: INSTITUTION, requestId: 'q-1', onDate: '2026-11-20' };

  it('sends the key and reads the person', async () => {
    const server = await serve((response) => response.end(answerXml('q-1', body('3', result()))));
    const found = await portAt(server.url).confirm(request);
    expect([found.validity, found.person.name]).toEqual(['3', '髙﨑　花子']);
    const sent = server.requests[0]?.body.toString() ?? '';
    expect(sent).toContain('<QualificationConfirmationDate>20261120</QualificationConfirmationDate>');
    expect(sent).toContain(
      '<QualificationConfirmSearchInfo><InsurerNumber>01139906</InsurerNumber><InsuredCardSymbol>21700023</InsuredCardSymbol><InsuredIdentificationNumber>4127</InsuredIdentificationNumber><InsuredBranchNumber>00</InsuredBranchNumber><Birthdate>19660526</Birthdate>',
    );
    expect(server.requests[0]?.path).not.toContain('4127');
  });

  it.each(['4', '5'])('says %s without making up a person', async (validity) => {
    const server = await serve((response) =>
      response.end(answerXml('q-1', body(validity, '<ResultList></ResultList>'))),
    );
    const found = await portAt(server.url).confirm(request);
    expect(found).toMatchObject({ validity, insurance: null, person: { name: '', birthDate: '1966-05-26' } });
    expect(found.consents.every((consent) => !consent.given)).toBe(true);
  });
});
