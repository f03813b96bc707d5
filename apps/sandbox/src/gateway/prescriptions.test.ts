import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, CLINIC, children, NOON, OTHER_CLINIC, sj1, TestSandbox } from '../testing/client.ts';
import { unsignedEnvelope } from '../testing/envelope.ts';
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

const ENVELOPE = unsignedEnvelope(sj1());

/** Registers for a paper prescription, which needs no signature. */
async function registerPaper(identifier: string, envelope = ENVELOPE, institutionCode = CLINIC) {
  const body = `<PrescriptionInfo>${base64(envelope)}</PrescriptionInfo><IssueType>2</IssueType>`;
  return (await sandbox.gateway('EPSsiPIR01', identifier, body, { institutionCode })).body;
}

const held = async () => (await sandbox.json('GET', '/control/prescriptions')).body.prescriptions;
const byId = (stem: string, prescriptionId: unknown, more = '') =>
  sandbox.gateway(stem, 'by-id', `<PrescriptionId>${prescriptionId}</PrescriptionId>${more}`);

const search = (from = '20261101', to = '20261130', institutionCode = CLINIC) =>
  sandbox.gateway(
    'EPSsiPIR04',
    'search-1',
    `<InsurerNumber>01139906</InsurerNumber><InsuredCardSymbol>21700023</InsuredCardSymbol><InsuredIdentificationNumber>4127</InsuredIdentificationNumber><InsuredBranchNumber>00</InsuredBranchNumber><Birthdate>19660526</Birthdate><IssueDateFrom>${from}</IssueDateFrom><IssueDateTo>${to}</IssueDateTo>`,
    { institutionCode },
  );

describe('登録', () => {
  it('gives a UUID and a number of 16 digits; every prescription its own', async () => {
    const first = await registerPaper('r-1');
    const second = await registerPaper('r-2');
    expect(first.PrescriptionId).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(first.AccessCode).toMatch(/^\d{16}$/);
    expect(second.PrescriptionId).not.toBe(first.PrescriptionId);
    expect(second.AccessCode).not.toBe(first.AccessCode);
  });

  it('repeated under the same identifier gives the same answer and no second prescription', async () => {
    const first = await registerPaper('r-1');
    await sandbox.restart();
    expect(await registerPaper('r-1')).toEqual(first);
    expect(await held()).toHaveLength(1);
  });

  it('twenty at once under one identifier are one prescription', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => registerPaper('r-1')));
    expect(new Set(answers.map((answer) => answer.AccessCode)).size).toBe(1);
    expect(await held()).toHaveLength(1);
  });

  it('other content under the same identifier is refused', async () => {
    await registerPaper('r-1');
    const other = await registerPaper('r-1', unsignedEnvelope(sj1({ quantity: 14 })));
    expect(other.ProcessingResultCode).toBe('EPSB0070E');
    expect(await held()).toHaveLength(1);
  });

  it('the same identifier of another institution is another prescription', async () => {
    const first = await registerPaper('r-1');
    const envelope = unsignedEnvelope(sj1({ institutionCode: OTHER_CLINIC }));
    const other = await registerPaper('r-1', envelope, OTHER_CLINIC);
    expect(other.PrescriptionId).toMatch(/./);
    expect(other.PrescriptionId).not.toBe(first.PrescriptionId);
  });

  it.each([
    ['an envelope that is not XML', 'hello', 'EPSB0051E'],
    ['an envelope without a record', '<Document id="Document"><Prescription/></Document>', 'EPSB0051E'],
    ['a record with carriage returns', unsignedEnvelope(sj1().replaceAll('\n', '\r\n')), 'EPSB0052E'],
    ['a record without drugs', unsignedEnvelope(sj1().replace(/^201.*$/m, '')), 'EPSB0050E'],
    [
      'a record of another institution',
      unsignedEnvelope(sj1({ institutionCode: OTHER_CLINIC })),
      'EPSB0050E',
    ],
    [
      'an unknown insured person',
      unsignedEnvelope(sj1({ insured: '22,01139906\n23,1,1,1,00' })),
      'EPSB0010E',
    ],
    [
      'an insurance that has ended',
      unsignedEnvelope(sj1({ insured: '22,01139906\n23,21700888,9,1,00' }).replace('19660526', '19950707')),
      'EPSB0010E',
    ],
  ])('refuses %s, keeps nothing and leaves the identifier free', async (_name, envelope, code) => {
    const answer = await registerPaper('r-1', envelope);
    expect(answer.ProcessingResultStatus).toBe('2');
    expect(answer.ProcessingResultCode).toBe(code);
    expect(await held()).toEqual([]);
    expect((await registerPaper('r-1')).ProcessingResultStatus).toBe('1');
  });

  it('after an answer that never came, a search finds it by its identifier', async () => {
    await sandbox.fault('eprescription', 'timeout_after_commit', 20);
    await expect(registerPaper('r-lost')).rejects.toThrow();
    await sandbox.fault('eprescription', 'normal');
    const found = children((await search()).body, 'PrescriptionIdList', 'PrescriptionIdInfo');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ArbitraryFileIdentifier: 'r-lost', CreateDateTime: '20261120105200' });
    expect((await registerPaper('r-lost')).AccessCode).toBe(found[0]!.AccessCode);
  });
});

describe('状態, 取消, 変更', () => {
  it('follows the pharmacy', async () => {
    const { PrescriptionId } = await registerPaper('r-1');
    const status = async () => (await byId('EPSsiPIR05', PrescriptionId)).body;
    expect(await status()).toMatchObject({
      PrescriptionStatus: '薬局にて受付されていません',
      MessageFlg: '1',
    });
    await sandbox.json('POST', '/control/receive', { prescriptionId: PrescriptionId });
    expect(await status()).toMatchObject({
      PrescriptionStatus: '薬局にて調剤中',
      ReceptionPharmacyName: '厚労薬局',
    });
    await sandbox.json('POST', '/control/dispense', { prescriptionId: PrescriptionId, message: '残薬あり' });
    expect(await status()).toMatchObject({
      PrescriptionStatus: '調剤済',
      MessageFlg: '2',
      DispensingResult: '残薬あり',
    });
    expect((await sandbox.json('POST', '/control/receive', { prescriptionId: PrescriptionId })).status).toBe(
      409,
    );
  });

  it('取消 only before a pharmacy has received it', async () => {
    const { PrescriptionId } = await registerPaper('r-1');
    await sandbox.json('POST', '/control/receive', { prescriptionId: PrescriptionId });
    expect((await byId('EPSsiPIR03', PrescriptionId)).body.ProcessingResultCode).toBe('EPSB0081E');
    await sandbox.json('POST', '/control/return', { prescriptionId: PrescriptionId });
    expect((await byId('EPSsiPIR03', PrescriptionId)).body.ProcessingResultStatus).toBe('1');
    expect((await byId('EPSsiPIR05', PrescriptionId)).body.PrescriptionStatus).toBe('処方箋取消');
    expect((await byId('EPSsiPIR03', PrescriptionId)).body.ProcessingResultCode).toBe('EPSB0082E');
    expect(children((await search()).body, 'PrescriptionIdList', 'PrescriptionIdInfo')).toEqual([]);
    expect((await sandbox.json('POST', '/control/dispense', { prescriptionId: PrescriptionId })).status).toBe(
      409,
    );
  });

  it('取消 after dispensing is refused', async () => {
    const { PrescriptionId } = await registerPaper('r-1');
    await sandbox.json('POST', '/control/dispense', { prescriptionId: PrescriptionId });
    const { body } = await byId('EPSsiPIR03', PrescriptionId);
    expect(body.ProcessingResultCode).toBe('EPSB0081E');
    expect((await byId('EPSsiPIR05', PrescriptionId)).body.PrescriptionStatus).toBe('調剤済');
  });

  it('変更 gives a new number and cancels the old prescription; not once it is received', async () => {
    const { PrescriptionId, AccessCode } = await registerPaper('r-1');
    const changed = `<PrescriptionInfo>${base64(unsignedEnvelope(sj1({ quantity: 5 })))}</PrescriptionInfo><IssueType>2</IssueType>`;
    const { body } = await byId('EPSsiPIR02', PrescriptionId, changed);
    expect(body.ProcessingResultStatus).toBe('1');
    expect(body.AccessCode).not.toBe(AccessCode);
    expect((await byId('EPSsiPIR05', PrescriptionId)).body.PrescriptionStatus).toBe('処方箋取消');
    await sandbox.json('POST', '/control/receive', { prescriptionId: body.PrescriptionId });
    const late = `<PrescriptionId>${body.PrescriptionId}</PrescriptionId>${changed}`;
    const refusal = await sandbox.gateway('EPSsiPIR02', 'late', late);
    expect(refusal.body.ProcessingResultCode).toBe('EPSB0081E');
  });

  it('a リフィル goes back to 未受付 until it is used up, and is no longer the doctor’s to change', async () => {
    const refill = unsignedEnvelope(sj1().replace(/^(51,.*)$/m, '$1\n64,2'));
    const { PrescriptionId } = await registerPaper('r-1', refill);
    const status = async () => (await byId('EPSsiPIR05', PrescriptionId)).body;
    const dispense = () => sandbox.json('POST', '/control/dispense', { prescriptionId: PrescriptionId });
    await dispense();
    expect(await status()).toMatchObject({
      PrescriptionStatus: '薬局にて受付されていません',
      DispensedCount: '1',
    });
    expect((await byId('EPSsiPIR03', PrescriptionId)).body.ProcessingResultCode).toBe('EPSB0081E');
    await dispense();
    expect(await status()).toMatchObject({ PrescriptionStatus: '調剤済', DispensedCount: '2' });
    expect((await dispense()).status).toBe(409);
    const results = (await byId('EPSsiPIR08', PrescriptionId)).body;
    expect(children(results, 'DispensingResultList', 'DispensingResultInfo')).toHaveLength(2);
  });

  it('院内処方情報 has no number, and no pharmacy receives it', async () => {
    const body = `<PrescriptionInfo>${base64(sj1())}</PrescriptionInfo>`;
    const answer = (await sandbox.gateway('EPSsiIHR01', 'r-1', body)).body;
    expect(answer.ProcessingResultStatus).toBe('1');
    expect(answer.AccessCode).toBeUndefined();
    expect((await sandbox.gateway('EPSsiIHR01', 'r-1', body)).body).toEqual(answer);
    for (const action of ['receive', 'dispense'])
      expect(
        (await sandbox.json('POST', `/control/${action}`, { prescriptionId: answer.PrescriptionId })).status,
      ).toBe(409);
    expect((await byId('EPSsiPIR03', answer.PrescriptionId)).body.ProcessingResultStatus).toBe('1');
  });

  it('another institution sees nothing of it', async () => {
    const { PrescriptionId } = await registerPaper('r-1');
    for (const stem of ['EPSsiPIR03', 'EPSsiPIR05', 'EPSsiPIR06', 'EPSsiPIR08']) {
      const { body } = await sandbox.gateway(
        stem,
        'x',
        `<PrescriptionId>${PrescriptionId}</PrescriptionId>`,
        {
          institutionCode: OTHER_CLINIC,
        },
      );
      expect(body.ProcessingResultCode).toBe('EPSB0080E');
    }
    const found = await search('20261101', '20261130', OTHER_CLINIC);
    expect(children(found.body, 'PrescriptionIdList', 'PrescriptionIdInfo')).toEqual([]);
  });

  it('検索 keeps to the days of issue and puts the newest first', async () => {
    await registerPaper('r-1');
    sandbox.clock = new Date(NOON.getTime() + 60_000);
    await registerPaper('r-2');
    const found = children(
      (await search('20261120', '20261120')).body,
      'PrescriptionIdList',
      'PrescriptionIdInfo',
    );
    expect(found.map((row) => row.ArbitraryFileIdentifier)).toEqual(['r-2', 'r-1']);
    expect(
      children((await search('20261121', '20261130')).body, 'PrescriptionIdList', 'PrescriptionIdInfo'),
    ).toEqual([]);
  });
});

describe('what one clinic prescribes, another one learns', () => {
  it('in the check as soon as it is registered, and no longer when it is cancelled', async () => {
    // the other clinic registers アスパラカリウム; here セララ is about to be prescribed
    const envelope = unsignedEnvelope(sj1({ institutionCode: OTHER_CLINIC }));
    const { PrescriptionId } = await registerPaper('r-1', envelope, OTHER_CLINIC);
    const check = async () => {
      const body = `<PrescriptionInfo>${base64(sj1({ receiptCode: '620005825' }))}</PrescriptionInfo><OralConsentFlg>1</OralConsentFlg>`;
      const answer = await sandbox.gateway('EPSsiCHK01', 'c', body);
      return children(answer.body, 'CheckResultList', 'CheckResult').filter(
        (row) => row.MessageClass === '2',
      );
    };
    expect(await check()).toMatchObject([
      { CheckedDrugName: 'アスパラカリウム錠３００ｍｇ', FacilityName: '標クリニック' },
    ]);
    await sandbox.json('POST', '/control/dispense', { prescriptionId: PrescriptionId });
    expect(await check()).toMatchObject([{ FacilityName: '厚労薬局' }]);

    await sandbox.tapCard('p01');
    const history = await sandbox.gateway('YZKsiquc01', 'y', '<FileCategory>2</FileCategory>', {
      headerXml:
        '<InsurerNumber>01139906</InsurerNumber><InsuranceCardSymbol>21700023</InsuranceCardSymbol><InsuredPersonIdentificationNumber>4127</InsuredPersonIdentificationNumber>',
    });
    expect(history.text).toContain('<CzDrugC>620004902</CzDrugC>');
  });

  it('but not from itself', async () => {
    await registerPaper('r-1');
    const body = `<PrescriptionInfo>${base64(sj1())}</PrescriptionInfo><OralConsentFlg>1</OralConsentFlg>`;
    const answer = await sandbox.gateway('EPSsiCHK01', 'c', body);
    const duplicates = children(answer.body, 'CheckResultList', 'CheckResult').filter(
      (row) => row.MessageClass === '1',
    );
    expect(duplicates).toEqual([]);
  });
});

describe('控え', () => {
  it('is a PDF', async () => {
    const { PrescriptionId } = await registerPaper('r-1');
    const { body } = await byId('EPSsiPIR06', PrescriptionId);
    const pdf = Buffer.from(textAt(body, 'PrescriptionReferenceInformationFile'), 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
  }, 60_000);
});
