import { expect, type Page } from '@playwright/test';
import pg from 'pg';
import { receive, regularPatient } from './order-steps.ts';
import { atSandbox } from './prescription-steps.ts';
import { expectAccessible, institutionCode, picture, signIn, test } from './steps.ts';

/**
 * Letters between two clinics of the demo, letters of other institutions, and what other institutions registered: each opened under a consent,
 * decided, taken over by a person, answered; and gone when the consent ends.
 */
test.describe.configure({ mode: 'serial' });

let shirube: Page;
let minato: Page;
test.beforeAll(async ({ browser }) => {
  shirube = await (await browser.newContext()).newPage();
  minato = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await shirube.context().close();
  await minato.context().close();
});

const card = (page: Page, title: string | RegExp) => page.getByRole('region', { name: title });
const hospital = '1319900039';
/** みなと診療所: composeInstitutionCode('14', '1', '234567') */
const minatoCode = '1412345678';
/** The chart of the patient about whom the other clinic is written to, with the documents beside it. */
let letterChart = '';
const documents = (page: Page) => card(page, '文書（紹介状など）');

/** Received at the desk, and the chart opened by the doctor who is signed in. */
async function openChart(page: Page, familyName: string, givenName: string): Promise<void> {
  const person = await regularPatient(familyName, givenName);
  await page.goto('/c/shirube/board');
  await receive(page, person);
  await page
    .getByRole('button', { name: `${person.name} さんのカルテを開く` })
    .first()
    .click();
  await expect(card(page, 'ほかの医療機関の情報')).toBeVisible();
}

/** A card lies on the reader; its owner is received for a regular visit. */
async function receiveCard(page: Page, familyName: string): Promise<void> {
  const read = card(page, 'カードが読み取られました').filter({ hasText: familyName });
  await expect(read).toBeVisible({ timeout: 20_000 });
  await read.getByRole('button', { name: '定期の受診' }).click();
  await read
    .getByRole('button', { name: /さんとして受付する|新しい患者として登録して受付する/ })
    .first()
    .click();
  await expect(read).toBeHidden();
}

/** The worker asks a quarter of an hour after it asked before: only time makes it ask again. */
async function askAgainAboutLetters(): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.SHIRUBE_DATABASE_OWNER_URL });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT id FROM tenant WHERE institution_code = $1', [
      institutionCode,
    ]);
    await client.query(`SELECT set_config('app.tenant_id', $1, false)`, [rows[0]?.id]);
    await client.query(`UPDATE report_unit SET referral_asked_at = now() - interval '16 minutes'
                         WHERE referral_asked_at IS NOT NULL`);
  } finally {
    await client.end();
  }
}

/** The list is asked for again and again until the letter has come. */
async function openLetter(page: Page, clinic: string, about: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/c/${clinic}/letters`);
    await expect(page.getByRole('row').filter({ hasText: about })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(page);
  await page.getByRole('row').filter({ hasText: about }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: /からの紹介状$/ })).toBeVisible();
}

test('a letter from a hospital waits for the consent, and says whose it may be', async () => {
  await signIn(shirube, 'yamada');
  await openChart(shirube, '浜口', '勇');
  await atSandbox('POST', 'letters', {
    kind: 'full',
    personId: 'p26',
    from: hospital,
    to: institutionCode,
    readable: false,
  });
  await openLetter(shirube, 'shirube', '浜口');
  await expectAccessible(shirube);
  await expect(card(shirube, 'この紹介状は、どの患者さんのものですか')).toContainText('保険の番号が同じです');
  await picture(shirube, 'letter-patient');
  await shirube.getByRole('button', { name: /^この患者さんにする 浜口 勇/ }).click();
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: 'はい、この患者さんです' }).click();
  await expect(card(shirube, '患者さんの同意が要ります')).toBeVisible();
  await shirube.getByText('口頭で同意をもらった').click();
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: '同意をもらったので、読めるようにする' }).click();
  await shirube.getByRole('button', { name: '紹介状を開く' }).click();
  await expect(card(shirube, /^診療情報提供書/)).toContainText('ステロイド漸減');
});

test('it is read section by section with what it encloses, and taken over item by item', async () => {
  await expect(card(shirube, /^同封：/)).toContainText('抗菌薬の点滴');
  await expectAccessible(shirube);
  await picture(shirube, 'letter');
  const files = shirube.getByRole('link', { name: /^添付を見る/ });
  for (const link of await files.all()) {
    const answer = await shirube.evaluate(
      async (at) => {
        const reply = await fetch(at);
        return [
          reply.status,
          reply.headers.get('content-type'),
          reply.headers.get('x-content-type-options'),
          reply.headers.get('content-security-policy')?.includes("script-src 'none'"),
        ];
      },
      (await link.getAttribute('href')) ?? '',
    );
    expect(answer).toEqual([200, expect.stringMatching(/^(application\/pdf|image\/png)$/), 'nosniff', true]);
  }
  expect(await files.count()).toBeGreaterThan(0);
  await shirube.getByRole('button', { name: 'アレルギーの記録に足す 鶏卵' }).click();
  await expect(shirube.getByRole('alertdialog')).toContainText('書かれること');
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(shirube.getByRole('button', { name: 'アレルギーの記録に足す 鶏卵' })).toBeHidden();
  await shirube
    .getByRole('button', { name: /^ほかの医療機関の薬に足す/ })
    .first()
    .click();
  await shirube.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(shirube.getByText('取り込み済み').nth(1)).toBeVisible();
  await shirube.getByRole('button', { name: '紹介状を受領する' }).click();
  await expect(shirube.getByText('受領済み').first()).toBeVisible();
  await openChartAgain(shirube, '浜口 勇');
  await expect(card(shirube, 'アレルギーの記録')).toContainText(/鶏卵[\s\S]*の紹介状から/);
  await expect(card(shirube, '届いた紹介状')).toContainText('受領済み');
  await expectAccessible(shirube);
});

/** The chart of a visit that is open already, from the list of the day. */
async function openChartAgain(page: Page, name: string): Promise<void> {
  await page.goto('/c/shirube/board');
  await page
    .getByRole('button', { name: `${name} さんのカルテを開く` })
    .first()
    .click();
  await expect(card(page, 'アレルギーの記録')).toBeVisible();
}

test('a letter to the other clinic of the demo arrives there, is opened by somebody new to it and accepted', async () => {
  await openChart(shirube, '寺田', '光子');
  letterChart = shirube.url();
  await shirube.getByRole('button', { name: '文書を書く' }).click();
  await shirube.getByRole('button', { name: '診療情報提供書（紹介状）', exact: false }).first().click();
  await card(shirube, '紹介目的').getByRole('button', { name: '精査をお願いします。' }).click();
  await card(shirube, '現病歴・症状経過').getByRole('textbox').first().fill('血圧が高めで推移しています。');
  await shirube.getByText('同意した', { exact: true }).click();
  await shirube.getByRole('button', { name: '紹介先を選ぶ' }).click();
  await shirube.getByRole('searchbox', { name: '医療機関をさがす' }).fill('みなと');
  await shirube.getByRole('option').filter({ hasText: 'みなと診療所' }).click();
  await expect(card(shirube, '紹介先')).toContainText('電子カルテ情報共有サービスで送れます');
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: '確定して送る' }).click();
  await expect(shirube.getByRole('heading', { name: '第1版（いまの版）' })).toBeVisible();

  await signIn(minato, 'minato');
  await openLetter(minato, 'minato', '寺田');
  await minato.getByRole('button', { name: '新しい患者として登録する' }).click();
  await expectAccessible(minato);
  await minato.getByRole('alertdialog').getByRole('button', { name: '新しい患者として登録する' }).click();
  // the patient consented where it was written: nothing stands between the letter and its reader
  await minato.getByRole('button', { name: '紹介状を開く' }).click();
  await expect(card(minato, /^診療情報提供書/)).toContainText('血圧が高めで推移しています。');
  await expect(minato.getByText(/出典：しるべ内科クリニック/).first()).toBeVisible();
  await expectAccessible(minato);
  await minato.getByRole('button', { name: '紹介状を受領する' }).click();
  await expect(minato.getByText('受領済み').first()).toBeVisible();
});

test('the answer arrives where the letter was written, and is read there as the answer to it', async () => {
  const letter = minato.url();
  // the patient comes: only the card says under which insurance an answer may be sent
  await atSandbox('POST', 'cards', {
    institutionCode: minatoCode,
    personId: 'p25',
    consents: { medication: false, diagnosis: false },
    issueSelect: 'electronic',
  });
  await minato.goto('/c/minato/board');
  await receiveCard(minato, '寺田');
  await minato.goto(letter);
  await minato.getByRole('button', { name: '返書を書く' }).click();
  await expect(card(minato, '返書の宛先')).toContainText('しるべ内科クリニック');
  await expect(card(minato, 'お返事する紹介状')).toContainText('しるべ内科クリニック');
  await card(minato, '紹介目的').getByRole('button', { name: '診察の結果をご報告します。' }).click();
  await card(minato, '傷病名・主訴').getByRole('textbox').first().fill('本態性高血圧症');
  await card(minato, '現病歴・症状経過').getByRole('textbox').first().fill('心エコーに異常はありません。');
  await minato.getByText('同意した', { exact: true }).click();
  await expectAccessible(minato);
  await minato.getByRole('button', { name: '確定して送る' }).click();
  await expect(minato.getByRole('heading', { name: '第1版（いまの版）' })).toBeVisible();

  await openLetter(shirube, 'shirube', 'みなと診療所');
  await shirube.getByRole('button', { name: /^この患者さんにする 寺田 光子/ }).click();
  await shirube.getByRole('button', { name: 'はい、この患者さんです' }).click();
  await shirube.getByRole('button', { name: '紹介状を開く' }).click();
  const answer = card(shirube, /^診療情報提供書（返書）/);
  await expect(answer).toContainText('心エコーに異常はありません。');
  await expect(shirube.getByText(/当院が.+に書いた紹介状（みなと診療所 宛）へのお返事です$/)).toBeVisible();
  await expect(shirube.getByRole('link', { name: '当院の紹介状を見る' })).toBeVisible();
  await expectAccessible(shirube);
});

test('the list of documents says that the letter was received', async () => {
  await askAgainAboutLetters();
  await expect(async () => {
    await shirube.goto(letterChart);
    await expect(documents(shirube)).toContainText('相手が受け取りました', { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
});

test('what other facilities registered is shown under the consent, and gone from an open page when it ends', async () => {
  await atSandbox('POST', 'cards', {
    institutionCode,
    personId: 'p06',
    consents: { medication: true, diagnosis: true, sharedDiagnoses: true, sharedClinical: true },
    issueSelect: 'electronic',
  });
  await shirube.goto('/c/shirube/board');
  await receiveCard(shirube, '山本');
  await shirube
    .getByRole('button', { name: /山本 さくら さんのカルテを開く/ })
    .first()
    .click();
  const panel = card(shirube, 'ほかの医療機関の情報');
  await expect(panel).toContainText(/まで見られます/);
  await panel.getByRole('button', { name: 'ほかの医療機関の情報を見る' }).click();
  await expect(shirube.getByRole('dialog')).toContainText('この医院の記録ではありません');
  await expectAccessible(shirube);
  await picture(shirube, 'shared-information');
  // the deadline comes two seconds from now, as far as this page is told
  await shirube.route('**/sharedInformation.until', async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.result.data.readableUntil = new Date(Date.now() + 2_000).toISOString();
    await route.fulfill({ response: answer, json: body });
  });
  await expect(shirube.getByRole('dialog')).toBeHidden({ timeout: 30_000 });
  await expect(panel).toContainText('閲覧の同意が終わりました');
  await expect(shirube.getByText('この医院の記録ではありません')).toBeHidden();
});

test('a clerk finds none of it: no link, no page, no panel', async ({ browser }) => {
  const clerk = await (await browser.newContext()).newPage();
  await signIn(clerk, 'sasaki');
  await expect(clerk.getByRole('link', { name: '届いた紹介状' })).toBeHidden();
  await clerk.goto('/c/shirube/letters');
  await expect(clerk.getByText('この画面は開けません')).toBeVisible();
  await clerk.context().close();
});
