import { expect, type Page } from '@playwright/test';
import { expectAccessible, picture, receiveWalkIn, signIn, test } from './steps.ts';

/** What a nurse asks a patient before the doctor: weight, pregnancy, an allergy, the お薬手帳; the doctor's order knows of it. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let name = '';
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const facts = () => page.getByRole('region', { name: '体重・妊娠など' });
const allergies = () => page.getByRole('region', { name: 'アレルギーの記録' });
const elsewhere = () => page.getByRole('region', { name: 'お薬手帳の薬（手入力）' });
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

test('an allergy is recorded, stands in the banner, and alerts in the order', async () => {
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
  await page.getByRole('button', { name: 'カロナール錠500 を足す' }).click();
  await expect(page.getByText(/アレルギー/).first()).toBeVisible();
  await expect(
    page
      .getByRole('group', { name: 'RP1', exact: true })
      .getByText(/アレルギー/)
      .first(),
  ).toBeVisible({ timeout: 20_000 });
});

test('a medicine of the お薬手帳 that has only a name is said to be unchecked', async () => {
  await elsewhere().getByRole('button', { name: '薬を足す' }).click();
  await dialog().getByRole('button', { name: '見つからないので名前を書く' }).click();
  await dialog().getByLabel('薬の名前').fill('血圧の白い薬');
  await dialog().getByLabel('医療機関か薬局').fill('駅前薬局');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'この薬を入力する' }).click();
  await expect(dialog()).toBeHidden();
  await expect(elsewhere()).toContainText('血圧の白い薬');
  await expect(elsewhere()).toContainText('チェックできません');
  await expectAccessible(page);
  await picture(page, 'chart-facts', 1400);
  await elsewhere()
    .getByRole('button', { name: /直す・やめた/ })
    .click();
  await dialog().getByLabel('まちがって入力したときは、その理由').fill('別の人の手帳だった');
  await dialog().getByRole('button', { name: 'この薬を消す' }).click();
  await expect(elsewhere()).toContainText('入力された薬はありません');
});

test('a nurse sees and records the same beside a chart that is only read', async () => {
  await signIn(page, 'mori');
  await page.getByRole('button', { name: `${name} さんのカルテを開く` }).click();
  await expect(facts()).toContainText('61kg');
  await facts().getByRole('button', { name: '記録する' }).click();
  await dialog().getByLabel('身長').fill('158');
  await dialog().getByRole('button', { name: '記録する' }).click();
  await expect(facts()).toContainText('158cm');
});
