import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectAccessible, passSignIn, signInAnew, test, touchAuthenticator } from './steps.ts';

const newPassword = 'tatami volcano pickle seven';
/** a patient number; each clinic counts its own patients */
const patientHere = '00000003';

/** The people of a clinic: who may what, who comes and goes, and somebody who works at two clinics. */
test.describe.configure({ mode: 'serial' });

let admin: Page;
let worker: Page;
let newcomer: Page;
const contexts: BrowserContext[] = [];
test.beforeAll(async ({ browser }) => {
  for (let n = 0; n < 3; n += 1) contexts.push(await browser.newContext());
  [admin, worker, newcomer] = (await Promise.all(contexts.map((context) => context.newPage()))) as [
    Page,
    Page,
    Page,
  ];
  await touchAuthenticator(newcomer);
});
test.afterAll(() => Promise.all(contexts.map((context) => context.close())));

const manage = async (page: Page, link: string) => {
  await page.getByRole('button', { name: '管理' }).click();
  await page.getByRole('link', { name: link, exact: true }).click();
};

test('the administrator sees everybody, with role, licence and state', async () => {
  await signInAnew(admin, 'tamura');
  await manage(admin, '職員');
  const mori = admin.getByRole('row', { name: /森 由美/ });
  await expect(mori).toContainText('看護師');
  await expect(mori).toContainText('在職');
  await expectAccessible(admin);
});

test('everybody sees who may do what, from the table that refuses', async () => {
  await signInAnew(worker, 'mori');
  await manage(worker, '権限の表');
  const row = worker.getByRole('row', { name: /カルテを見る/ });
  await expect(row.getByText('できる', { exact: true }).first()).toBeVisible();
  await expect(worker.getByRole('row', { name: /診療録を確定する/ })).toContainText('医師・歯科医師');
  await expectAccessible(worker);
});

test('a screen that is opened by its address says who may see it', async () => {
  await worker.goto('/c/shirube/people');
  await expect(worker.getByText('この画面は管理者の役割が必要です。')).toBeVisible();
  await expect(worker.getByRole('table')).toHaveCount(0);
});

test('a role given or taken holds at once, in a browser that is open', async () => {
  await worker.goto('/c/shirube/board');
  await expect(worker.getByRole('link', { name: '監査証跡' })).toHaveCount(0);
  await admin.getByRole('link', { name: '森 由美' }).click();
  await admin.getByRole('checkbox', { name: /^管理者/ }).check();
  await admin.getByLabel('役割を変える理由').fill('事務長を兼ねる');
  await admin.getByRole('button', { name: '役割を変える' }).click();
  await expect(admin.getByText('看護師 → 看護師・管理者')).toBeVisible();
  await expectAccessible(admin);
  await worker.reload();
  await worker.getByRole('link', { name: '監査証跡' }).click();
  await expect(worker.getByRole('table')).toBeVisible();

  await admin.getByRole('checkbox', { name: /^管理者/ }).uncheck();
  await admin.getByLabel('役割を変える理由').fill('兼任を解く');
  await admin.getByRole('button', { name: '役割を変える' }).click();
  await expect(admin.getByText('看護師・管理者 → 看護師')).toBeVisible();
  // the page is open; its next question is refused
  await worker.getByRole('link', { name: '送信の状況' }).click();
  await expect(worker.getByText('この画面は医師・管理者の役割が必要です。')).toBeVisible();
  await expect(worker.getByRole('link', { name: '監査証跡' })).toHaveCount(0);
});

test('somebody new is invited, makes a sign-in with the code and registers a second factor', async () => {
  await manage(admin, '職員');
  await admin.getByRole('button', { name: '職員を招く' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('button', { name: '招待コードを作る' }).click();
  await expect(dialog.getByText('姓を入力してください。')).toBeVisible();
  await dialog.getByRole('textbox', { name: /^姓※/ }).fill('新井');
  await dialog.getByRole('textbox', { name: /^名※/ }).fill('遥');
  await dialog.getByRole('textbox', { name: /^姓のカナ/ }).fill('アライ');
  await dialog.getByRole('textbox', { name: /^名のカナ/ }).fill('ハルカ');
  await dialog.getByRole('checkbox', { name: /^事務/ }).check();
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: '招待コードを作る' }).click();
  const handed = admin.getByRole('alertdialog');
  const code = (await handed.getByText(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/).textContent()) as string;
  await expect(handed.getByRole('img', { name: /QR コード/ })).toBeVisible();
  await expectAccessible(admin);
  await handed.getByRole('button', { name: '閉じる' }).click();
  await expect(admin.getByRole('row', { name: /新井 遥/ })).toContainText('待っています');
  await expect(admin.getByText(code)).toHaveCount(0);

  const addresses: string[] = [];
  newcomer.on('request', (request) => addresses.push(request.url()));
  await newcomer.goto(`/invite#${code}`);
  await expect(newcomer.getByText('新井 遥 さん（事務）')).toBeVisible();
  expect(newcomer.url()).not.toContain(code);
  await expectAccessible(newcomer);
  await newcomer.getByRole('textbox', { name: /^ID/ }).fill('Arai');
  await newcomer.getByLabel(/^パスワード※/).fill('arai-arai-arai');
  await newcomer.getByLabel(/^パスワード（もう一度）/).fill('arai-arai-arai');
  await newcomer.getByRole('button', { name: 'ID を作って招待を受ける' }).click();
  await expect(newcomer.getByText(/見破られやすいパスワード/)).toBeVisible();
  await newcomer.getByLabel(/^パスワード※/).fill(newPassword);
  await newcomer.getByLabel(/^パスワード（もう一度）/).fill(newPassword);
  await newcomer.getByRole('button', { name: 'ID を作って招待を受ける' }).click();
  await newcomer.getByRole('button', { name: /パスキーを登録する/ }).click();
  await newcomer.getByRole('button', { name: '予備コードを作る' }).click();
  await newcomer.getByRole('button', { name: /はじめる/ }).click();
  await expect(newcomer.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  await expect(newcomer.getByText('事務 新井 遥')).toBeVisible();
  // the code travelled in bodies only
  expect(addresses.filter((address) => address.includes(code.slice(0, 5)))).toEqual([]);

  await admin.reload();
  const row = admin.getByRole('row', { name: /新井 遥/ }).first();
  await expect(row).toContainText('arai');
  await expect(row).toContainText('登録済み');
});

test('a used code opens nothing', async () => {
  await worker.context().clearCookies();
  await worker.goto('/invite');
  await worker.getByRole('textbox', { name: /^招待コード/ }).fill('00000-00000-00000-00000');
  await worker.getByRole('button', { name: '次へ' }).click();
  await expect(worker.getByText(/この招待コードは使えません/)).toBeVisible();
  await expectAccessible(worker);
});

test('who leaves is refused at the next click, and comes back as the same person', async () => {
  await admin.getByRole('link', { name: '新井 遥' }).click();
  await admin.getByLabel(/^離職の理由/).fill('契約の満了');
  await admin.getByRole('button', { name: '新井 遥 さんを離職にする' }).click();
  await expect(admin.getByRole('heading', { name: '復職' })).toBeVisible();
  await expectAccessible(admin);
  await newcomer.reload();
  await expect(newcomer.getByRole('heading', { name: 'ログイン' })).toBeVisible();

  await admin.getByLabel(/^復職の理由/).fill('再び契約した');
  await admin.getByRole('button', { name: '新井 遥 さんを復職にする' }).click();
  await expect(admin.getByRole('heading', { name: '離職', exact: true })).toBeVisible();
  await expect(admin.getByRole('listitem').filter({ hasText: '離職した' })).toContainText('契約の満了');
  await newcomer.getByRole('button', { name: 'パスキーでログインする' }).click();
  await expect(newcomer.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
});

test('an open browser is closed from afar', async () => {
  await admin.reload();
  await admin.getByLabel(/^打ち切る理由/).fill('端末の紛失');
  await admin.getByRole('button', { name: 'すべてのログインを打ち切る' }).click();
  await expect(admin.getByText(/ログインを打ち切りました/)).toBeVisible();
  await newcomer.reload();
  await expect(newcomer.getByRole('heading', { name: 'ログイン' })).toBeVisible();
});

test('somebody with a sign-in is invited to a second clinic', async () => {
  await manage(admin, '職員');
  await admin.getByRole('button', { name: '職員を招く' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^姓※/ }).fill('岸');
  await dialog.getByRole('textbox', { name: /^名※/ }).fill('直美');
  await dialog.getByRole('textbox', { name: /^姓のカナ/ }).fill('キシ');
  await dialog.getByRole('textbox', { name: /^名のカナ/ }).fill('ナオミ');
  await dialog.getByRole('checkbox', { name: /^事務/ }).check();
  await dialog.getByRole('textbox', { name: /ほかの医療機関で使っている ID/ }).fill('kishi');
  await dialog.getByRole('button', { name: '招待コードを作る' }).click();
  const handed = admin.getByRole('alertdialog');
  const code = (await handed.getByText(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/).textContent()) as string;
  await handed.getByRole('button', { name: '閉じる' }).click();

  await worker.goto('about:blank');
  await worker.goto(`/invite#${code}`);
  await expect(worker.getByRole('heading', { name: 'はじめての方' })).toHaveCount(0);
  await worker.getByRole('link', { name: 'いまの ID でログインして受ける' }).click();
  await passSignIn(worker, 'kishi');
  await worker.getByRole('button', { name: '岸 直美 さんとして招待を受ける' }).click();
  const menu = worker.getByRole('button', { name: /医療機関を切り替える/ });
  await menu.click();
  await expect(worker.getByRole('link', { name: 'しるべ内科クリニック' })).toBeVisible();
});

test('somebody who works at two clinics moves between them, and nothing is mixed', async () => {
  await signInAnew(worker, 'kawaguchi');
  const asked: string[] = [];
  worker.on('request', (request) => {
    if (request.url().includes('/trpc/')) asked.push(new URL(request.url()).pathname);
  });
  await expect(worker).toHaveURL(/\/c\/minato\/board/);
  const menu = worker.getByRole('button', { name: /医療機関を切り替える/ });
  await expect(menu).toContainText('みなと診療所');
  // a patient of the first clinic is looked for, and stands in the memory of its page
  await worker.getByRole('button', { name: '患者をさがして受付する' }).click();
  const search = worker.getByRole('searchbox', { name: '患者をさがす' });
  await search.fill(patientHere);
  await expect(worker.getByRole('option').first()).toBeVisible();
  const here = await worker.getByRole('option').first().textContent();
  await worker.getByText('閉じる', { exact: true }).click();
  await menu.click();
  await expectAccessible(worker);
  asked.length = 0;
  await worker.getByRole('link', { name: 'しるべ内科クリニック' }).click();
  await expect(worker).toHaveURL(/\/c\/shirube\/board/);
  await expect(menu).toContainText('しるべ内科クリニック');
  await expect(worker.getByRole('listitem').filter({ hasText: '髙﨑 ハナ' }).first()).toBeVisible();
  // the same words find another clinic's people, or nobody
  await worker.getByRole('button', { name: '患者をさがして受付する' }).click();
  await search.fill(patientHere);
  await expect(
    worker
      .getByRole('option')
      .or(worker.getByText(/見つかりません/))
      .first(),
  ).toBeVisible();
  expect(await worker.locator('main, [role=dialog]').allTextContents()).not.toContainEqual(
    expect.stringContaining(here as string),
  );
  // no question of this page went to the clinic that was left
  expect(asked.filter((path) => /^\/api\/c\/(?!shirube\/)/.test(path))).toEqual([]);
  expect(asked.length).toBeGreaterThan(1);
  await worker.goBack();
  await expect(worker).toHaveURL(/\/c\/minato\/board/);
  await expect(menu).toContainText('みなと診療所');
  await expect(worker.getByText('髙﨑 ハナ')).toHaveCount(0);
});
