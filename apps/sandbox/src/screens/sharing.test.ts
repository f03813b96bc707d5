import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, CLINIC, NOON, TestSandbox } from '../testing/client.ts';
import { SharingClient } from '../testing/sharing-client.ts';

const SHIRUBE = '1311234569';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  sandbox.clock = new Date(NOON);
  await sandbox.json('POST', '/control/reset');
});

async function screen(path: string, form?: Record<string, string>): Promise<string> {
  const response = await fetch(
    `${sandbox.url}/screens/${path}`,
    form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) },
  );
  return await response.text();
}

describe('what the sharing service holds', () => {
  it('is told in words, with its revision and its flags, and opens as it was sent', async () => {
    const text = await screen('sharing');
    expect(text).toContain(
      'アレルギー：クラリスで全身の発疹と息苦しさ　アナフィラキシー（重い）【長期保存】',
    );
    expect(text).toContain('検査：ヒアルロン酸 &lt;10 ng/mL');
    const [, link] = /href="\/screens\/(sharing\/[0-9a-f-]{36})"/.exec(text) ?? [];
    const one = await screen(link ?? '');
    expect(one).toContain('第1版');
    expect(one).toContain('&quot;resourceType&quot;: &quot;Bundle&quot;');
  });

  it('names no person and no document in an address', async () => {
    const { body } = await sandbox.json('GET', '/sharing/v0/documents');
    for (const path of ['sharing', 'letters', 'portal']) {
      const addresses = [...(await screen(path)).matchAll(/(?:href|action)="([^"]*)"/g)].map(([, to]) => to);
      for (const { identifier } of body.documents as Answer[])
        expect(addresses.join()).not.toContain(identifier.split('^')[2]);
    }
  });

  it('tells whose consent holds until when, as long as it does', async () => {
    await sandbox.tapCard('p24', { sharedClinical: false });
    const row = /<td><span class="nowrap">栁澤 祥子<\/span><\/td>.*?<\/tr>/s.exec(
      await screen('sharing'),
    )?.[0];
    expect(row).toContain('<td>同意</td><td>同意なし</td><td>2026/11/21 10:52</td>');
    sandbox.clock = new Date(NOON.getTime() + 24 * 60 * 60 * 1000);
    expect((await screen('sharing')).split('<h2>')[1]).toContain('ありません');
  });
});

it('lets another institution write to a clinic', async () => {
  const form = { to: CLINIC, from: '1419900012', personId: 'p17', kind: 'full', readable: '0' };
  expect(await screen('letters', form)).toContain('紹介状を送りました。');
  expect(await new SharingClient(sandbox).referrals()).toMatchObject([
    { from: { name: '湊市民病院' }, patient: { name: '森田 浩' }, state: 'on_hold' },
  ]);
  // somebody without valid insurance: the service refuses, and the screen says why
  expect(await screen('letters', { ...form, personId: 'p16' })).toContain('一致する有効な資格がありません');
  expect(await new SharingClient(sandbox, SHIRUBE).referrals()).toHaveLength(3);
});

it('マイナポータル shows the patient everything but 未告知 and 未提供, plans included', async () => {
  const sato = await screen('portal', { personId: 'p03' });
  expect(sato).toContain('Ｃ型慢性肝炎');
  expect(sato).not.toMatch(/胃癌|適応障害/);
  const takasaki = await screen('portal', { personId: 'p02' });
  expect(takasaki).toContain('療養計画：塩分は1日6グラムまでにしましょう');
  sandbox.clock = new Date('2027-06-01T00:00:00Z');
  expect(await screen('portal', { personId: 'p02' })).not.toContain('療養計画');
});

it('the switch can be set for one operation of the sharing service, which then fails alone', async () => {
  const form = Object.fromEntries(
    ['eligibility', 'eprescription', 'check', 'signing', 'tsa', 'sharing'].map((each) => [
      `${each}.mode`,
      'normal',
    ]),
  );
  await screen('faults', { ...form, 'sharing.mode': 'maintenance', 'sharing.operation': 'referrals' });
  expect(await screen('faults')).toContain('<option value="referrals" selected>紹介状の一覧</option>');
  const clinic = new SharingClient(sandbox, SHIRUBE);
  expect((await clinic.get('referrals')).status).toBe(503);
  expect((await clinic.get(`institutions/${CLINIC}`)).status).toBe(200);
});
