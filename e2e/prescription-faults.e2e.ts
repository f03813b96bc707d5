import { expect, type Page } from '@playwright/test';
import {
  accessCode,
  atSandbox,
  authenticate,
  behave,
  heldAtService,
  openVisit,
  orderAndConfirm,
  takeDays,
} from './prescription-steps.ts';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** What goes wrong between the clinic, the service and the pharmacy: nothing lost, nothing doubled, and the doctor is told what to do. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page, 'yamada');
});
test.afterEach(async () => {
  for (const service of ['eprescription', 'check', 'signing']) await behave(service, 'normal');
});
test.afterAll(() => page.context().close());

test('a registration that times out but succeeds is one prescription', async () => {
  await openVisit(page, 'p14', 'NGUYEN THI LAN');
  const before = (await heldAtService()).length;
  await behave('eprescription', 'timeout_after_commit', 500);
  await orderAndConfirm(page);
  await authenticate(page);
  await expect(page.getByText('登録を確認中').first()).toBeVisible({ timeout: 30_000 });
  await expect(
    page.getByText('同じ処方箋が二重に登録されることはありません', { exact: false }),
  ).toBeVisible();
  await expectAccessible(page);
  await behave('eprescription', 'normal');
  await expect(accessCode(page)).toBeVisible({ timeout: 60_000 });
  expect((await heldAtService()).slice(before)).toHaveLength(1);
});

test('the pharmacy was quicker: the cancellation is refused and says whom to call', async () => {
  await page.getByRole('button', { name: '取り消す', exact: true }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('処方の誤り').click();
  await atSandbox('POST', 'receive', { prescriptionId: (await heldAtService()).at(-1)?.prescriptionId });
  await dialog.getByRole('button', { name: '処方箋を取り消す' }).click();
  await expect(page.getByText('厚労薬局に電話', { exact: false }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('薬局で調剤中').first()).toBeVisible({ timeout: 30_000 });
  expect((await heldAtService()).at(-1)?.status).toBe('dispensing');
});

test('a signature that fails is told, and a drug edited after signing never comes into force', async () => {
  await openVisit(page, 'p07', '𠮷田 健一');
  const before = (await heldAtService()).length;
  await behave('signing', 'error');
  await orderAndConfirm(page);
  await expect(page.getByText('署名できていません')).toBeVisible({ timeout: 30_000 });
  await behave('signing', 'normal');
  await behave('eprescription', 'down');
  await page.getByRole('button', { name: '電子署名して登録する' }).click();
  await expect(page.getByText('登録を確認中').first()).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: '変更する' }).click();
  await takeDays(page, 1, 3);
  const confirm = page.getByRole('button', { name: /変更を確定する/ });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
  await confirm.click();
  await expect(page.getByText('第2版', { exact: false }).first()).toBeVisible({ timeout: 30_000 });
  await behave('eprescription', 'normal');
  await expect(accessCode(page)).toBeVisible({ timeout: 90_000 });
  const held = (await heldAtService()).slice(before);
  expect(held.map((each) => each.status)).toEqual(['registered']);
});

test('without the service the paper goes out at once, and its number follows', async () => {
  await openVisit(page, 'p15', '山田 正');
  const before = (await heldAtService()).length;
  await page.getByRole('button', { name: 'カロナール錠500 を足す' }).click();
  await page.getByText('紙の処方箋', { exact: true }).click();
  await behave('eprescription', 'down');
  const confirm = page.getByRole('button', { name: '確定して紙の処方箋を発行する' });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
  await confirm.click();
  await expect(page.getByText('引換番号のないまま、紙の処方箋を渡してください')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('link', { name: '処方箋を印刷する（A5）' })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'prescription-paper-only');
  await behave('eprescription', 'normal');
  await expect(accessCode(page)).toBeVisible({ timeout: 90_000 });
  const held = (await heldAtService()).slice(before);
  expect(held.map((each) => [each.issueType, each.status])).toEqual([['2', 'registered']]);
});
