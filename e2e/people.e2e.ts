import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectAccessible, signIn, test } from './steps.ts';

/** The people of a clinic: who may what, who comes and goes, and somebody who works at two clinics. */
test.describe.configure({ mode: 'serial' });

let admin: Page;
let worker: Page;
const contexts: BrowserContext[] = [];
test.beforeAll(async ({ browser }) => {
  for (let n = 0; n < 2; n += 1) contexts.push(await browser.newContext());
  [admin, worker] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

const manage = async (page: Page, link: string) => {
  await page.getByRole('button', { name: '管理' }).click();
  await page.getByRole('link', { name: link }).click();
};

test('the administrator sees everybody, with role, licence and state', async () => {
  await signIn(admin, 'tamura');
  await manage(admin, '職員');
  const mori = admin.getByRole('row', { name: /森 由美/ });
  await expect(mori).toContainText('看護師');
  await expect(mori).toContainText('在職');
  await expectAccessible(admin);
});

test('everybody sees who may do what, from the table that refuses', async () => {
  await signIn(worker, 'mori');
  await manage(worker, '権限の表');
  const row = worker.getByRole('row', { name: /カルテを見る/ });
  await expect(row.getByText('できる', { exact: true }).first()).toBeVisible();
  await expect(worker.getByRole('row', { name: /診療録を確定する/ })).toContainText('医師・歯科医師');
  await expectAccessible(worker);
});

test('a screen that is opened by its address says who may see it', async () => {
  await worker.goto('/c/shirube/people');
  await expect(worker.getByText('この画面は管理者の役割が必要です。')).toBeVisible();
  await expect(worker.getByRole('table')).toHaveCount(0);
});

test('a role given or taken holds at once, in a browser that is open', async () => {
  await worker.goto('/c/shirube/board');
  await expect(worker.getByRole('link', { name: '監査証跡' })).toHaveCount(0);
  await admin.getByRole('link', { name: '森 由美' }).click();
  await admin.getByRole('checkbox', { name: /^管理者/ }).check();
  await admin.getByLabel('役割を変える理由').fill('事務長を兼ねる');
  await admin.getByRole('button', { name: '役割を変える' }).click();
  await expect(admin.getByText('看護師 → 看護師・管理者')).toBeVisible();
  await expectAccessible(admin);
  await worker.reload();
  await worker.getByRole('link', { name: '監査証跡' }).click();
  await expect(worker.getByRole('table')).toBeVisible();

  await admin.getByRole('checkbox', { name: /^管理者/ }).uncheck();
  await admin.getByLabel('役割を変える理由').fill('兼任を解く');
  await admin.getByRole('button', { name: '役割を変える' }).click();
  await expect(admin.getByText('看護師・管理者 → 看護師')).toBeVisible();
  // the page is open; its next question is refused
  await worker.getByRole('link', { name: '送信の状況' }).click();
  await expect(worker.getByText(/この画面は/)).toBeVisible();
  await expect(worker.getByRole('link', { name: '監査証跡' })).toHaveCount(0);
});

test('somebody who works at two clinics moves between them, and nothing is mixed', async () => {
  await signIn(worker, 'kawaguchi');
  const asked: string[] = [];
  worker.on('request', (request) => {
    if (request.url().includes('/trpc/')) asked.push(new URL(request.url()).pathname);
  });
  await expect(worker).toHaveURL(/\/c\/minato\/board/);
  const menu = worker.getByRole('button', { name: /医療機関を切り替える/ });
  await expect(menu).toContainText('みなと診療所');
  await menu.click();
  await expectAccessible(worker);
  asked.length = 0;
  await worker.getByRole('link', { name: 'しるべ内科クリニック' }).click();
  await expect(worker).toHaveURL(/\/c\/shirube\/board/);
  await expect(menu).toContainText('しるべ内科クリニック');
});
