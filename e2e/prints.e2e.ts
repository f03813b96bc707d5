import { expect, type Page } from '@playwright/test';
import { receive } from './order-steps.ts';
import { openVisit } from './prescription-steps.ts';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** A paper prescription and what is dispensed at the clinic, from the order to the PDF in a browser. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

/** The file behind a link, fetched as the browser would in its new tab. */
async function fileOf(link: string): Promise<{ status: number; type: string; cache: string; start: string }> {
  const href = await page.getByRole('link', { name: link }).first().getAttribute('href');
  return page.evaluate(async (address) => {
    const answer = await fetch(address);
    const body = new TextDecoder('latin1').decode(await answer.arrayBuffer());
    return {
      status: answer.status,
      type: answer.headers.get('content-type') ?? '',
      cache: answer.headers.get('cache-control') ?? '',
      start: body.slice(0, 5),
    };
  }, href ?? '');
}

const pdf = {
  status: 200,
  type: 'application/pdf',
  cache: expect.stringContaining('no-store'),
  start: '%PDF-',
};

async function order(kind: string): Promise<void> {
  await page.getByRole('button', { name: 'カロナール錠500 を足す' }).click();
  await page.getByText(kind, { exact: true }).click();
}

async function issue(): Promise<void> {
  const confirm = page.getByRole('button', { name: /^確定して/ });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
  await confirm.click();
}

test('a paper prescription is printed with its number, on A5 and on A4', async () => {
  await signIn(page, 'yamada');
  await receive(page, { name: '田中 佐知子', kana: 'タナカ サチコ' });
  await page.getByRole('button', { name: '田中 佐知子 さんのカルテを開く' }).first().click();
  await page.getByRole('textbox', { name: /^S/ }).fill('頭痛。');
  await order('紙の処方箋');
  await issue();
  await expect(page.getByRole('link', { name: '処方箋を印刷する（A5）' })).toBeVisible({ timeout: 60_000 });
  expect(await fileOf('処方箋を印刷する（A5）')).toEqual(pdf);
  expect(await fileOf('処方箋とQRを1枚に印刷する（A4）')).toEqual(pdf);
  await expectAccessible(page);
  await picture(page, 'prescription-print');
});

test('what the clinic dispenses itself has its leaflet and the words of its 薬袋', async () => {
  await openVisit(page, 'p16', '木村 葵');
  await order('院内処方');
  // this person's insurance has ended, so that nobody can check what others prescribe
  await page
    .getByRole('button', { name: '理由を選んで、チェックしないまま続ける' })
    .click({ timeout: 40_000 });
  await page.getByRole('button', { name: 'お薬手帳で確認' }).click();
  await issue();
  await expect(page.getByRole('link', { name: '薬の説明書を印刷する' })).toBeVisible({ timeout: 60_000 });
  expect(await fileOf('薬の説明書を印刷する')).toEqual(pdf);
  expect(await fileOf('薬袋を印刷する')).toEqual(pdf);
});
