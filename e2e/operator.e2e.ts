import fs from 'node:fs';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectAccessible, passSignIn, test, touchAuthenticator } from './steps.ts';

const adminPassword = 'tatami volcano pickle seven';

/** A clinic's life: made by an operator, set up by its administrator, suspended, resumed and closed. */
test.describe.configure({ mode: 'serial' });

let operator: Page;
let admin: Page;
let code: string;
let clinicPage: string;
const contexts: BrowserContext[] = [];
test.beforeAll(async ({ browser }) => {
  for (let n = 0; n < 2; n += 1) contexts.push(await browser.newContext());
  [operator, admin] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page];
  await touchAuthenticator(admin);
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

/** Counts what the administrator presses and fills in: the set-up is measured. */
const work = { pressed: 0, filled: 0, started: 0 };
const press = async (page: Page, name: string | RegExp, role: 'button' | 'checkbox' = 'button') => {
  work.pressed += 1;
  await page.getByRole(role, { name }).first().click();
};
const fill = async (page: Page, label: string | RegExp, value: string) => {
  work.filled += 1;
  await page.getByRole('textbox', { name: label }).fill(value);
};

async function signInAsOperator(page: Page): Promise<void> {
  await page.goto('/operator/sign-in');
  await page.getByRole('button', { name: '運用 太郎（デモ）を入れる' }).click();
  await expect(page.getByLabel(/認証コード/)).toHaveValue(/^\d{6}$/, { timeout: 70_000 });
  await page.getByRole('button', { name: 'ログインする' }).click();
  await expect(page.getByRole('heading', { name: '医療機関', exact: true })).toBeVisible();
}

async function giveReason(page: Page, reason: string, action: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog.getByText('理由を入力してください。')).toBeVisible();
  await dialog.getByRole('textbox', { name: /^理由/ }).fill(reason);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: action, exact: true }).click();
  await expect(dialog).toBeHidden();
}

test('an operator signs in with password and code, apart from every clinic', async () => {
  await operator.goto('/operator');
  await expect(operator).toHaveURL(/\/operator\/sign-in$/);
  await expectAccessible(operator);
  await operator.getByLabel('ID', { exact: false }).first().fill('operator');
  await operator.getByLabel(/^パスワード/).fill('shirube-demo-2026');
  await operator.getByLabel(/認証コード/).fill('000000');
  await operator.getByRole('button', { name: 'ログインする' }).click();
  await expect(operator.getByText('入力した内容が正しくありません。')).toBeVisible();
  await signInAsOperator(operator);
  await expect(operator.getByRole('row', { name: /しるべ内科クリニック/ })).toContainText('1311234569');
  await expectAccessible(operator);
});

// @proves D9
test('an operator opens no page of a clinic', async () => {
  await operator.goto('/c/shirube/board');
  await expect(operator).toHaveURL(/\/sign-in/);
  const answer = await operator.request.post('/api/c/shirube/trpc/reception.board', {
    headers: { origin: new URL(operator.url()).origin },
    data: { serviceDate: null },
  });
  expect(answer.status()).toBe(401);
});

test('a clinic is made, with the check digit of its code', async () => {
  await operator.goto('/operator');
  await operator.getByRole('link', { name: '医療機関を作る' }).click();
  await operator.getByRole('button', { name: '医療機関を作る' }).click();
  await expect(operator.getByText('医療機関の名称を入力してください。')).toBeVisible();
  await operator.getByRole('textbox', { name: /^名称/ }).fill('そら小児科');
  await operator.getByRole('textbox', { name: /^アドレスの名前/ }).fill('sora');
  await operator.getByRole('combobox', { name: /^都道府県/ }).selectOption('13');
  await operator.getByRole('textbox', { name: /^医療機関番号/ }).fill('1234560');
  await operator.getByRole('button', { name: '医療機関を作る' }).click();
  await expect(operator.getByText(/検証番号が合いません/)).toBeVisible();
  await operator.getByRole('textbox', { name: /^医療機関番号/ }).fill('765432');
  await expect(operator.locator('output')).toHaveText(/^131765432\d$/);
  await operator.getByRole('combobox', { name: /^主たる診療科/ }).selectOption('09');
  await expectAccessible(operator);
  await operator.getByRole('button', { name: '医療機関を作る' }).click();
  await expect(operator.getByRole('heading', { name: 'そら小児科' })).toBeVisible();
  clinicPage = operator.url();
  await expectAccessible(operator);
});

test('its first administrator is invited with a code that is shown once', async () => {
  await operator.getByRole('textbox', { name: /^姓※/ }).fill('空野');
  await operator.getByRole('textbox', { name: /^名※/ }).fill('光');
  await operator.getByRole('textbox', { name: /^姓のカナ/ }).fill('ソラノ');
  await operator.getByRole('textbox', { name: /^名のカナ/ }).fill('ヒカル');
  await operator.getByRole('button', { name: '招待コードを作る' }).click();
  const shown = operator.getByLabel('招待コード');
  await expect(shown).toHaveText(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
  code = (await shown.textContent()) as string;
  await expectAccessible(operator);
});

test('the administrator comes with the code and is led to the set-up', async () => {
  await admin.goto(`/invite#${code}`);
  await expect(admin.getByText('空野 光 さん（管理者）')).toBeVisible();
  await admin.getByRole('textbox', { name: /^ID/ }).fill('sorano');
  await admin.getByLabel(/^パスワード※/).fill(adminPassword);
  await admin.getByLabel(/^パスワード（もう一度）/).fill(adminPassword);
  await admin.getByRole('button', { name: 'ID を作って招待を受ける' }).click();
  await admin.getByRole('button', { name: /パスキーを登録する/ }).click();
  await admin.getByRole('button', { name: '予備コードを作る' }).click();
  await admin.getByRole('button', { name: /はじめる/ }).click();
  await expect(admin.getByRole('heading', { name: 'はじめの準備' })).toBeVisible();
  await expect(admin.getByText('医療機関の情報（いまここ）')).toBeVisible();
  await expectAccessible(admin);
});

test('the set-up is finished alone, by presses mostly, and outlives its tab', async () => {
  work.started = Date.now();
  await press(admin, '保存して次へ');
  await expect(admin.getByText('開設者の氏名または法人名を入力してください。')).toBeVisible();
  await fill(admin, /^郵便番号/, '100-0001');
  await fill(admin, /^所在地/, '東京都架空区空１－２');
  await fill(admin, /^電話番号/, '03-0000-1111');
  await fill(admin, /^開設者/, '空野 光');
  // the tab dies in the middle of a step
  await admin.close({ runBeforeUnload: false });
  admin = await (contexts[1] as BrowserContext).newPage();
  await touchAuthenticator(admin);
  await admin.goto('/');
  await expect(admin.getByRole('textbox', { name: /^開設者/ })).toHaveValue('空野 光');
  await fill(admin, /^管理医師/, '空野 光');
  await press(admin, '保存して次へ');

  await expect(admin.getByText('診療科と診療時間（いまここ）')).toBeVisible();
  await press(admin, '内科');
  await press(admin, /^木曜 午前/);
  await expect(admin.getByRole('button', { name: /^木曜 午前/ })).toHaveAttribute('aria-pressed', 'false');
  await press(admin, '年末年始を加える');
  await expectAccessible(admin);
  await press(admin, '保存して次へ');

  await expect(admin.getByText('職員を招く（いまここ）')).toBeVisible();
  await expect(admin.getByText(/医師がまだ参加していません/)).toBeVisible();
  await expectAccessible(admin);
  await press(admin, 'あとで');

  await expect(admin.getByText('安全の設定（いまここ）')).toBeVisible();
  await expect(admin.getByText('2つ目の認証は、いつも必要です')).toBeVisible();
  await admin.getByText('10分', { exact: true }).click();
  work.pressed += 1;
  await expectAccessible(admin);
  await press(admin, '保存して次へ');

  await expect(admin.getByText('確認（いまここ）')).toBeVisible();
  await expect(admin.getByText('あとで', { exact: true })).toBeVisible();
  await expectAccessible(admin);
  await press(admin, '準備を終えて、受付一覧へ進む');
  await expect(admin.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  await expect(admin.getByText('はじめの準備が終わっていません')).toHaveCount(0);
  const seconds = Math.round((Date.now() - work.started) / 1000);
  process.stdout.write(
    `Set-up of a clinic: ${work.pressed} presses, ${work.filled} fields, ${seconds} s by machine.\n`,
  );
  expect(work.pressed + work.filled).toBeLessThanOrEqual(20);
});

test('what was set up can be changed, and the code is not among it', async () => {
  await admin.goto('/c/sora/settings/clinic');
  await expect(admin.getByRole('textbox', { name: /^管理医師/ })).toHaveValue('空野 光');
  await expect(admin.getByRole('listitem').filter({ hasText: '小児科' }).first()).toContainText(
    '主たる診療科',
  );
  await expect(admin.getByText(/^131765432\d$/)).toBeVisible();
  await admin.getByRole('button', { name: '内科を先頭にする' }).click();
  await admin.getByRole('button', { name: '診療科と診療時間を保存する' }).click();
  await expect(admin.getByRole('button', { name: '小児科を先頭にする' })).toBeVisible();
  await admin.reload();
  await expect(admin.getByRole('listitem').filter({ hasText: '内科' }).first()).toContainText('主たる診療科');
  await expectAccessible(admin);
});

test('an operator no longer invites anybody', async () => {
  await operator.goto(clinicPage);
  await expect(operator.getByRole('heading', { name: 'そら小児科' })).toBeVisible();
  await expect(operator.getByText('最初の管理者を招く')).toHaveCount(0);
});

test('suspended: the open page stops at its next question and says why', async () => {
  await admin.goto('/c/sora/board');
  await operator.getByRole('button', { name: '利用を停止する' }).click();
  await giveReason(operator, '利用料の確認のため', '停止する');
  await expect(operator.getByText('停止中')).toBeVisible();
  await admin.getByRole('link', { name: '送信の状況' }).click();
  await expect(
    admin.getByText(/そら小児科の(画面は、いま使えません|利用は停止されています)/).first(),
  ).toBeVisible();
  await expect(admin.getByText(/運用者に確かめてください/).first()).toBeVisible();
  await admin.goto('/');
  await expect(admin.getByText('そら小児科の利用は停止されています')).toBeVisible();
  await expectAccessible(admin);
});

test('resumed: the same session goes on, and the administrator reads what happened and why', async () => {
  await operator.getByRole('button', { name: '利用を再開する' }).click();
  await giveReason(operator, '確認できたため', '再開する');
  await admin.goto('/c/sora/audit');
  await expect(admin.getByText('運用者が利用を停止した').first()).toBeVisible();
  await expect(admin.getByText('利用料の確認のため').first()).toBeVisible();
  await expect(admin.getByText(/運用 太郎/).first()).toBeVisible();
});

test('all records leave as a file that an operator starts and only the administrator fetches', async () => {
  await operator.getByRole('button', { name: '全部の記録の書き出しを始める' }).click();
  await giveReason(operator, '閉院の引き継ぎのため', '書き出しを始める');
  const made = operator.getByRole('row', { name: /運用 太郎/ }).filter({ hasText: 'MB' });
  await expect(made).toContainText('受け取れます', { timeout: 30_000 });
  await expect(operator.getByRole('link', { name: /受け取る/ })).toHaveCount(0);
  await expectAccessible(operator);

  await admin.goto('/c/sora/settings/clinic');
  await expect(admin.getByText('受け取ったファイルには、患者の情報がそのまま入っています')).toBeVisible();
  await expectAccessible(admin);
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('button', { name: 'ファイルを受け取る' }).click(),
  ]);
  const file = fs.readFileSync(await download.path());
  expect(file.subarray(0, 2).toString()).toBe('PK');
  expect(file.includes('tables/patient.ndjson')).toBe(true);
  const stolen = await operator.request.get(new URL(download.url()).pathname);
  expect([stolen.status(), (await stolen.body()).byteLength]).toEqual([404, 0]);
  await operator.reload();
  await expect(made).toContainText(/\d+月|\//);
});

// @proves C1
test('closed: nobody signs in, and the records are kept for five years', async () => {
  await operator.getByRole('button', { name: '医療機関を閉じる' }).click();
  await giveReason(operator, '院長の引退による廃止', '医療機関を閉じる');
  await expect(operator.getByText('廃止', { exact: true }).first()).toBeVisible();
  await expect(operator.getByText(/令和13年.*まで（消せません）/)).toBeVisible();
  await expectAccessible(operator);
  await admin.goto('/c/sora/board');
  await expect(admin.getByText('そら小児科は閉じられています')).toBeVisible();
  await expectAccessible(admin);
});

test('a demo goes back to its first day; a clinic in earnest has no such button', async () => {
  await expect(operator.getByRole('button', { name: 'デモを初めに戻す' })).toHaveCount(0);
  await operator.goto('/operator');
  await operator.getByRole('link', { name: 'みなと診療所' }).click();
  await operator.getByRole('button', { name: 'デモを初めに戻す' }).click();
  await giveReason(operator, '次の見学のため', '初めに戻す');
  await expect(operator.getByText(/デモを初めに戻しました/)).toBeVisible({ timeout: 60_000 });
  await expectAccessible(operator);
});

test('the book of the operators has all of it, with reasons', async () => {
  await operator.getByRole('link', { name: '運用の記録' }).click();
  for (const label of [
    'ログインした',
    '医療機関を作った',
    '最初の管理者を招いた',
    '医療機関の利用を停止した',
    '医療機関の利用を再開した',
    '全部の記録の書き出しを始めた',
    '医療機関を閉じた',
    'デモの医療機関を初めに戻した',
  ])
    await expect(operator.getByRole('rowheader', { name: label }).first()).toBeVisible();
  await expect(operator.getByRole('row', { name: /医療機関を閉じた/ })).toContainText('院長の引退による廃止');
  await expectAccessible(operator);
  await operator.getByRole('button', { name: 'ログアウト' }).click();
  await expect(operator).toHaveURL(/\/operator\/sign-in$/);
  await operator.goto('/operator/events');
  await expect(operator).toHaveURL(/\/operator\/sign-in$/);
});

test('the demo can be used as on its first day', async () => {
  await admin.context().clearCookies();
  await admin.goto('/sign-in');
  await passSignIn(admin, 'hama');
  await expect(admin.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
});
