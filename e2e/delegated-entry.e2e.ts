import { expect, type Page } from '@playwright/test';
import { expectAccessible, picture, signIn, test } from './steps.ts';

/** What a clerk and a nurse enter for a doctor: it waits, comes back, is written anew, approved, and confirmed with both names. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let name = '';
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

const part = (letter: string) => page.getByRole('textbox', { name: new RegExp(`^${letter}`) });
const enterFor = () => page.getByRole('link', { name: `${name} さんについて代行入力する` });
const handOver = () => page.getByRole('button', { name: '医師に承認を頼む' });

// @proves D7
test('a clerk receives a patient and enters for a doctor, seeing nothing of the chart', async () => {
  await signIn(page, 'sasaki');
  await page.getByRole('button', { name: '患者をさがして受付する' }).click();
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill('タナカ');
  const found = page.getByRole('option').first();
  name = ((await found.textContent()) ?? '').match(/田中 \S+?(?=タナカ)/)?.[0] ?? '';
  expect(name).not.toBe('');
  await found.click();
  await page.getByLabel('来院の目的').fill('発熱');
  await page.getByText('資格確認書を見た').click();
  await page.getByRole('button', { name: '受付する', exact: true }).click();
  await expect(enterFor()).toBeVisible();
  await expectAccessible(page);
  await enterFor().click();
  await expect(page.getByRole('heading', { name: `代行入力　${name} さん` })).toBeVisible();
  for (const words of ['これまでの受診', '当院で服用中', '他院・薬局のお薬', '検査の推移', 'アレルギー'])
    await expect(page.getByText(words)).toHaveCount(0);
  await expect(handOver()).toHaveAttribute('aria-disabled', 'true');
  await page.getByLabel('医師').selectOption({ label: '山田 花子 医師' });
  await part('S').fill('昨夜から発熱。');
  await page.getByRole('button', { name: '薬を足す' }).click();
  await page.getByRole('searchbox', { name: '薬をさがす' }).fill('ムコダイン');
  await page
    .getByRole('option', { name: /ムコダイン錠500mg/ })
    .first()
    .click();
  await expect(page.getByRole('group', { name: 'RP1', exact: true })).toContainText('ムコダイン錠500mg');
  await expectAccessible(page);
  await handOver().click();
  await expect(page.getByRole('heading', { name: '自分の代行入力' })).toBeVisible();
  const line = page.getByRole('region', { name: `${name} さん` });
  await expect(line).toContainText('承認待ち');
  await expect(line).toContainText('山田 花子 医師の代わりに');
  await expectAccessible(page);
});

test('a nurse enters too, with the chart to read beside it; what is typed survives a killed tab', async () => {
  await signIn(page, 'mori');
  await enterFor().click();
  await expect(page.getByRole('region', { name: 'これまで（見るだけ）' })).toContainText('これまでの受診');
  await page.getByLabel('医師').selectOption({ label: '山田 花子 医師' });
  await part('O').fill('体温 38.1　咽頭発赤');
  const address = page.url();
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  page = await context.newPage();
  await page.goto(address);
  await expect(part('O')).toHaveValue('体温 38.1　咽頭発赤');
  await expect(page.getByLabel('医師')).toContainText('山田 花子 医師');
  await expectAccessible(page);
  await picture(page, 'delegated-entry');
  await handOver().click();
  await expect(page.getByRole('heading', { name: '自分の代行入力' })).toBeVisible();
  await page.goto('/c/shirube/board');
  await expect(page.getByText(/未承認の代行入力 2件/)).toBeVisible();
  await expect(page.getByRole('link', { name: '代行入力の承認' })).toHaveCount(0);
});

test('the doctor sees how many wait, and gives one back with a comment', async () => {
  await signIn(page, 'yamada');
  await expect(page.getByRole('link', { name: /代行入力の承認 ?2/ })).toBeVisible();
  await page.getByRole('link', { name: /代行入力の承認/ }).click();
  await expect(page.getByText('診察がまだ始まっていません。カルテを開くと承認できます。')).toHaveCount(2);
  await expect(page.getByRole('button', { name: '承認する', exact: true })).toHaveCount(0);
  await page.getByRole('listitem').filter({ hasText: '昨夜から発熱。' }).waitFor();
  const clerks = page.getByRole('region', { name: `${name} さん` }).filter({ hasText: '昨夜から発熱。' });
  await clerks.getByRole('button', { name: '差し戻す' }).click();
  const dialog = page.getByRole('dialog', { name: '代行入力を差し戻す' });
  await expectAccessible(page);
  await dialog.getByLabel(/差し戻す理由/).fill('何度だったかも書いてください');
  await dialog.getByRole('button', { name: '差し戻す', exact: true }).click();
  await expect(clerks).toHaveCount(0);
  await expectAccessible(page);
});

// @proves A3
test('the record shows what waits, and the visit is not confirmed while it does', async () => {
  await page.goto('/c/shirube/board');
  await page.getByRole('button', { name: `${name} さんのカルテを開く` }).click();
  const waiting = page.getByRole('region', { name: '未承認の代行入力 あり（1件）' });
  await expect(waiting).toContainText('森 由美 さんが 山田 花子 医師の代わりに入力');
  await expect(waiting).toContainText('体温 38.1');
  await expect(part('O')).toHaveValue('');
  await part('A').fill('急性上気道炎の疑い。');
  // saved before somebody else signs in here
  await expect(page.getByText(/保存済み/)).toBeVisible();
  await expect(page.getByText('代行入力を承認するか差し戻すと確定できます')).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'pending-entry', 1400);
});

test('the clerk writes it anew and hands it over again', async () => {
  await signIn(page, 'sasaki');
  await page.getByRole('link', { name: /自分の代行入力 ?1/ }).click();
  const line = page.getByRole('region', { name: `${name} さん` });
  await expect(line).toContainText('何度だったかも書いてください');
  await line.getByRole('button', { name: `${name} さんの代行入力を直して出し直す` }).click();
  await expect(page.getByText('山田 花子 医師から差し戻されました')).toBeVisible();
  await part('S').fill('昨夜から発熱。39.0度。');
  await handOver().click();
  await expect(page.getByRole('region', { name: `${name} さん` })).toContainText('第2版');
});

test('the doctor approves both at once; the text stands in the draft, and is changed and confirmed', async () => {
  await signIn(page, 'yamada');
  await page.goto('/c/shirube/approvals');
  await page.getByRole('button', { name: 'すべて選ぶ' }).click();
  await expectAccessible(page);
  await picture(page, 'approvals');
  await page.getByRole('button', { name: '選んだ 2件 を承認する' }).click();
  await expect(page.getByText('承認を待つ代行入力はありません')).toBeVisible();
  await page.goto('/c/shirube/board');
  await page.getByRole('button', { name: `${name} さんのカルテを開く` }).click();
  await expect(part('S')).toHaveValue('昨夜から発熱。39.0度。');
  await expect(part('O')).toHaveValue('体温 38.1　咽頭発赤');
  await expect(part('A')).toHaveValue('急性上気道炎の疑い。');
  await expect(page.getByRole('group', { name: 'RP1', exact: true })).toContainText('ムコダイン錠500mg');
  await part('O').fill('体温 38.1　咽頭発赤あり　白苔なし');
  const confirm = page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' });
  await expect(page.getByText(/全国チェック .* 済/)).toBeVisible({ timeout: 30_000 });
  const choose = page.getByRole('button', { name: '理由を選んで続ける' });
  while ((await choose.count()) > 0) {
    await choose.first().click();
    await page
      .getByRole('button', { name: /相談|必要|確認/ })
      .last()
      .click();
  }
  await confirm.click();
  const kept = page.getByRole('region', { name: '代行入力の記録' });
  await expect(kept).toContainText('S　佐々木 恵 さんが 山田 花子 医師の代わりに入力（そのまま）');
  await expect(kept).toContainText('O　森 由美 さんが 山田 花子 医師の代わりに入力（医師が直して）');
  await expect(kept).toContainText('RP1　佐々木 恵 さんが 山田 花子 医師の代わりに入力（そのまま）');
  await expectAccessible(page);
});

// @proves A1
test('the nurse sees the confirmed record with both names, to read only', async () => {
  await signIn(page, 'mori');
  await page.getByRole('link', { name: `${name} さんのカルテを見る` }).click();
  await expect(page.getByText('このカルテは見るだけです')).toBeVisible();
  await expect(page.getByRole('region', { name: '代行入力の記録' })).toContainText('佐々木 恵');
  await expect(part('S')).not.toBeEditable();
  for (const words of ['訂正する', '診察を終える', /確定/, /HPKI/, /病名を足す/, /薬を足す/])
    await expect(page.getByRole('button', { name: words })).toHaveCount(0);
  await expectAccessible(page);
});
