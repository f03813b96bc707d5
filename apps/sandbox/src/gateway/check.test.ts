import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, CLINIC, children, NOON, OTHER_CLINIC, sj1, TestSandbox } from '../testing/client.ts';
import { textAt } from '../xml.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

async function check(csv: string, oralConsent: '0' | '1' = '0', institutionCode = CLINIC) {
  const { body } = await sandbox.gateway(
    'EPSsiCHK01',
    'check-1',
    `<PrescriptionInfo>${base64(csv)}</PrescriptionInfo><OralConsentFlg>${oralConsent}</OralConsentFlg>`,
    { institutionCode },
  );
  return { body, results: children(body, 'CheckResultList', 'CheckResult') };
}

describe('重複投薬等チェック', () => {
  it('finds アスパラカリウム against the セララ of another facility, and names it with consent', async () => {
    await sandbox.tapCard('p01');
    const { body, results } = await check(sj1());
    expect(body.NameDisclosureFlg).toBe('1');
    expect(results).toEqual([
      {
        MessageClass: '2',
        RpNumber: '1',
        RpItemNumber: '1',
        TargetDrugName: 'アスパラカリウム錠３００ｍｇ',
        CheckedDrugName: 'セララ錠２５ｍｇ',
        FacilityName: '厚労薬局',
        OtherDate: '20261110',
        PeriodFrom: '20261120',
        PeriodTo: '20261126',
        Message: expect.stringMatching(/^併用禁忌です。高カリウム血症のおそれ/),
      },
    ]);
  });

  it('without consent says only that there is something: no drug, no facility, no day', async () => {
    const { body, results } = await check(sj1());
    expect(body.NameDisclosureFlg).toBe('0');
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      MessageClass: '2',
      CheckedDrugName: '',
      FacilityName: '',
      OtherDate: '',
    });
    expect(JSON.stringify(body)).not.toMatch(/セララ|エプレレノン|厚労薬局|カリウム血症/);
  });

  it('names the drug with consent given at the desk', async () => {
    const { body, results } = await check(sj1(), '1');
    expect(body.NameDisclosureFlg).toBe('1');
    expect(results[0]!.CheckedDrugName).toBe('セララ錠２５ｍｇ');
  });

  it('a consent at one clinic opens nothing at another, and none after 24 hours', async () => {
    await sandbox.tapCard('p01');
    expect(
      (await check(sj1({ institutionCode: OTHER_CLINIC }), '0', OTHER_CLINIC)).body.NameDisclosureFlg,
    ).toBe('0');
    sandbox.clock = new Date(NOON.getTime() + 24 * 3600_000 - 1000);
    expect((await check(sj1())).body.NameDisclosureFlg).toBe('1');
    sandbox.clock = new Date(NOON.getTime() + 24 * 3600_000);
    expect((await check(sj1())).body.NameDisclosureFlg).toBe('0');
  });

  it('the same ingredient under another product name is a duplicate, for the days both are taken', async () => {
    // ノルバスク錠5mg against アムロジピン錠5mg「サワイ」 of 14 days ago for 28 days: until 2026-12-03
    const { results } = await check(sj1({ receiptCode: '612170710', quantity: 28 }), '1');
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      MessageClass: '1',
      CheckedDrugName: 'アムロジピン錠５ｍｇ「サワイ」',
      FacilityName: '○○病院',
      PeriodFrom: '20261120',
      PeriodTo: '20261203',
    });
  });

  it('finds nothing once the other supply has ended', async () => {
    const { body, results } = await check(sj1({ issuedOn: '20261208' }), '1');
    expect(body.ProcessingResultStatus).toBe('1');
    expect(results).toEqual([]);
    // the last of the 28 days is 2026-12-07
    expect((await check(sj1({ issuedOn: '20261207' }), '1')).results).toHaveLength(1);
  });

  it('takes a 外用 drug to be in use for 14 days', async () => {
    const insured = '22,31139900\n23,標２０,７７１,2,01';
    // モーラステープ20mg again, against the one of 8 days ago: in use until 2026-11-25
    const csv = sj1({ insured, receiptCode: '620007805', formClass: '3', quantity: 1 }).replace(
      '13,19660526',
      '13,19920405',
    );
    const { results } = await check(csv, '1');
    expect(results[0]).toMatchObject({ MessageClass: '1', PeriodFrom: '20261120', PeriodTo: '20261125' });
  });

  it.each([
    ['a drug code nobody knows', sj1({ receiptCode: '999999999' }), 'EPSB0050E'],
    ['carriage returns', sj1().replaceAll('\n', '\r\n'), 'EPSB0052E'],
    ['another format', sj1().replace('SJ1', 'JAHIS10'), 'EPSB0050E'],
    ['no day of issue', sj1({ issuedOn: '20261131' }), 'EPSB0050E'],
    ['an unknown insured person', sj1({ insured: '22,01139906\n23,1,1,1,00' }), 'EPSB0010E'],
  ])('refuses %s instead of saying that all is clear', async (_name, csv, code) => {
    const { body, results } = await check(csv);
    expect(body.ProcessingResultStatus).toBe('2');
    expect(body.ProcessingResultCode).toBe(code);
    expect(results).toEqual([]);
  });

  it('answers for some lines only when switched so, and names the others', async () => {
    await sandbox.fault('check', 'partial');
    const { body, results } = await check(sj1());
    expect(results).toEqual([]);
    expect(children(body, 'UncheckedList', 'Unchecked')).toMatchObject([
      { RpNumber: '1', RpItemNumber: '1' },
    ]);
    await sandbox.fault('check', 'normal');
    expect(children((await check(sj1())).body, 'UncheckedList', 'Unchecked')).toEqual([]);
  });
});

describe('薬剤情報', () => {
  const history = (months = '') =>
    sandbox.gateway(
      'YZKsiquc01',
      'yzk-1',
      `${months}<FileCategory>2</FileCategory><PrDiInfClassification>1</PrDiInfClassification>`,
      {
        headerXml:
          '<InsurerNumber>01139906</InsurerNumber><InsuranceCardSymbol>21700023</InsuranceCardSymbol><InsuredPersonIdentificationNumber>4127</InsuredPersonIdentificationNumber><BranchNumber>00</BranchNumber>',
      },
    );

  it('gives what others dispensed, while the consent lasts', async () => {
    await sandbox.tapCard('p01');
    const { body, header, text } = await history();
    expect(body.ProcessingResultStatus).toBe('1');
    expect(textAt(header, 'QuaInf', 'Birth')).toBe('19660526');
    expect(
      children(body, 'CzDiInf', 'CzDiMonthInf').map((month) => [month.CzDiMonth, month.CzMeTrDiHNm]),
    ).toEqual([
      ['202611', '厚労薬局'],
      ['202611', '○○病院'],
    ]);
    expect(text).toContain('<CzDrugC>620005824</CzDrugC>');
    expect(text).toContain('<CzTimes>28</CzTimes>');
    expect(text).toContain('<CzDiDate>20261110</CzDiDate>');
  });

  it.each([
    ['without a card', async () => {}],
    [
      'when 薬剤情報 was not agreed to',
      async () => void (await sandbox.tapCard('p01', { medication: false })),
    ],
    [
      'after 24 hours',
      async () => {
        await sandbox.tapCard('p01');
        sandbox.clock = new Date(NOON.getTime() + 24 * 3600_000 + 1000);
      },
    ],
  ])('is refused %s', async (_name, arrange) => {
    await arrange();
    const { body, text } = await history();
    expect(body.ResultCode).toBe('YZKB0001E');
    expect(text).not.toContain('セララ');
    expect(text).not.toContain('テスト');
  });

  it('leaves out months that were not asked for', async () => {
    await sandbox.tapCard('p01');
    const { body } = await history('<StartDate>202601</StartDate><EndDate>202610</EndDate>');
    expect(children(body, 'CzDiInf', 'CzDiMonthInf')).toEqual([]);
  });
});
