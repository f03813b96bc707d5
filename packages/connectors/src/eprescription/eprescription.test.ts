import type { EPrescriptionPort } from '@shirube/core/ports';
import { afterEach, describe, expect, it } from 'vitest';
import { GatewayClient } from '../gateway/index.ts';
import { OutsideClient } from '../http/index.ts';
import { MemoryLog, portErrorOf } from '../testing/log.ts';
import { ACCEPTED, answerXml, INSTITUTION, PATIENT, refusedBody } from '../testing/messages.ts';
import { startServer, type TestServer } from '../testing/server.ts';
import { child, parseXml, textOrNull, type XmlElement } from '../xml/index.ts';
import { createEPrescriptionPort } from './port.ts';

const ID = '3f2c1f3e-6b1c-4c7e-9a55-3b0d3c6f7a10';
const CODE = '1234567890123456';
const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** A service that gives one answer body to every request. */
async function answering(
  body: string,
): Promise<{ port: EPrescriptionPort; sent: () => XmlElement; server: TestServer }> {
  const server = await startServer((response, { path }) =>
    response.end(answerXml(/req_(.+)\.xml$/.exec(path)?.[1] ?? '', body)),
  );
  servers.push(server);
  const client = new OutsideClient({
    service: 'eprescription',
    baseUrl: `${server.url}/gateway`,
    timeoutMs: 1000,
    maxAnswerBytes: 1_000_000,
    log: new MemoryLog(),
    privateHosts: [],
  });
  const gateway = new GatewayClient(client, { attempts: 0, intervalMs: 1 });
  return {
    port: createEPrescriptionPort(gateway, () => new Date('2026-11-20T00:00:00Z')),
    sent: () => parseXml(server.requests[0]?.body ?? Buffer.alloc(0)),
    server,
  };
}

const key = { institutionCode: INSTITUTION, requestId: 'r-1' };
const one = { ...key, prescriptionId: ID };
const registration = {
  institutionCode: INSTITUTION,
  idempotencyKey: 'r-1',
  document: new TextEncoder().encode('<Document>髙</Document>'),
  issueType: 'electronic' as const,
};
const issued = `<PrescriptionId>${ID}</PrescriptionId><AccessCode>${CODE}</AccessCode>`;

describe('処方箋登録', () => {
  it('sends the signed bytes in Base64 with our id and returns number and 引換番号', async () => {
    const { port, sent, server } = await answering(
      `${ACCEPTED}${issued}<VerifyResultList><VerifyResult><Status>1</Status></VerifyResult></VerifyResultList>`,
    );
    expect(await port.register(registration)).toEqual({ prescriptionId: ID, accessCode: CODE });
    const body = child(sent(), 'MessageBody');
    expect(Buffer.from(textOrNull(body, 'PrescriptionInfo') ?? '', 'base64')).toEqual(
      Buffer.from(registration.document),
    );
    expect(textOrNull(body, 'IssueType')).toBe('1');
    expect(server.requests[0]?.path).toBe(`/gateway/${INSTITUTION}/req/EPSsiPIR01req_r-1.xml`);
  });

  it('sends 2 for paper', async () => {
    const { port, sent } = await answering(`${ACCEPTED}${issued}`);
    await port.register({ ...registration, issueType: 'paper' });
    expect(textOrNull(child(sent(), 'MessageBody'), 'IssueType')).toBe('2');
  });

  it.each(['2', '3', ''])(
    'is a matter of the signature when a verification has status "%s"',
    async (status) => {
      const { port } = await answering(
        refusedBody(
          'EPSB0060E',
          '検証に失敗しました',
          `<VerifyResultList><VerifyResult><Status>${status}</Status><Message>INVALID</Message><SignId>PrescriptionSign</SignId><FailureReasonList><FailureReasons><MessageKey>k</MessageKey><MessageCode>c</MessageCode><Message>証明書が失効しています</Message></FailureReasons></FailureReasonList></VerifyResult></VerifyResultList>
         <CsvCheckResultList><CsvCheckResult><ResultCode>X</ResultCode><ResultMessage>別の指摘</ResultMessage></CsvCheckResult></CsvCheckResultList>`,
        ),
      );
      const error = await portErrorOf(port.register(registration));
      expect([error.kind, error.code]).toEqual(['signature', 'EPSB0060E']);
      expect(error.userMessage).toContain('証明書が失効しています');
    },
  );

  it('tells every complaint about the record', async () => {
    const { port } = await answering(
      refusedBody(
        'EPSB0050E',
        '処方箋ファイルに誤りがあります',
        `<CsvCheckResultList><CsvCheckResult><ResultCode>A</ResultCode><ResultMessage>5行目：用量がありません。</ResultMessage></CsvCheckResult><CsvCheckResult><ResultCode>B</ResultCode><ResultMessage>7行目：単位が違います</ResultMessage></CsvCheckResult></CsvCheckResultList>
         <XmlCheckResultList><XmlCheckResult><ResultCode>C</ResultCode><ResultMessage>Versionがありません</ResultMessage></XmlCheckResult></XmlCheckResultList>`,
      ),
    );
    const error = await portErrorOf(port.register(registration));
    expect([error.kind, error.code]).toEqual(['user_fixable', 'EPSB0050E']);
    expect(error.userMessage).toBe(
      '電子処方箋管理サービスが受け付けませんでした：処方箋ファイルに誤りがあります／5行目：用量がありません。／7行目：単位が違います／Versionがありません。',
    );
  });

  it.each([
    ['no number', ACCEPTED],
    ['no 引換番号', `${ACCEPTED}<PrescriptionId>${ID}</PrescriptionId>`],
    ['a 引換番号 of 15 digits', `${ACCEPTED}${issued.replace(CODE, CODE.slice(1))}`],
    ['two numbers', `${ACCEPTED}${issued}${issued}`],
    [
      'success and an invalid signature at once',
      `${ACCEPTED}${issued}<VerifyResultList><VerifyResult><Status>2</Status></VerifyResult></VerifyResultList>`,
    ],
  ])('is unknown when a success comes with %s', async (_what, body) => {
    const { port } = await answering(body);
    expect((await portErrorOf(port.register(registration))).kind).toBe('unknown');
  });
});

describe('重複投薬等チェック', () => {
  const check = { ...key, csv: new TextEncoder().encode('SJ1\n'), oralConsent: false };
  const finding = (change: Record<string, string> = {}) => {
    const elements = {
      MessageClass: '2',
      RpNumber: '1',
      RpItemNumber: '2',
      TargetDrugName: 'アスパラカリウム錠３００ｍｇ',
      CheckedDrugName: 'セララ錠２５ｍｇ',
      FacilityName: '厚労薬局',
      OtherDate: '20261110',
      PeriodFrom: '20261120',
      PeriodTo: '20261126',
      Message: '併用禁忌です',
      ...change,
    };
    return `<CheckResult>${Object.entries(elements)
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join('')}</CheckResult>`;
  };
  const answer = (flag: string, findings: string) =>
    `${ACCEPTED}<CheckExecutionTime>20261120105200</CheckExecutionTime><NameDisclosureFlg>${flag}</NameDisclosureFlg><CheckResultList>${findings}</CheckResultList>`;

  it('sends the record and the oral consent', async () => {
    const { port, sent } = await answering(answer('1', ''));
    expect((await port.check({ ...check, oralConsent: true })).alerts).toEqual([]);
    const body = child(sent(), 'MessageBody');
    expect([textOrNull(body, 'PrescriptionInfo'), textOrNull(body, 'OralConsentFlg')]).toEqual([
      'U0oxCg==',
      '1',
    ]);
  });

  it('tells the findings on our lines', async () => {
    const { port } = await answering(answer('1', finding() + finding({ MessageClass: '1', OtherDate: '' })));
    const result = await port.check(check);
    expect(result).toMatchObject({
      requestId: 'r-1',
      checkedAt: '2026-11-20T10:52:00+09:00',
      namesDisclosed: true,
    });
    expect(result.alerts[0]).toEqual({
      kind: 'contraindicated',
      rpNumber: 1,
      itemNumber: 2,
      subjectName: 'アスパラカリウム錠３００ｍｇ',
      otherName: 'セララ錠２５ｍｇ',
      facilityName: '厚労薬局',
      otherDate: '2026-11-10',
      periodFrom: '2026-11-20',
      periodTo: '2026-11-26',
      message: '併用禁忌です',
    });
    expect(result.alerts[1]).toMatchObject({ kind: 'duplicate', otherDate: null });
  });

  it('hides names without consent even when the answer carries them', async () => {
    const { port } = await answering(answer('0', finding()));
    const [alert] = (await port.check(check)).alerts;
    expect(alert).toMatchObject({ otherName: null, facilityName: null, otherDate: null, rpNumber: 1 });
  });

  it.each([
    ['has no list', answer('1', '').replace(/<CheckResultList>.*<\/CheckResultList>/, '')],
    ['does not say whether names are disclosed', answer('', '')],
    ['holds a class nobody told us', answer('1', finding() + finding({ MessageClass: '3' }))],
    ['holds a finding without its line', answer('1', finding({ RpNumber: '' }))],
    ['holds a period that is no date', answer('1', finding({ PeriodTo: '99999999' }))],
  ])('is not clear when the answer %s', async (_what, body) => {
    const { port } = await answering(body);
    expect((await portErrorOf(port.check(check))).kind).toBe('retryable');
  });

  it('tells which line cannot be checked', async () => {
    const { port } = await answering(
      refusedBody(
        'EPSB0050E',
        'チェックできません',
        '<CsvCheckResultList><CsvCheckResult><ResultMessage>RP1の薬品コードが不明です</ResultMessage></CsvCheckResult></CsvCheckResultList>',
      ),
    );
    const error = await portErrorOf(port.check(check));
    expect(error.kind).toBe('user_fixable');
    expect(error.userMessage).toContain('RP1の薬品コードが不明です');
  });
});

describe('what the service knows of a prescription', () => {
  it.each([
    ['薬局にて受付されていません', 'registered'],
    ['薬局にて調剤中', 'dispensing'],
    ['調剤済', 'dispensed'],
    ['回収済', 'collected'],
    ['処方箋取消', 'cancelled'],
  ])('状態 %s is %s', async (text, status) => {
    const { port } = await answering(
      `${ACCEPTED}<PrescriptionStatus>${text}</PrescriptionStatus><ReceptionPharmacyName>厚労薬局</ReceptionPharmacyName><MessageFlg>2</MessageFlg>`,
    );
    expect(await port.status(one)).toMatchObject({ status, pharmacyName: '厚労薬局', hasMessage: true });
  });

  it('a status nobody told us is no status', async () => {
    const { port } = await answering(`${ACCEPTED}<PrescriptionStatus>constructor</PrescriptionStatus>`);
    expect((await portErrorOf(port.status(one))).code).toBe('malformed:PrescriptionStatus');
  });

  it('search finds newest first, with our key when it is still known', async () => {
    const row = (time: string, ours: string) =>
      `<PrescriptionIdInfo>${issued}<CreateDateTime>${time}</CreateDateTime><ArbitraryFileIdentifier>${ours}</ArbitraryFileIdentifier></PrescriptionIdInfo>`;
    const { port, sent } = await answering(
      `${ACCEPTED}<PrescriptionIdList>${row('20261119080000', 'old')}${row('20261120080000', '')}</PrescriptionIdList>`,
    );
    const found = await port.search({
      ...key,
      patient: PATIENT,
      issuedFrom: '2026-11-01',
      issuedTo: '2026-11-20',
    });
    expect(found.map((row) => [row.createdAt, row.idempotencyKey])).toEqual([
      ['2026-11-20T08:00:00+09:00', null],
      ['2026-11-19T08:00:00+09:00', 'old'],
    ]);
    const body = child(sent(), 'MessageBody');
    expect([textOrNull(body, 'IssueDateFrom'), textOrNull(body, 'Birthdate')]).toEqual([
      '20261101',
      '19660526',
    ]);
  });

  it('search without its list is no "none": "none" allows to register again', async () => {
    const search = { ...key, patient: PATIENT, issuedFrom: '2026-11-01', issuedTo: '2026-11-20' };
    expect((await portErrorOf((await answering(ACCEPTED)).port.search(search))).kind).toBe('retryable');
    const none = await answering(`${ACCEPTED}<PrescriptionIdList></PrescriptionIdList>`);
    expect(await none.port.search(search)).toEqual([]);
  });

  it('a change that answers with the old number is no change', async () => {
    const { port } = await answering(`${ACCEPTED}${issued}`);
    const change = { ...registration, prescriptionId: ID };
    expect((await portErrorOf(port.change(change))).kind).toBe('unknown');
  });

  it('results without their list, or with one that cannot be read, are no "none"', async () => {
    const row = (info: string) =>
      `<DispensingResultInfo><PrescriptionId>${ID}</PrescriptionId><DispensingId>d-1</DispensingId><RegisterDateTime>20261120080000</RegisterDateTime><PharmacyName>厚労薬局</PharmacyName>${info}</DispensingResultInfo>`;
    const listOf = (rows: string) => `${ACCEPTED}<DispensingResultList>${rows}</DispensingResultList>`;
    const days = { ...key, from: '2026-11-19', to: '2026-11-20' };
    expect((await portErrorOf((await answering(ACCEPTED)).port.listDispensed(days))).kind).toBe('retryable');
    expect((await portErrorOf((await answering(ACCEPTED)).port.dispensingResults(one))).kind).toBe(
      'retryable',
    );
    const broken = await answering(listOf(row('<DispensingInfo>*</DispensingInfo>')));
    expect((await portErrorOf(broken.port.dispensingResults(one))).kind).toBe('retryable');
    const good = await answering(listOf(row('<DispensingInfo>PERvYz4=</DispensingInfo>')));
    expect(await good.port.dispensingResults(one)).toEqual([
      {
        dispensingId: 'd-1',
        registeredAt: '2026-11-20T08:00:00+09:00',
        pharmacyCode: null,
        pharmacyName: '厚労薬局',
        xml: new TextEncoder().encode('<Doc>'),
      },
    ]);
    const listed = await answering(listOf(row('')));
    expect(await listed.port.listDispensed(days)).toEqual([
      { prescriptionId: ID, dispensingId: 'd-1', registeredAt: '2026-11-20T08:00:00+09:00' },
    ]);
    expect(textOrNull(child(listed.sent(), 'MessageBody'), 'DispensingResultListStartDate')).toBe('20261119');
  });

  it('the copy is a PDF or an error', async () => {
    const file = (text: string) =>
      `${ACCEPTED}<PrescriptionReferenceInformationFile>${text}</PrescriptionReferenceInformationFile>`;
    const pdf = Buffer.from('%PDF-1.7\n%\u00ff');
    const good = await answering(file(pdf.toString('base64').replace(/(.{8})/g, '$1\r\n')));
    expect(Buffer.from(await good.port.fetchCopy(one))).toEqual(pdf);
    for (const text of [Buffer.from('<html>').toString('base64'), 'JVBERi0', '%PDF', '']) {
      const { port } = await answering(file(text));
      expect((await portErrorOf(port.fetchCopy(one))).kind).toBe('retryable');
    }
  });

  it('取消 after the pharmacy has received it is a conflict of states', async () => {
    const { port } = await answering(refusedBody('EPSB0081E', '薬局で受付済みのため取消できません'));
    const error = await portErrorOf(port.cancel(one));
    expect(error.kind).toBe('status_conflict');
    expect(error.userMessage).toContain('薬局で受付済み');
  });
});

describe('薬剤情報', () => {
  const drug = (prefix: string, name: string, times = '28') =>
    `<${prefix}DrugInf><${prefix}DrugC>620005824</${prefix}DrugC><${prefix}DrugN>${name}</${prefix}DrugN><${prefix}Qua1>1.5</${prefix}Qua1><${prefix}Unit>錠</${prefix}Unit><${prefix}Times>${times}</${prefix}Times><${prefix}UsageN>１日１回朝食後</${prefix}UsageN></${prefix}DrugInf>`;
  const receipt = (facility: string, day: string, drugs: string) =>
    `<MeTrMonthInf><MeTrMonth>${day.slice(0, 6)}</MeTrMonth><MeTrDiHNm>${facility}</MeTrDiHNm><PrlsHNm>○○病院</PrlsHNm><DiDateInfs><DiDateInf><DiDate>${day}</DiDate><DrugInfs>${drugs}</DrugInfs></DiDateInf></DiDateInfs></MeTrMonthInf>`;
  const dispensing = (facility: string, day: string, drugs: string) =>
    `<CzDiMonthInf><CzMeTrDiHNm>${facility}</CzMeTrDiHNm><CzDiDateInfs><CzDiDateInf><CzDiDate>${day}</CzDiDate><CzDrugInfs>${drugs}</CzDrugInfs></CzDiDateInf></CzDiDateInfs></CzDiMonthInf>`;
  const prescribed = `<ShPrInf><ShPrMonthInf><ShPrDateInfs><ShPrDateInf><ShPrDate>20261118</ShPrDate><ShDrugInfs>${drug('Sh', '未調剤の薬')}</ShDrugInfs></ShPrDateInf></ShPrDateInfs></ShPrMonthInf></ShPrInf>`;
  const request = { ...key, patient: PATIENT };

  it('asks with the names of its own header and six months', async () => {
    const { port, sent } = await answering(ACCEPTED);
    expect(await port.medicationHistory(request)).toEqual([]);
    const header = child(sent(), 'MessageHeader');
    expect(
      ['InsurerNumber', 'InsuranceCardSymbol', 'InsuredPersonIdentificationNumber', 'BranchNumber'].map(
        (name) => textOrNull(header, name),
      ),
    ).toEqual(['01139906', '21700023', '4127', '00']);
    const body = child(sent(), 'MessageBody');
    expect(['StartDate', 'EndDate', 'FileCategory'].map((name) => textOrNull(body, name))).toEqual([
      '202606',
      '202611',
      '2',
    ]);
  });

  it('joins the trees: receipts go before dispensing results of the same facility and day', async () => {
    const { port } = await answering(
      `${ACCEPTED}<MeTrDiInf>${receipt('厚労薬局', '20260905', drug('', 'Ａ') + drug('', 'Ｂ', '1'))}${receipt('', '20260801', drug('', 'Ｃ'))}</MeTrDiInf>
       ${prescribed}<CzDiInf>${dispensing('厚労薬局', '20260905', drug('Cz', 'Ａ'))}${dispensing('厚労薬局', '20261110', drug('Cz', 'Ｄ'))}</CzDiInf>`,
    );
    const rows = await port.medicationHistory(request);
    expect(rows.map((row) => [row.dispensedOn, row.facilityName, row.name, row.days])).toEqual([
      ['2026-11-10', '厚労薬局', 'Ｄ', 28],
      ['2026-09-05', '厚労薬局', 'Ａ', 28],
      ['2026-09-05', '厚労薬局', 'Ｂ', 1],
      ['2026-08-01', '○○病院', 'Ｃ', 28],
    ]);
    expect(rows[0]).toMatchObject({
      receiptCode: '620005824',
      doseText: '1.5錠',
      usageText: '１日１回朝食後',
    });
  });

  it('is refused outside its window, and no list when a row cannot be read', async () => {
    const refused = await answering(refusedBody('YZKB0001E', '閲覧期限を過ぎています'));
    expect((await portErrorOf(refused.port.medicationHistory(request))).kind).toBe('auth');
    const broken = await answering(
      `${ACCEPTED}<MeTrDiInf>${receipt('厚労薬局', '20260905', drug('', 'Ａ') + drug('', '', '7'))}</MeTrDiInf>`,
    );
    expect((await portErrorOf(broken.port.medicationHistory(request))).kind).toBe('retryable');
  });
});
