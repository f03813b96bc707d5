import { expect, type Locator, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { expectAccessible, signIn, test } from './steps.ts';

/** A whole order without a mouse: every stop of the keyboard can be seen, the order of stops is that of the screen, nothing holds it. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let name: string;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  const person = await regularPatient('森田', '浩');
  name = person.name;
  await signIn(page, 'yamada');
  await receive(page, person);
  await page.addInitScript(() => {
    sessionStorage.setItem('clicks', '0');
    // a press of Enter on a button is a click without a pointer: its detail is 0
    addEventListener('click', (event) => {
      if (event.isTrusted && event.detail > 0)
        sessionStorage.setItem('clicks', String(1 + Number(sessionStorage.getItem('clicks'))));
    });
  });
  await page.reload();
});
test.afterAll(() => page.context().close());

const order = () => page.getByRole('region', { name: '処方', exact: true });
const rp = (number: number) => page.getByRole('group', { name: `RP${number}`, exact: true });
const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);

/** What shows where the keyboard is: an outline, a ring, or that of what holds it. */
async function expectVisibleFocus(): Promise<void> {
  const shown = await page.evaluate(() => {
    // behind the last stop the keyboard is with the browser, for one press
    if (document.activeElement === document.body) return true;
    for (let element = document.activeElement; element; element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) return true;
      if (style.boxShadow !== 'none' && element === document.activeElement) return true;
      if (element.matches('main, body')) break;
    }
    return false;
  });
  const where = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120));
  expect(shown, `the focus can be seen at ${where}`).toBe(true);
}

/** Goes on with Tab until the target has the keyboard; every stop on the way can be seen. */
async function tabTo(target: Locator, most = 120): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < most; stop += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
    await expectVisibleFocus();
  }
  throw new Error(`not reached with ${most} presses of Tab: ${target}`);
}
async function pressOn(target: Locator, most?: number): Promise<void> {
  await tabTo(target, most);
  await page.keyboard.press('Enter');
}
async function addDrug(kana: string, drug: string): Promise<void> {
  await page.keyboard.press('Alt+k');
  await expect(page.getByRole('searchbox', { name: '薬をさがす' })).toBeFocused();
  await page.keyboard.type(kana);
  await expect(page.getByRole('option', { name: new RegExp(drug) }).first()).toBeVisible();
  const options = await page.getByRole('option').allTextContents();
  const at = options.findIndex((text) => text.normalize('NFKC').includes(drug));
  for (let step = 0; step <= at; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(order()).toContainText(drug);
}

test('the chart is opened and the note is written', async () => {
  await pressOn(page.getByRole('button', { name: `${name} さんのカルテを開く` }).first());
  await tabTo(page.getByRole('textbox', { name: /^S/ }));
  await page.keyboard.type('変わりなし。');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'S に「変わりなし」と書く' })).toBeFocused();
});

test('the shortcuts are told on the screen and to assistive technology', async () => {
  const add = order().getByRole('button', { name: '薬を足す' });
  await expect(add).toHaveAttribute('aria-keyshortcuts', 'Alt+K');
  await tabTo(page.locator('summary').filter({ hasText: '使えるキー' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Alt＋W')).toBeVisible();
});

test('drugs are added, and the keyboard comes back to the screen', async () => {
  await addDrug('カロナ', 'カロナール錠500');
  await addDrug('ハルシオ', 'ハルシオン0.25mg錠');
  await addDrug('イトリ', 'イトリゾールカプセル50');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('an alert is reached with one key and answered', async () => {
  const alert = rp(2).getByRole('group', { name: /^併用禁忌/ });
  await expect(alert).toContainText('一緒に使えません');
  await page.keyboard.press('Alt+w');
  await expect(alert).toBeFocused();
  await pressOn(alert.getByRole('button', { name: '理由を選んで続ける' }), 6);
  await expect(alert.getByRole('button').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(alert).toContainText('で続けます');
  await expect(alert).toBeFocused();
});

test('days, dose and details are set where they stand', async () => {
  await pressOn(rp(1).getByRole('button', { name: /RP1 を/ }), 200);
  await pressOn(rp(1).getByRole('button', { name: '7日分にする' }), 20);
  await expect(rp(1)).toContainText('7日分');
  await expect(rp(1).getByRole('button', { name: /RP1 を/ })).toBeFocused();
  const dose = rp(1).getByRole('spinbutton', { name: /カロナール錠500 の1日量/ });
  await tabTo(dose, 12);
  await page.keyboard.press('ArrowDown');
  await expect(dose).toHaveValue('2.5');
  await page.keyboard.press('ArrowUp');
  await pressOn(rp(1).getByRole('button', { name: /カロナール錠500を\s*くわしく/ }), 6);
  await pressOn(rp(1).getByRole('button', { name: '粉砕', exact: true }).first(), 20);
  await expectAccessible(page);
  await expect(rp(1)).toContainText('粉砕');
});

test('a drug is taken out and put back, and the keyboard stays where the work is', async () => {
  await pressOn(rp(3).getByRole('button', { name: /イトリゾールカプセル50を\s*消す/ }), 60);
  const undo = order().getByRole('button', { name: /イトリゾールカプセル50 を\s*もとに戻す/ });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(rp(3)).toContainText('イトリゾールカプセル50');
  await page.keyboard.press('Tab');
  await expectVisibleFocus();
  expect(await isFocused(page.locator('body'))).toBe(false);
  await pressOn(rp(3).getByRole('button', { name: /イトリゾールカプセル50を\s*消す/ }), 10);
  await expect(undo).toBeFocused();
});

test('nothing holds the keyboard, and the visit is confirmed without a mouse', async () => {
  await page.keyboard.press('Alt+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+e');
  const confirm = page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' });
  await expect(confirm).toBeFocused();
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: '診察を終える' })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('clicks'))).toBe('0');
});
