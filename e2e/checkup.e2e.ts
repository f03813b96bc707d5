import { expect, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** A check-up: begun from the chart, results typed on with Enter, choices and answers by clicks, confirmed, and ready to be sent. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const card = (title: string) => page.getByRole('region', { name: title, exact: true });
const missing = () => page.getByRole('region', { name: '足りないもの' }).first();
const box = (name: string) => page.getByRole('textbox', { name, exact: true });
const choose = (item: string, choice: string) =>
  page
    .getByRole('group', { name: item, exact: true })
    .getByRole('button', { name: choice, exact: true })
    .click();

test('a check-up is begun in the chart and says what it still needs', async () => {
  const person = await regularPatient('島田', '節子');
  await signIn(page, 'yamada');
  await receive(page, person);
  await page
    .getByRole('button', { name: `${person.name} さんのカルテを開く` })
    .first()
    .click();
  await card('文書（紹介状など）').getByRole('button', { name: '文書を書く' }).click();
  await page
    .getByRole('button', { name: /健康診断結果報告書/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: '健康診断結果報告書を書く' })).toBeVisible();
  await expect(page.getByRole('radio', { name: '特定健診', exact: true })).toBeChecked();
  await expect(missing()).toContainText('「既往歴」がまだです');
  await expect(page.getByRole('button', { name: '確定して送る' })).toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
});

test('numbers are typed one after the other, with Enter; what follows from them is computed', async () => {
  await box('身長').fill('155.5');
  await page.keyboard.press('Enter');
  await expect(box('体重')).toBeFocused();
  await page.keyboard.insertText('62');
  await expect(card('身体計測')).toContainText('身長と体重から計算');
  await expect(box('BMI')).toHaveValue('25.6');
  await expect(card('身体計測')).toContainText('保健指導の値（25以上）');
  for (const [item, value] of [
    ['腹囲(実測)', '88'],
    ['収縮期血圧(1回目)', '148'],
    ['拡張期血圧(1回目)', '92'],
    ['空腹時中性脂肪(トリグリセリド)', '160'],
    ['HDLコレステロール', '55'],
    ['LDLコレステロール', '138'],
    ['AST(GOT)', '24'],
    ['ALT(GPT)', '22'],
    ['γ-GT(γ-GTP)', '30'],
    ['HbA1c(NGSP値)', '5.5'],
  ] as const)
    await box(item).fill(value);
  await expect(card('血圧')).toContainText('受診勧奨の値（140以上）');
});

test('the rest is clicks alone: findings, what was not done and why, answers, the judgement', async () => {
  await page.evaluate(() => {
    (window as unknown as { keys: number }).keys = 0;
    addEventListener('keydown', () => {
      (window as unknown as { keys: number }).keys += 1;
    });
  });
  for (const item of ['既往歴', '自覚症状', '他覚症状']) await choose(item, '特記すべきことなし');
  await choose('採血時間(食後)', '食後10時間以上');
  await choose('尿蛋白', '－');
  await page.getByText('未実施・測定不能など（尿糖）').click();
  await page.getByRole('group', { name: '尿糖の状態' }).getByText('未実施').click();
  await card('尿検査').getByRole('button', { name: '体調のため' }).first().click();
  for (const item of ['服薬1(血圧)', '服薬2(血糖)', '服薬3(脂質)', '喫煙']) await choose(item, 'いいえ');
  await choose('メタボリックシンドローム判定', '非該当');
  await choose('保健指導レベル', '動機付け支援');
  await page.getByRole('button', { name: '経過を観察してください。' }).click();
  await expect(missing()).toContainText('足りないものはありません');
  await expect(page.getByText(/^保存済み/)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { keys: number }).keys)).toBe(0);
  await expectAccessible(page);
  await picture(page, 'checkup-editor');
});

test('another check-up keeps in sight what was entered; a slip of the hand is asked about', async () => {
  await page.getByText('後期高齢者の健診', { exact: true }).click();
  await expect(card('加えた項目')).toContainText('腹囲(実測)');
  await page.getByText('特定健診', { exact: true }).click();
  await box('身長').fill('15.5');
  await expect(missing()).toContainText('「身長」の値（50〜250 のはず）を確かめてください。');
  await box('身長').fill('155.5');
  await expect(missing()).toContainText('足りないものはありません');
});

test('confirmed, it waits to be sent and prints; the next one begins with the last values beside it', async () => {
  await page.getByRole('button', { name: '確定して送る' }).click();
  await expect(page.getByRole('heading', { name: '第1版（いまの版）' })).toBeVisible();
  await expect(card('送信の状況')).toContainText(/送信待ち|送りました|届きました|受け付けられませんでした/);
  const href = await page.getByRole('link', { name: '印刷する' }).getAttribute('href');
  const answer = await page.evaluate(async (at) => {
    const reply = await fetch(at);
    return [reply.status, reply.headers.get('content-type')];
  }, href ?? '');
  expect(answer).toEqual([200, 'application/pdf']);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'この患者の文書の一覧へ' }).click();
  await card('文書（紹介状など）').getByRole('button', { name: '文書を書く' }).click();
  await page
    .getByRole('button', { name: /健康診断結果報告書/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: '健康診断結果報告書を書く' })).toBeVisible();
  await expect(card('身体計測')).toContainText('前回 155.5 cm');
  await expect(box('身長')).toHaveValue('');
});
