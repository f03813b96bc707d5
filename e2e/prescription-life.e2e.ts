import { expect, type Page } from '@playwright/test';
import {
  accessCode,
  atSandbox,
  authenticate,
  heldAtService,
  openVisit,
  orderAndConfirm,
  takeDays,
} from './prescription-steps.ts';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** A prescription from 確定 to what the pharmacy says about it, by one doctor in one sitting. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page, 'yamada');
});
test.afterAll(() => page.context().close());

let before: number;
let firstNumber: string;

test('is issued', async () => {
  before = (await heldAtService()).length;
  await openVisit(page, 'p08', '渡邉 美咲');
  await orderAndConfirm(page);
  await authenticate(page);
  await expect(accessCode(page)).toBeVisible({ timeout: 30_000 });
  firstNumber = (await accessCode(page).textContent()) ?? '';
  await expect(page.getByRole('link', { name: '処方内容の控えを印刷する' })).toBeVisible({ timeout: 30_000 });
  await page.getByText(/署名検証/).click();
  await expect(page.getByText('問題なし').first()).toBeVisible();
  await expectAccessible(page);
});

test('is changed on a screen of its own, beside the old one, and loses nothing on the way', async () => {
  await page.getByRole('link', { name: '変更する' }).click();
  await expect(page.getByRole('heading', { name: /処方箋の変更/ })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'いまの処方箋' }).first()).toBeVisible();
  await takeDays(page, 1, 14);
  await expect(page.getByText(/保存済み/)).toBeVisible({ timeout: 15_000 });
  await page.reload();
  await expect(page.getByRole('button', { name: /^RP1 を\s*14日分/ })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'prescription-change');
  const confirm = page.getByRole('button', { name: /変更を確定する/ });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
  await confirm.click();
  await expect(page.getByText('第2版', { exact: false }).first()).toBeVisible();
  await expect(page.getByText('新しい引換番号と控え', { exact: false }).first()).toBeVisible({
    timeout: 30_000,
  });
  await expect(accessCode(page)).toHaveCount(1);
  expect(await accessCode(page).textContent()).not.toBe(firstNumber);
  const held = (await heldAtService()).slice(before);
  expect(held.map((each) => each.status)).toEqual(['cancelled', 'registered']);
  expect(held[1]?.replaces).toBe(held[0]?.prescriptionId);
});

test('what the pharmacy writes stands in the chart and the list until somebody has read it', async () => {
  const held = (await heldAtService()).at(-1);
  await atSandbox('POST', 'dispense', {
    prescriptionId: held?.prescriptionId,
    message: '残薬が10錠ありました。',
  });
  const chart = page.url();
  await page.getByRole('link', { name: '処方箋', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: '渡邉 美咲' }).filter({ hasText: '薬局からの連絡' });
  await expect(row).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('カロナール', { exact: false })).toHaveCount(0);
  await expectAccessible(page);
  await picture(page, 'prescriptions');
  await page.goto(chart);
  const card = page.getByRole('region', { name: '薬局からの連絡' });
  await expect(card).toContainText('残薬が10錠ありました。');
  await picture(page, 'pharmacy-message');
  await card.getByRole('button', { name: '読みました' }).click();
  await expect(card).toBeHidden();
  await expect(page.getByText(/に読みました/).first()).toBeVisible();
  await expect(page.getByRole('link', { name: '変更する' })).toHaveCount(0);
});

test('a prescription that nobody needs is cancelled with a reason', async () => {
  await openVisit(page, 'p11', '中村 茂');
  await orderAndConfirm(page);
  await expect(accessCode(page)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: '取り消す', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByRole('button', { name: '処方箋を取り消す' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog.getByText('患者の希望').click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '処方箋を取り消す' }).click();
  await expect(page.getByText('取消済み')).toBeVisible({ timeout: 30_000 });
  await expect(accessCode(page)).toHaveCount(0);
  expect((await heldAtService()).at(-1)?.status).toBe('cancelled');
});
