import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { base64, CLINIC, sj1, TestSandbox } from '../testing/client.ts';
import { unsignedEnvelope } from '../testing/envelope.ts';
import { SCREENS } from './layout.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.json('POST', '/control/reset');
});

async function screen(path: string, form?: URLSearchParams): Promise<{ status: number; text: string }> {
  const response = await fetch(
    `${sandbox.url}${path}`,
    form === undefined ? {} : { method: 'POST', body: form },
  );
  return { status: response.status, text: await response.text() };
}

describe('screens', () => {
  it('every screen opens, says TEST and 模擬, and needs no script', async () => {
    for (const path of ['/', ...SCREENS.map((each) => each.path)]) {
      const { status, text } = await screen(path);
      expect(status).toBe(200);
      expect(text).toContain('TEST / 模擬環境');
      expect(text).not.toContain('<script');
    }
  });

  it('brings its own fonts, and no other file', async () => {
    const { text } = await screen('/');
    const sheets = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(([, href]) => href!);
    expect(sheets).toHaveLength(4);
    for (const sheet of sheets) {
      const css = await (await fetch(sandbox.url + sheet)).text();
      const font = /url\(\.\/(files\/[^)]+\.woff2)\)/.exec(css)![1];
      expect((await fetch(new URL(font!, sandbox.url + sheet))).headers.get('content-type')).toBe(
        'font/woff2',
      );
    }
    expect((await fetch(`${sandbox.url}/assets/fonts/biz-udpgothic/files/..%2fpackage.json`)).status).toBe(
      404,
    );
  });

  it('the card form gives the clinic a file with exactly the consents that were ticked', async () => {
    const form = new URLSearchParams({ otherInstitutionCode: CLINIC, personId: 'p01', issueSelect: 'paper' });
    form.append('consent', 'medication');
    const { status, text } = await screen('/screens/card', form);
    expect(status).toBe(200);
    expect(text).toContain('テスト 太郎 さんの資格確認の結果を診療所に届けました');
    const [file] = (await sandbox.json('GET', `/gateway/${CLINIC}/face`)).body.files;
    const response = await fetch(`${sandbox.url}/gateway/${CLINIC}/face/${file.fileName}`);
    const xml = new TextDecoder('shift_jis').decode(await response.arrayBuffer());
    expect(xml).toContain('<PharmacistsInfoConsFlg>1</PharmacistsInfoConsFlg>');
    expect(xml).toContain('<DiagnosisInfoConsFlg>0</DiagnosisInfoConsFlg>');
    expect(xml).toContain('<PrescriptionIssueSelect>2</PrescriptionIssueSelect>');
  });

  it('a clinic that has spoken once can be chosen', async () => {
    expect((await screen('/screens/card')).text).not.toContain(CLINIC);
    await sandbox.json('GET', `/gateway/${CLINIC}/face`);
    expect((await screen('/screens/card')).text).toContain(CLINIC);
  });

  it('says what is missing when nobody is chosen', async () => {
    const { status, text } = await screen(
      '/screens/card',
      new URLSearchParams({ otherInstitutionCode: '12' }),
    );
    expect(status).toBe(422);
    expect(text).toContain('選んでください');
  });

  it('the pharmacy finds a prescription by the number as it is printed, receives and dispenses it', async () => {
    const body = `<PrescriptionInfo>${base64(unsignedEnvelope(sj1()))}</PrescriptionInfo><IssueType>2</IssueType>`;
    const { AccessCode, PrescriptionId } = (await sandbox.gateway('EPSsiPIR01', 's-1', body)).body as Record<
      string,
      string
    >;
    const printed = AccessCode!.replace(/(\d{4})(?=\d)/g, '$1 ');
    const found = await screen(`/screens/pharmacy?accessCode=${encodeURIComponent(printed)}`);
    expect(found.text).toContain(printed);
    expect(found.text).toContain('アスパラカリウム錠３００ｍｇ');
    const elsewhere = AccessCode!.startsWith('0') ? '1' : '0';
    expect((await screen(`/screens/pharmacy?accessCode=${elsewhere}`)).text).toContain(
      '該当する処方箋はありません',
    );

    const press = (action: string) =>
      screen(
        '/screens/pharmacy',
        new URLSearchParams({ prescriptionId: PrescriptionId!, action, message: '' }),
      );
    expect((await press('receive')).text).toContain('調剤中');
    expect((await press('dispense')).text).toContain('調剤済');
    expect((await press('receive')).status).toBe(409);
    const inbox = await screen('/screens/inbox');
    expect(inbox.text).toContain('標クリニック');
    expect(inbox.text).toContain('処方箋登録');
  });

  it('the fault form sets a switch, and one button sets all back', async () => {
    const form = new URLSearchParams();
    for (const service of ['eligibility', 'eprescription', 'check', 'signing', 'tsa', 'sharing']) {
      form.set(`${service}.mode`, service === 'check' ? 'slow' : 'normal');
      form.set(`${service}.delayMs`, service === 'check' ? '1500' : '');
    }
    await screen('/screens/faults', form);
    expect((await sandbox.json('GET', '/control/faults')).body.check).toEqual({
      mode: 'slow',
      delayMs: 1500,
    });
    await screen('/screens/faults/normal', new URLSearchParams());
    expect((await sandbox.json('GET', '/control/faults')).body.check).toEqual({
      mode: 'normal',
      delayMs: null,
    });
  });
});
