import { expect, type Page } from '@playwright/test';
import { authenticate } from './prescription-steps.ts';
import {
  expectAccessible,
  passSignIn,
  picture,
  putCardOnReader,
  receiveWalkIn,
  setFault,
  signIn,
  test,
} from './steps.ts';

/** The ministry's own example, from the card on the reader to the audit trail, by three people of one clinic. */
test.describe.configure({ mode: 'serial' });

/** テスト 太郎's number at the clinic, as the demo's people have it. */
const testTaro = '00009999';

let page: Page;
test.beforeAll(async ({ browser }) => {
  // an own context: axe opens a second page in it
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

test('the clerk receives the patient with the card', async () => {
  await putCardOnReader('p01');
  await signIn(page, 'sasaki');
  const card = page.getByRole('region', { name: 'カードが読み取られました' });
  await expect(card).toBeVisible();
  await expect(card).toContainText('テスト');
  await card.getByRole('button', { name: '不眠・足の爪' }).click();
  await card.getByRole('button', { name: /テスト 太郎 さんとして受付する/ }).click();
  await expect(card).toBeHidden();
  await expect(page.getByText('不眠・足の爪').first()).toBeVisible();
  await expectAccessible(page);
});

test('a clerk sees no chart', async () => {
  await expect(page.getByRole('button', { name: /カルテを開く/ })).toHaveCount(0);
});

// @proves D6
test('the doctor opens the chart from the list', async () => {
  await signIn(page, 'yamada');
  await expectAccessible(page);
  await picture(page, 'board');
  await page.getByRole('button', { name: 'テスト 太郎 さんのカルテを開く' }).click();
  await expect(page.getByRole('heading', { name: 'テスト 太郎' })).toBeVisible();
  await expect(page.getByText('そば').first()).toBeVisible();
  await expect(page.getByText('厚労薬局', { exact: false }).first()).toBeVisible();
  expect(await page.title()).toBe('標 Shirube');
});

test('the doctor writes, adds a diagnosis and orders the three drugs with clicks', async () => {
  await page.getByRole('textbox', { name: /^S/ }).fill('寝つきは少し良くなった。両下肢がつることがある。');
  await page.getByRole('textbox', { name: /^A/ }).fill('不眠症 改善傾向。低カリウム血症の疑い。');
  await page.getByRole('button', { name: '病名を足す' }).click();
  await page.getByRole('searchbox', { name: '病名をさがす' }).fill('テイカリウム');
  await page
    .getByRole('option', { name: /低カリウム血症/ })
    .first()
    .click();
  await expect(page.getByRole('button', { name: /低カリウム血症/ })).toBeVisible();
  for (const drug of ['ハルシオン0.25mg錠', 'イトリゾールカプセル50', 'アスパラカリウム錠300mg'])
    await page.getByRole('button', { name: `${drug} を足す` }).click();
});

test('every alert stands in the row that causes it, and nothing can be confirmed', async () => {
  const halcion = page.getByRole('group', { name: 'RP1', exact: true });
  const itrizole = page.getByRole('group', { name: 'RP2', exact: true });
  const aspara = page.getByRole('group', { name: 'RP3', exact: true });
  await expect(halcion).toContainText('イトリゾールカプセル50 と一緒に使えません。');
  await expect(halcion).toContainText('自院・今回');
  await expect(itrizole).toContainText('ハルシオン0.25mg錠 と一緒に使えません。');
  await expect(aspara).toContainText('セララ錠25mg');
  await expect(aspara).toContainText('厚労薬局');
  await expect(page.getByText(/全国チェック .* 済/)).toBeVisible();
  await expect(aspara).toContainText('全国の重複投薬等チェックの両方で見つかりました');
  await expect(page.getByText('警告にどちらか選ぶと確定できます')).toBeVisible();
  await picture(page, 'chart', 1780);
  await expectAccessible(page);
});

test('a killed tab loses nothing', async () => {
  await page.getByRole('textbox', { name: /^P/ }).fill('電解質を確認。4週後。');
  const address = page.url();
  const context = page.context();
  await page.close({ runBeforeUnload: false });
  page = await context.newPage();
  await page.goto(address);
  await expect(page.getByRole('textbox', { name: /^P/ })).toHaveValue('電解質を確認。4週後。');
  await expect(page.getByRole('group', { name: 'RP3', exact: true })).toBeVisible();
});

test('one drug is changed, one alert overridden with a reason, and the visit is confirmed and signed', async () => {
  await page
    .getByRole('group', { name: 'RP1', exact: true })
    .getByRole('button', { name: 'イトリゾールカプセル50をやめる' })
    .click();
  await expect(page.getByRole('group', { name: 'RP3', exact: true })).toHaveCount(0);
  const aspara = page.getByRole('group', { name: 'RP2', exact: true });
  await expect(aspara).toContainText('セララ錠25mg');
  await aspara.getByRole('button', { name: '理由を選んで続ける' }).first().click();
  await aspara.getByRole('button', { name: /相談/ }).first().click();
  await expect(aspara).toContainText('で続けます');
  const confirm = page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true');
  await confirm.click();
  await authenticate(page);
  await expect(page.getByText('引換番号', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('output')).toHaveText(/^(\d{4} ){3}\d{4}$/);
  await expectAccessible(page);
});

test('the copy can be printed', async () => {
  const link = page.getByRole('link', { name: '処方内容の控えを印刷する' });
  await expect(link).toBeVisible({ timeout: 30_000 });
  const answer = await page.request.get((await link.getAttribute('href')) as string);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

// @proves A4
test('an amendment makes a new version with a reason, and both are visible', async () => {
  await page.getByRole('button', { name: '訂正する' }).click();
  await page.getByRole('textbox', { name: /^P/ }).fill('電解質を確認。2週後。');
  await page.getByRole('textbox', { name: /訂正の理由/ }).fill('再診の時期を早めた');
  await page.getByRole('button', { name: '訂正を確定する' }).click();
  await expect(page.getByText('理由：再診の時期を早めた')).toBeVisible();
  await page.getByText(/前の版を見る/).click();
  await expect(page.getByText('電解質を確認。4週後。')).toBeVisible();
});

test('the visit ends', async () => {
  await page.getByRole('button', { name: '診察を終える' }).click();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  const row = page.getByRole('listitem').filter({ hasText: 'テスト 太郎' }).first();
  await expect(row.getByText(/処方箋 登録済み/)).toBeVisible();
});

test('the worker has shared diagnoses and allergies', async () => {
  await page.getByRole('link', { name: '送信の状況' }).click();
  // other journeys of the same day have lines of their own here, refused ones among them
  const row = (kind: string) =>
    page.getByRole('row').filter({ hasText: kind }).filter({ hasText: testTaro }).first();
  await expect(row('傷病名の共有')).toContainText('届いた', { timeout: 30_000 });
  await expect(row('アレルギー等の共有')).toContainText('届いた');
  await expect(row('処方箋の登録')).toContainText('届いた');
});

test('the audit trail shows all of it', async () => {
  await signIn(page, 'tamura');
  await page.getByRole('link', { name: '監査証跡' }).click();
  for (const label of [
    'カードの結果で受付した',
    'カルテを開いた',
    '全国の重複投薬等チェックをした',
    '警告について判断した',
    '診療録を確定した',
    '処方箋に電子署名した',
    '処方箋を登録した',
    '処方の書類を印刷した',
    '診療録を訂正した',
    '電子カルテ情報共有サービスに送った',
  ])
    await expect(async () => {
      // the newest are shown first; what is older comes by pressing
      const found = page.getByRole('rowheader', { name: label }).first();
      const more = page.getByRole('button', { name: 'もっと見る' });
      if (!(await found.isVisible()) && (await more.isVisible())) await more.click({ timeout: 2_000 });
      await expect(found).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 40_000 });
  await expectAccessible(page);
});

// @proves V16.5.2
test('without the national check the rows say so, and going on needs a decision', async () => {
  await setFault('check', 'down');
  try {
    await signIn(page, 'yamada');
    await page.getByRole('button', { name: /次の患者を呼ぶ/ }).click();
    await page.getByRole('textbox', { name: /^S/ }).fill('頭痛。');
    await page.getByRole('button', { name: 'カロナール錠500 を足す' }).click();
    const row = page.getByRole('group', { name: 'RP1', exact: true });
    await expect(row).toContainText('チェック未実施', { timeout: 30_000 });
    await expect(page.getByText('警告にどちらか選ぶと確定できます')).toBeVisible();
    const order = page.getByRole('region', { name: '処方', exact: true });
    await order.getByRole('button', { name: '理由を選んで、チェックしないまま続ける' }).click();
    await order.getByRole('button', { name: 'お薬手帳で確認' }).click();
    await expect(order).toContainText('チェックしないまま続けます');
    await expect(row).not.toContainText('チェック未実施');
    await page.getByRole('button', { name: '確定して処方箋を発行する（電子署名します）' }).click();
    await expect(page.getByText('引換番号', { exact: true })).toBeVisible({ timeout: 30_000 });
  } finally {
    await setFault('check', 'normal');
  }
});

test('an ended session loses nothing: the doctor signs in again and goes on', async () => {
  await signIn(page, 'yamada');
  const name = await receiveWalkIn(page, '鈴木', 'スズキ');
  await page
    .getByRole('button', { name: `${name} さんのカルテを開く` })
    .first()
    .click();
  await page.getByRole('textbox', { name: /^S/ }).fill('せきが続く。');
  await expect(page.getByText(/保存済み/)).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole('textbox', { name: /^O/ }).fill('咽頭発赤なし。');
  await expect(page.getByText('ログインの有効期限が切れました')).toBeVisible();
  await page.getByRole('link', { name: 'ログインして続ける' }).click();
  await passSignIn(page, 'yamada');
  await expect(page.getByRole('textbox', { name: /^O/ })).toHaveValue('咽頭発赤なし。');
  await expect(page.getByRole('textbox', { name: /^S/ })).toHaveValue('せきが続く。');
});
