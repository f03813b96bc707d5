import { expect, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { expectAccessible, signIn, test } from './steps.ts';

/**
 * A whole order by clicks: once the chart is open, no key is pressed and no text is filled in. What is written is what the buttons
 * write.
 */
test.describe.configure({ mode: 'serial' });

let page: Page;
let name: string;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  const person = await regularPatient('橋本', '隆');
  name = person.name;
  await signIn(page, 'yamada');
  await receive(page, person);
  await page.evaluate(() => sessionStorage.setItem('keys', '0'));
  await page.addInitScript(() => {
    addEventListener('keydown', () =>
      sessionStorage.setItem('keys', String(1 + Number(sessionStorage.getItem('keys')))),
    );
  });
});
test.afterAll(() => page.context().close());

const order = () => page.getByRole('region', { name: '処方', exact: true });
const rp = (number: number) => page.getByRole('group', { name: `RP${number}`, exact: true });
const press = (label: string | RegExp) => order().getByRole('button', { name: label }).first().click();
const isPressed = (label: string) =>
  expect(order().getByRole('button', { name: label, exact: true }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );

test('the prescription of the last time comes with one click, and says what is not as it was', async () => {
  await page
    .getByRole('button', { name: `${name} さんのカルテを開く` })
    .first()
    .click();
  await page.getByRole('button', { name: '前回と同じ処方' }).click();
  await expect(rp(1)).toContainText('28日分');
  await rp(1)
    .getByRole('button', { name: /28日分/ })
    .click();
  await press('14日分にする');
  await expect(rp(1)).toContainText('14日分');
  await expect(rp(1)).toContainText(/前回（\d+\/\d+）は 28日分/);
});

test('a line is written by its 一般名, or may not be changed for a reason', async () => {
  await press(/アムロジピン.*くわしく/);
  await order().getByText('一般名（一般名処方）').click();
  await expect(rp(1)).toContainText('一般名 【般】アムロジピン錠5mg');
  await order().getByText('銘柄名', { exact: true }).click();
  await press('後発品へ変更不可');
  await press('この薬で状態が安定しているため');
  await press('一包化');
  await expectAccessible(page);
  await press(/アムロジピン.*とじる/);
  await expect(rp(1)).toContainText('後発品へ変更不可：この薬で状態が安定しているため');
  await expect(rp(1)).toContainText('一包化');
});

test('an RP takes its usage in place, then uneven doses that visibly add up', async () => {
  await rp(1).getByRole('button', { name: /用法/ }).click();
  await order().getByText('分3', { exact: true }).click();
  await order()
    .getByRole('option', { name: /朝昼夕食後|毎食後/ })
    .first()
    .click();
  await expect(rp(1)).toContainText('3回に同じ量ずつ分けられません');
  await press(/アムロジピン.*くわしく/);
  await press(/量を変える（不均等）/);
  await order()
    .getByRole('button', { name: /朝の量を0.5錠.*増やす|朝の量を.*増やす/ })
    .first()
    .click();
  await expect(order().getByText(/合わせて1日 3.5錠/)).toBeVisible();
  await press('毎回同じ量にもどす');
  await press(/アムロジピン.*とじる/);
  await expect(rp(1)).toContainText(/前回（.*）は 量 1錠、用法 1日1回朝食後/);
});

test('what is over the usual limit is answered with one click', async () => {
  const dose = rp(1).getByRole('group', { name: /^用量/ });
  await expect(dose).toContainText('上限を超えています');
  await dose.getByRole('button', { name: '症状に合わせて増量' }).click();
  await expect(dose).toContainText('理由「症状に合わせて増量」で続けます');
});

test('a course is tapered by a small table, and the words and days follow', async () => {
  await press(/RP1を\s*くわしく/);
  await press('段階を決めて減らす');
  await expect(order().getByText(/6日間：1〜3日目/)).toBeVisible();
  await press('段を足す');
  await expect(order().getByText(/9日間：/)).toBeVisible();
  await expect(rp(1)).toContainText('9日分');
  await press('漸減をやめる');
  await press(/RP1を\s*とじる/);
  await rp(1).getByRole('button', { name: /9日分/ }).click();
  await press('28日分にする');
});

test('drugs are moved between RPs, taken out and put back', async () => {
  await page
    .getByRole('button', { name: /カロナール錠500.*足す/ })
    .first()
    .click();
  await expect(rp(2)).toContainText('カロナール錠500');
  await press(/カロナール錠500を\s*くわしく/);
  await press(/RP1（.*に移す/);
  await expect(rp(1)).toContainText('カロナール錠500');
  await expect(rp(2)).toHaveCount(0);
  await press(/カロナール錠500を\s*くわしく/);
  await press('新しいRPに分ける');
  await expect(rp(2)).toContainText('カロナール錠500');
  await press(/RP1を\s*くわしく/);
  await press(/RP2 をまとめて RP1 に入れる/);
  await expect(rp(2)).toHaveCount(0);
  await press(/RP1を\s*とじる/);
  await press(/カロナール錠500を\s*消す/);
  await expect(rp(1)).not.toContainText('カロナール錠500');
  await press(/カロナール錠500 を\s*もとに戻す/);
  await expect(rp(1)).toContainText('カロナール錠500');
  await press(/カロナール錠500を\s*消す/);
});

test('what belongs to the whole prescription opens in place', async () => {
  await press('処方箋全体をくわしく');
  await press('2回まで使える');
  await press('調剤して情報提供');
  await isPressed('2回まで使える');
  await expectAccessible(page);
  await press('とじる');
  await expect(order()).toContainText('リフィル 2回');
  await expect(order()).toContainText('残薬：情報提供');
});

test('an alert is answered with a reason for both of its rows, and refill is told why not', async () => {
  for (const drug of ['ハルシオン0.25mg錠', 'イトリゾールカプセル50'])
    await page
      .getByRole('button', { name: new RegExp(`${drug}.*足す`) })
      .first()
      .click();
  const first = rp(2).getByRole('group', { name: /^併用禁忌/ });
  await expect(first).toContainText('一緒に使えません');
  await page.getByRole('button', { name: '警告を見る' }).click();
  await expect(first).toBeFocused();
  await first.getByRole('button', { name: '理由を選んで続ける' }).click();
  await first.getByRole('button', { name: /相談済み/ }).click();
  await expect(first).toContainText('で続けます');
  await expect(rp(3).getByRole('group', { name: /^併用禁忌/ })).toContainText('で続けます');
  await press(/イトリゾールカプセル50を\s*消す/);
  await press('処方箋全体をくわしく');
  await expect(order()).toContainText('リフィルにできません');
  await press(/^2回まで使える/);
  await press(/ハルシオン0.25mg錠を\s*消す/);
});

test('the visit is confirmed, and no key was pressed', async () => {
  await page.getByRole('button', { name: 'S に「変わりなし」と書く' }).click();
  await page.getByRole('button', { name: 'A に「安定している」と書く' }).click();
  const confirm = page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true');
  await confirm.click();
  await expect(page.getByRole('button', { name: '診察を終える' })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('keys'))).toBe('0');
});
