import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible, picture, receiveWalkIn, signIn, test } from './steps.ts';

/** Finding drugs and usages without a keyboard, then without a mouse; making a set of an order, using it and putting it away. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const dialog = () => page.getByRole('dialog');
const rp = (n: number) => page.getByRole('group', { name: `RP${n}`, exact: true });
const letter = (kana: string) => dialog().getByRole('option', { name: kana, exact: true });
const search = () => page.getByRole('searchbox', { name: '薬をさがす' });
const option = (within: Page | Locator, name: RegExp) => within.getByRole('option', { name }).first();

/** The picker of an RP without a usage stands open already. */
async function openUsage(n: number, open: (button: Locator) => Promise<void>): Promise<void> {
  const button = rp(n).getByRole('button', { name: /RP\d の\s*用法/ });
  if ((await button.getAttribute('aria-expanded')) !== 'true') await open(button);
  await expect(rp(n).getByRole('textbox', { name: '用法をさがす' })).toBeVisible();
}
const click = (button: Locator) => button.click();

test('a doctor receives a patient and opens the chart', async () => {
  await signIn(page, 'yamada');
  const name = await receiveWalkIn(page, '小林', 'コバヤシ');
  await page.getByRole('button', { name: `${name} さんのカルテを開く` }).click();
  await expect(page.getByRole('region', { name: '処方', exact: true })).toBeVisible();
});

test('with the mouse alone: favourites at once, kana and 薬効 as buttons', async () => {
  await page.getByRole('button', { name: '薬を足す' }).first().click();
  // nothing typed: what is used here is there already
  await expect(dialog().getByText('よく使う薬', { exact: true })).toBeVisible();
  await expect(option(dialog(), /ハルシオン0.25mg錠/)).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'drug-search', 1100);

  await dialog().getByText('五十音で').click();
  await expectAccessible(page);
  await picture(page, 'kana-board');
  for (const kana of 'ロキソ') await letter(kana).click();
  await option(dialog(), /ロキソプロフェン.*60mg/).click();
  await expect(rp(1)).toContainText('ロキソプロフェン');

  await page.getByRole('button', { name: '薬を足す' }).first().click();
  await dialog().getByText('薬効で').click();
  await option(dialog(), /^眼科用剤/).click();
  await option(dialog(), /キサラタン|ラタノプロスト/).click();
  await expect(rp(2)).toContainText(/キサラタン|ラタノプロスト/);

  await page.getByRole('button', { name: '薬を足す' }).first().click();
  await option(dialog(), /カロナール錠500/).click();
  await expect(rp(3)).toContainText('カロナール錠500');
});

test('with the mouse alone: usages by how often and when, by condition, and by where it is applied', async () => {
  await openUsage(1, click);
  await rp(1).getByText('分3', { exact: true }).click();
  await expectAccessible(page);
  await picture(page, 'usage-picker', 1400);
  await option(rp(1), /毎食後/).click();
  await expect(rp(1)).toContainText('朝昼夕食後');

  await openUsage(2, click);
  await option(rp(2), /^点眼/).click();
  await option(rp(2), /1日2回 点眼/).click();
  await expect(rp(2)).toContainText('点眼・1日2回');

  await rp(2)
    .getByRole('button', { name: /RP2を\s*くわしく/ })
    .click();
  await option(rp(2), /^部位 …/).click();
  await option(rp(2), /^左眼/).click();
  await expect(rp(2).getByRole('button', { name: '左眼 をはずす' })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'usage-supplements', 1400);
});

test('with the keyboard alone: drugs by letters, ローマ字 and code, and a usage with the arrow keys', async () => {
  const add = page.getByRole('button', { name: '薬を足す' }).first();
  for (const [typed, name] of [
    ['ripitoru', /リピトール/],
    ['とらねきさむ', /トラネキサム酸|トランサミン/],
    ['1124007F2026', /ハルシオン/],
  ] as const) {
    await add.focus();
    await page.keyboard.press('Enter');
    await expect(search()).toBeFocused();
    await page.keyboard.type(typed);
    await expect(option(dialog(), name)).toBeVisible();
    if (typed === 'ripitoru') {
      // what it is easily taken for stands in the row
      await expect(option(dialog(), name)).toContainText('似た名前があります：リボトリール');
      await picture(page, 'look-alikes', 900);
    }
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(dialog()).toHaveCount(0);
  }
  await expect(rp(6)).toContainText('ハルシオン');

  await openUsage(4, async (button) => {
    await button.focus();
    await page.keyboard.press('Enter');
  });
  await rp(4).getByRole('textbox', { name: '用法をさがす' }).focus();
  await page.keyboard.type('しゅうしんまえ');
  await expect(option(rp(4), /1日1回 就寝前/)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(option(rp(4), /1日1回 就寝前/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rp(4)).toContainText('就寝前');
});

test('the order becomes a set, which is used with one press', async () => {
  await page.getByRole('button', { name: 'この処方をセットにする' }).click();
  await dialog().getByRole('textbox', { name: 'セットの名前' }).fill('ためし');
  await expectAccessible(page);
  await dialog().getByRole('button', { name: 'セットを作る' }).click();
  await expect(dialog()).toHaveCount(0);
  await page.getByRole('button', { name: /^ためし を入れる/ }).click();
  await expect(rp(12)).toContainText('ハルシオン');
  await expect(rp(10)).toContainText('就寝前');
});

test('sets and favourites are tidied on their own page', async () => {
  await page.getByRole('link', { name: 'セットとよく使う薬を整える' }).click();
  await expect(page.getByRole('heading', { name: 'セットとよく使う薬', level: 1 })).toBeVisible();
  await expect(page.getByText('ためし', { exact: true })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'order-sets', 1400);
  await page.getByRole('button', { name: 'ためし の名前を変える' }).click();
  await dialog().getByRole('textbox', { name: 'セットの名前' }).fill('ためし 2');
  await dialog().getByRole('button', { name: 'この名前にする' }).click();
  await expect(page.getByText('ためし 2', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'ためし 2 を消す' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: '消す', exact: true }).click();
  await expect(page.getByText('ためし 2', { exact: true })).toHaveCount(0);

  const favourites = page.getByRole('region', { name: 'よく使う薬', exact: true }).getByRole('listitem');
  const second = (await favourites.nth(1).locator('p').first().textContent()) ?? '';
  await page.getByRole('button', { name: `${second} を上へ` }).click();
  await expect(favourites.first()).toContainText(second);
  await page.getByRole('button', { name: `${second} を下へ` }).click();
  await expect(favourites.nth(1)).toContainText(second);
});
