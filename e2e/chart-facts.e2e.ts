import { expect, type Page } from '@playwright/test';
import { expectAccessible, receiveWalkIn, signIn, test } from './steps.ts';

/** What is asked of a patient before the order: weight, pregnancy, an allergy. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let name = '';
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const facts = () => page.getByRole('region', { name: '体重・妊娠など' });
const allergies = () => page.getByRole('region', { name: 'アレルギーの記録' });
const dialog = () => page.getByRole('dialog');

test('a doctor receives somebody and begins', async () => {
  await signIn(page, 'minato');
  name = await receiveWalkIn(page, '鈴木', 'スズキ');
  await page.getByRole('button', { name: `${name} さんのカルテを開く` }).click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
});

test('weight and pregnancy are written down with the day, and corrected', async () => {
  await facts().getByRole('button', { name: '記録する' }).click();
  await expect(dialog().getByRole('button', { name: '記録する' })).toHaveAttribute('aria-disabled', 'true');
  await dialog().getByLabel('体重').fill('６２．５');
  await dialog().getByLabel('eGFR').fill('900');
  await expect(dialog().getByText(/のあいだで入れてください/)).toBeVisible();
  await dialog().getByLabel('eGFR').fill('');
  await dialog().getByRole('group', { name: '妊娠' }).getByText('あり').click();
  await expectAccessible(page);
  await dialog().getByRole('button', { name: '記録する' }).click();
  await expect(dialog()).toBeHidden();
  await expect(facts()).toContainText('62.5kg');
  await expect(facts()).toContainText(/妊娠\s*あり/);
  await facts().getByRole('button', { name: '記録する' }).click();
  await dialog().getByText('これまでの記録').click();
  await dialog().getByRole('button', { name: 'まちがいなので取り消す（体重）' }).click();
  await expect(dialog().getByText('取り消し', { exact: false }).first()).toBeVisible();
  await dialog().getByLabel('体重').fill('61');
  await dialog().getByRole('button', { name: '記録する' }).click();
  await expect(facts()).toContainText('61kg');
});

test('an allergy is recorded, and stands in the banner', async () => {
  await allergies().getByRole('button', { name: 'アレルギーを足す' }).click();
  await dialog().getByRole('searchbox', { name: '薬をさがす' }).fill('カロナール');
  await dialog()
    .getByRole('option', { name: /カロナール錠500/ })
    .first()
    .click();
  await dialog().getByLabel('どうなりましたか').fill('発疹');
  await dialog().getByText('重い（命にかかわるおそれ）').click();
  await expectAccessible(page);
  await dialog().getByRole('button', { name: '記録する' }).click();
  await expect(dialog()).toBeHidden();
  await expect(allergies()).toContainText('発疹');
  await expect(page.getByText('アセトアミノフェン').filter({ visible: true }).first()).toBeVisible();
});
