import { expect, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** Letters: written by clicks, kept when a tab dies, refused while something is missing, confirmed, printed, and written anew with a reason. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let address: string;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const card = (title: string) => page.getByRole('region', { name: title, exact: true });
const missing = () => page.getByRole('region', { name: '足りないもの' }).first();
const saved = () => expect(page.getByText(/^保存済み/)).toBeVisible();

/** Received at the desk, and the chart opened by the doctor. */
async function openChart(familyName: string, givenName: string): Promise<void> {
  const person = await regularPatient(familyName, givenName);
  await signIn(page, 'yamada');
  await receive(page, person);
  await page
    .getByRole('button', { name: `${person.name} さんのカルテを開く` })
    .first()
    .click();
  await expect(card('文書（紹介状など）')).toBeVisible();
}

test('a letter is begun in the chart, with what the chart has, and says what is missing', async () => {
  await openChart('小川', '文子');
  await card('文書（紹介状など）').getByRole('button', { name: '文書を書く' }).click();
  await expectAccessible(page);
  await page
    .getByRole('button', { name: /診療情報提供書（紹介状）/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: '診療情報提供書（紹介状）を書く' })).toBeVisible();
  address = new URL(page.url()).pathname;
  await expect(card('傷病名・主訴').getByRole('checkbox', { name: /（主病名）高血圧症/ })).toBeChecked();
  await expect(missing()).toContainText('紹介先の医療機関が選ばれていません。');
  await expect(page.getByRole('button', { name: '確定して送る' })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
});

test('it is written by clicks alone', async () => {
  await page.evaluate(() => {
    (window as unknown as { keys: number }).keys = 0;
    addEventListener('keydown', () => {
      (window as unknown as { keys: number }).keys += 1;
    });
  });
  await card('紹介目的').getByRole('button', { name: '精査をお願いします。' }).click();
  await card('現病歴・症状経過')
    .getByRole('button', { name: /診察の記録から写す/ })
    .click();
  await page.getByRole('dialog').getByRole('button').filter({ hasText: '血圧' }).first().click();
  await page.getByText('同意した', { exact: true }).click();
  await saved();
  expect(await page.evaluate(() => (window as unknown as { keys: number }).keys)).toBe(0);
});

test('the receiver is found in the directory by kana, and whether the service reaches them is said', async () => {
  await page.getByRole('button', { name: '紹介先を選ぶ' }).click();
  await page.getByRole('searchbox', { name: '医療機関をさがす' }).fill('みなと');
  await page.getByRole('option').filter({ hasText: 'みなと診療所' }).click();
  await expect(card('紹介先')).toContainText('みなと診療所');
  await expect(card('紹介先')).toContainText(/サービス/);
});

test('a file is examined before it is taken; a picture or a PDF goes along', async () => {
  const chooser = page.getByLabel('添付するファイル');
  await chooser.setInputFiles({
    name: '動く文書.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(pdf.toString().replace('/Catalog', '/Catalog/OpenAction<</S/JavaScript/JS(1)>>')),
  });
  await expect(card('添付ファイル')).toContainText('開くと動く仕掛け');
  await chooser.setInputFiles({
    name: '大きい.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(7_100_000, 32),
  });
  await expect(card('添付ファイル')).toContainText('大きすぎて添付できません');
  await chooser.setInputFiles({ name: '心電図.pdf', mimeType: 'application/pdf', buffer: pdf });
  await expect(card('添付ファイル').getByRole('link', { name: '心電図.pdfを見る' })).toBeVisible();
  await saved();
  const href = await card('添付ファイル')
    .getByRole('link', { name: '心電図.pdfを見る' })
    .getAttribute('href');
  const answer = await page.evaluate(async (at) => {
    const reply = await fetch(at);
    return [reply.status, reply.headers.get('content-type'), reply.headers.get('x-content-type-options')];
  }, href ?? '');
  expect(answer).toEqual([200, 'application/pdf', 'nosniff']);
});

test('a tab that dies while something is typed loses nothing', async () => {
  await page.route('**/documents.save', (route) => route.abort());
  await card('備考').getByRole('textbox').fill('𠮷田様へ。フィルムを持参します。');
  await expect(page.getByText('この端末に保存しました（通信待ち）')).toBeVisible();
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  page = await context.newPage();
  await page.goto(address);
  await expect(card('備考').getByRole('textbox')).toHaveValue('𠮷田様へ。フィルムを持参します。');
  await saved();
  await expect(missing()).toContainText('足りないものはありません');
  await expectAccessible(page);
  await picture(page, 'document-editor');
});

test('confirmed, it shows where it is, and its paper is a PDF', async () => {
  await page.getByRole('button', { name: '確定して送る' }).click();
  await expect(page.getByRole('heading', { name: '第1版（いまの版）' })).toBeVisible();
  await expect(card('送信の状況')).toContainText(
    /送信待ち|送りました|届きました|受け付けられませんでした|届いたか確かめています/,
  );
  const href = await page.getByRole('link', { name: '印刷する' }).getAttribute('href');
  const answer = await page.evaluate(async (at) => {
    const reply = await fetch(at);
    const start = new TextDecoder('latin1').decode(await reply.arrayBuffer()).slice(0, 5);
    return [reply.status, reply.headers.get('content-type'), start];
  }, href ?? '');
  expect(answer).toEqual([200, 'application/pdf', '%PDF-']);
  await expectAccessible(page);
  await picture(page, 'document-versions');
});

test('another version needs a reason; the first stays', async () => {
  await page.getByRole('button', { name: '新しい版を書く' }).click();
  await expect(page.getByRole('heading', { name: /第2版/ })).toBeVisible();
  await card('備考').getByRole('textbox').fill('フィルムは後日お送りします。');
  await expect(page.getByText('新しい版にする理由を書くと確定できます').first()).toBeVisible();
  await card('新しい版にする理由').getByRole('textbox').fill('備考の書きもらし');
  await page.getByRole('button', { name: '確定して送る' }).click();
  await expect(page.getByRole('heading', { name: '第2版（いまの版）' })).toBeVisible();
  await expect(page.getByRole('heading', { name: '第1版' })).toBeVisible();
  await expect(page.getByText('新しい版にした理由：備考の書きもらし')).toBeVisible();
});

test('a plan for the patient is written with the keyboard alone', async () => {
  await openChart('藤井', '修一');
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name }).first();
    await button.focus();
    await page.keyboard.press('Enter');
  };
  await press('文書を書く');
  await press(/患者サマリー/);
  await expect(page.getByRole('heading', { name: '患者サマリー（療養計画書）を書く' })).toBeVisible();
  const link = missing().getByRole('link', { name: '療養上の計画・アドバイスが書かれていません。' });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.insertText('毎朝、血圧を測りましょう。');
  await expect(missing()).toContainText('足りないものはありません');
  await saved();
  await press('確定して送る');
  await expect(page.getByRole('heading', { name: '第1版（いまの版）' })).toBeVisible();
  await expectAccessible(page);
});
