import { expect, type Page } from '@playwright/test';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** A chart that only named people open; the way past it leaves a reason, lasts half an hour, and is looked at afterwards. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let chart: string;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

test('the administrator restricts a patient to one doctor', async () => {
  await signIn(page, 'tamura');
  await page.goto('/c/shirube/restrictions');
  await page.getByRole('button', { name: '患者の閲覧を制限する' }).click();
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill('サトウイチ');
  await page.getByRole('option', { name: /佐藤 一郎/ }).click();
  await page.getByText('支援措置（DV等）・住所等の非開示').click();
  await page.getByLabel('理由').fill('支援措置の申出あり');
  await page.getByRole('checkbox', { name: /川口 誠/ }).check();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'この職員だけが開けるようにする' }).click();
  await expect(page.getByRole('heading', { name: '佐藤 一郎 さん' })).toBeVisible();
  await expectAccessible(page);
});

// @proves D10
test('a doctor whom no list names is refused, and told the way', async () => {
  await signIn(page, 'yamada');
  await page.getByRole('button', { name: '佐藤 一郎 さんのカルテを開く' }).click();
  await expect(page.getByText('このカルテは閲覧が制限されています')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/c/shirube/board');
  await expectAccessible(page);
});

// @proves D8
test('with a reason the chart opens, and every page says so', async () => {
  await page.getByRole('button', { name: '緊急に開く', exact: true }).click();
  const dialog = page.getByRole('alertdialog', { name: '佐藤 一郎 さんのカルテを緊急に開く' });
  await expectAccessible(page);
  await dialog.getByText('生命・身体の緊急').click();
  await dialog.getByLabel('くわしい理由').fill('待合室で意識を失った');
  await picture(page, 'break-glass');
  await dialog.getByRole('button', { name: /理由を残して30分だけ開く/ }).click();
  await page.waitForURL(/\/encounters\//);
  await expect(page.getByRole('heading', { name: '佐藤 一郎' })).toBeVisible();
  chart = page.url();
  const banner = page.getByRole('region', { name: '緊急閲覧' });
  await expect(banner).toContainText(/緊急閲覧中　佐藤 一郎 さん　残り (30|29)分/);
  await expectAccessible(page);
  await page.goto('/c/shirube/board');
  await expect(banner).toBeVisible();
});

test('when it is ended the open chart closes in the other tab too, and its address opens nothing', async () => {
  const other = await page.context().newPage();
  await other.goto(chart);
  await expect(other.getByRole('heading', { name: '佐藤 一郎' })).toBeVisible();
  await other.getByRole('button', { name: '緊急閲覧を終える' }).click();
  await expect(other.getByText('このカルテは閲覧が制限されています')).toBeVisible();
  await expect(other.getByRole('heading', { name: '佐藤 一郎' })).toHaveCount(0);
  await other.close();
  await page.goto(chart);
  await expect(page.getByText('このカルテは閲覧が制限されています')).toBeVisible();
  await expect(page.getByRole('region', { name: '緊急閲覧' })).toHaveCount(0);
});

test('the administrator sees who, why and which parts, and confirms it', async () => {
  await signIn(page, 'tamura');
  await page.goto('/c/shirube/emergency');
  await expect(page.getByText('生命・身体の緊急：待合室で意識を失った')).toBeVisible();
  await expect(page.getByText(/カルテを開いた \d+回/)).toBeVisible();
  await page.getByText('適切だった', { exact: true }).click();
  await page.getByLabel('確かめた内容').fill('救急搬送の記録と合う');
  await expectAccessible(page);
  await page.getByRole('button', { name: '確認を残す' }).click();
  await expect(page.getByText(/適切だった　救急搬送の記録と合う（田村 健/)).toBeVisible();
});

test('the restriction is lifted with a reason, and the chart is open again', async () => {
  await page.goto('/c/shirube/restrictions');
  await page.getByRole('button', { name: '佐藤 一郎 さんの制限を解く' }).click();
  await page.getByLabel('解く理由').fill('申出の取下げ');
  await page.getByRole('button', { name: '制限を解く', exact: true }).click();
  await expect(page.getByText('制限している患者はいません')).toBeVisible();
  await signIn(page, 'yamada');
  await page.goto(chart);
  await expect(page.getByRole('heading', { name: '佐藤 一郎' })).toBeVisible();
});
