import { expect, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { expectAccessible, signIn, test } from './steps.ts';

/** 前回DO: how few presses lie between a chart and a signed prescription. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let names: string[];
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  const people = [await regularPatient('加藤', '拓也'), await regularPatient('石川', '恵子')];
  names = people.map((person) => person.name);
  await signIn(page, 'yamada');
  for (const person of people) await receive(page, person);
});
test.afterAll(() => page.context().close());

const openChart = (name: string) => page.getByRole('button', { name: `${name} さんのカルテを開く` }).first();
const issue = () => page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' });

test('the day begins with one authentication', async () => {
  await openChart(names[0] as string).click();
  await page.getByRole('button', { name: '前回と同じ処方' }).click();
  await page.getByRole('button', { name: 'S に「変わりなし」と書く' }).click();
  await expect(issue()).not.toHaveAttribute('aria-disabled', 'true');
  await expectAccessible(page);
  await issue().click();
  await page.getByRole('button', { name: 'HPKI で認証する' }).click();
  await page.getByRole('button', { name: /スマートフォンで認証する/ }).click();
  await expect(page.getByText('引換番号', { exact: true })).toBeVisible({ timeout: 30_000 });
});

test('from the list to a signed prescription in four clicks, without a key', async () => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  await page.evaluate(() => {
    sessionStorage.setItem('presses', '[]');
    const note = (event: Event) => {
      if (event.isTrusted) {
        const kept = JSON.parse(sessionStorage.getItem('presses') ?? '[]');
        sessionStorage.setItem('presses', JSON.stringify([...kept, event.type]));
      }
    };
    for (const type of ['click', 'keydown']) window.addEventListener(type, note, { capture: true });
  });
  await openChart(names[1] as string).click();
  await page.getByRole('button', { name: '前回と同じ処方' }).click();
  await page.getByRole('button', { name: 'S に「変わりなし」と書く' }).click();
  await expect(page.getByText(/全国チェック .* 済/)).toBeVisible();
  await issue().click();
  await expect(page.getByText('引換番号', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/電子署名 山田/)).toBeVisible();
  const presses = await page.evaluate(() => JSON.parse(sessionStorage.getItem('presses') ?? '[]'));
  expect(presses).toEqual(['click', 'click', 'click', 'click']);
});
