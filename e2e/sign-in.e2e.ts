import { type Browser, expect, type Page } from '@playwright/test';
import pg from 'pg';
import { expectAccessible, fillDemoCode, signInAnew, test } from './steps.ts';

/** Signing in, proving again, leaving the screen, and what ends from another browser. */
const password = 'shirube-demo-2026';

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** An authenticator of this browser, as a phone or a laptop has one: it verifies its user and keeps passkeys. */
async function addAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    verifies: (isUserVerified: boolean) =>
      session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

/** As the owner of the database: what only time would do. */
async function inDatabase(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.SHIRUBE_DATABASE_OWNER_URL });
  await client.connect();
  const { rowCount } = await client.query(sql, values);
  await client.end();
  expect(rowCount).toBeGreaterThan(0);
}

const proofsWentStale = (loginId: string) =>
  inDatabase(
    `UPDATE identity.auth_session s SET assured_at = now() - interval '11 minutes'
       FROM identity.account a WHERE a.id = s.account_id AND a.login_id = $1`,
    [loginId],
  );

/** Gives a demo person the demo's password back, as it was hashed for a colleague. */
const resetPasswordOf = (loginId: string) =>
  inDatabase(
    `UPDATE identity.account SET password_hash = (SELECT password_hash FROM identity.account WHERE login_id = 'tamura')
      WHERE login_id = $1`,
    [loginId],
  );

// @proves D4 V6.3.8
test('a wrong password and an unknown name are told the same', async ({ browser }) => {
  const page = await newPage(browser);
  const told: (string | null)[] = [];
  for (const loginId of ['kishi', 'nobody']) {
    await page.goto('/sign-in');
    await page.getByRole('textbox', { name: /^ID/ }).fill(loginId);
    await page.getByLabel('パスワード').first().fill('wrong password');
    await page.getByRole('button', { name: 'ログインする', exact: true }).click();
    told.push(await page.getByRole('alert').filter({ hasText: 'ログインできませんでした' }).textContent());
  }
  expect(told[0]).toBe(told[1]);
  await expectAccessible(page);
  await page.context().close();
});

// @proves D2 V6.3.3
test('the password alone opens nothing', async ({ browser }) => {
  const page = await newPage(browser);
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: /^ID/ }).fill('hama');
  await page.getByLabel('パスワード').first().fill(password);
  await page.getByRole('button', { name: 'ログインする', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'もう1つの確認' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/c/minato/board');
  await expect(page).toHaveURL(/\/sign-in/);
  // the page was loaded again: the second step is still where it was
  await expect(page.getByRole('heading', { name: 'もう1つの確認' })).toBeVisible();
  await page.getByLabel(/認証コード/).fill('000000');
  await page.getByRole('button', { name: '確かめてログインする' }).click();
  await expect(page.getByText('コードを確かめて、もう一度お試しください。')).toBeVisible();
  await fillDemoCode(page);
  await page.getByRole('button', { name: '確かめてログインする' }).click();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  await page.context().close();
});

// @proves D2 V6.3.3
test('a passkey is registered on the account page and then signs in by one touch', async ({ browser }) => {
  const page = await newPage(browser);
  const authenticator = await addAuthenticator(page);
  await signInAnew(page, 'kishi');
  await page.getByRole('link', { name: /岸 直美/ }).click();
  await expect(page.getByRole('heading', { name: /自分のログイン/ })).toBeVisible();
  await page.getByRole('button', { name: '認証の手段を足す' }).click();
  await page.getByRole('button', { name: 'パスキーを登録する（おすすめ）' }).click();
  await expect(page.getByText(/^パスキー：/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: 'パスキーでログインする' }).click();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();

  // a device that does not verify its user is not enough
  await page.getByRole('button', { name: 'ログアウト', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await authenticator.verifies(false);
  await page.getByRole('button', { name: 'パスキーでログインする' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'パスキーの確認が終わりませんでした' })).toBeVisible(
    {
      timeout: 30_000,
    },
  );
  await page.context().close();
});

// @proves D2 V6.5.1
test('recovery codes are shown once and each signs in once', async ({ browser }) => {
  const page = await newPage(browser);
  await signInAnew(page, 'hama');
  await page.goto('/account');
  await page.getByRole('button', { name: '予備コードを作る' }).click();
  await page.getByRole('button', { name: '予備コードを作る' }).click();
  const codes = page.getByRole('list', { name: '予備コード' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  const code = (await codes.first().textContent()) ?? '';
  expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'しまいました' }).click();
  await expect(page.getByText(/残り 10 個/)).toBeVisible();

  const withCode = async () => {
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('textbox', { name: /^ID/ }).fill('hama');
    await page.getByLabel('パスワード').first().fill(password);
    await page.getByRole('button', { name: 'ログインする', exact: true }).click();
    await page.getByRole('button', { name: /予備コードを使う/ }).click();
    await page.getByLabel('予備コード', { exact: false }).first().fill(code);
    await page.getByRole('button', { name: '確かめてログインする' }).click();
  };
  await withCode();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  await withCode();
  await expect(page.getByText('コードを確かめて、もう一度お試しください。')).toBeVisible();
  await page.context().close();
});

// @proves V7.5.3
test('what matters asks for a factor again, and then goes on by itself', async ({ browser }) => {
  const page = await newPage(browser);
  await signInAnew(page, 'minato');
  await proofsWentStale('minato');
  await page.getByRole('button', { name: '電子署名を認証する' }).click();
  await page.getByRole('button', { name: 'リモート署名サービス' }).click();
  const dialog = page.getByRole('dialog', { name: '本人であることを確かめます' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await fillDemoCode(page);
  await dialog.getByRole('button', { name: '確かめて続ける' }).click();
  // nothing was pressed again: the signing service asks for its own authentication
  await expect(page.getByRole('button', { name: /スマートフォンで認証する/ })).toBeVisible();
  await page.context().close();
});

// @proves D5 D6 V7.3.1
test('a screen left alone is covered everywhere, and comes back with what was typed', async ({ browser }) => {
  const page = await newPage(browser);
  await page.clock.install();
  await signInAnew(page, 'yamada');
  await page.getByRole('button', { name: /次の患者を呼ぶ/ }).click();
  await expect(page).toHaveURL(/\/encounters\//);
  const patient = (await page.getByRole('region', { name: '患者' }).getByRole('heading').textContent()) ?? '';
  expect(patient.trim()).not.toBe('');
  const address = page.url();
  const other = await page.context().newPage();
  await other.goto(address);
  await expect(other.getByText(patient).first()).toBeVisible();

  await page.getByRole('textbox', { name: /^S/ }).fill('ロックの前に書いた。');
  await page.clock.fastForward('03:10');
  const warning = page.getByRole('alertdialog', { name: 'まもなく画面をロックします' });
  await expect(warning).toBeVisible();
  await expectAccessible(page);
  await warning.getByRole('button', { name: '続ける' }).click();
  await expect(warning).toBeHidden();

  await page.getByRole('textbox', { name: /^O/ }).fill('直前に書いた。');
  await page.clock.fastForward('05:10');
  for (const each of [page, other]) {
    await expect(each.getByRole('heading', { name: '画面をロックしています' })).toBeVisible();
    expect(await each.locator('html').innerHTML()).not.toContain(patient.trim());
    expect(await each.title()).toBe('標 Shirube');
  }
  await expectAccessible(page);
  // the cover is not paint: the session itself answers nothing
  await other.reload();
  await expect(other.getByRole('heading', { name: '画面をロックしています' })).toBeVisible();

  await page.getByLabel('パスワード').first().fill(password);
  await fillDemoCode(page);
  await page.getByRole('button', { name: 'ロックを解除する' }).click();
  await expect(page.getByRole('textbox', { name: /^S/ })).toHaveValue('ロックの前に書いた。');
  await expect(page.getByRole('textbox', { name: /^O/ })).toHaveValue('直前に書いた。');
  expect(page.url()).toBe(address);
  await expect(other.getByText(patient).first()).toBeVisible();

  // by hand, and somebody else takes the seat
  await page.keyboard.press('Control+Alt+L');
  await expect(page.getByRole('heading', { name: '画面をロックしています' })).toBeVisible();
  await page.getByRole('button', { name: '別の人がログインする' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goBack();
  await expect(page.getByText(patient)).toHaveCount(0);
  await page.context().close();
});

// @proves D5 V7.5.2
test('a session ended from another browser is refused at its next request', async ({ browser }) => {
  const [left, right] = [await newPage(browser), await newPage(browser)];
  await signInAnew(left, 'tamura');
  await signInAnew(right, 'tamura');
  await right.goto('/account');
  await right.getByRole('button', { name: 'ほかの端末をすべてログアウトする' }).click();
  await expect(right.getByRole('button', { name: 'ほかの端末をすべてログアウトする' })).toHaveCount(0);
  await left.goto('/c/shirube/board');
  await expect(left).toHaveURL(/\/sign-in/);
  await expect(right.getByRole('rowheader', { name: 'ほかの端末をログアウトした' })).toBeVisible();
  await left.context().close();
  await right.context().close();
});

test('a password is changed with the current one, and a weak one is refused with what to do', async ({
  browser,
}) => {
  const page = await newPage(browser);
  await signInAnew(page, 'mori');
  await page.goto('/account');
  const change = async (current: string, next: string) => {
    await page
      .getByLabel(/^今のパスワード/)
      .first()
      .fill(current);
    await page
      .getByLabel(/^新しいパスワード/)
      .first()
      .fill(next);
    await page.getByRole('button', { name: 'パスワードを変える' }).click();
  };
  await change(password, 'password2026!');
  await expect(page.getByText(/見破られやすいパスワードです/)).toBeVisible();
  await change('not the one', 'volcano tatami seven pickle');
  await expect(page.getByText(/入力した内容が正しくありません/)).toBeVisible();
  await change(password, 'volcano tatami seven pickle');
  await expect(page.getByText('パスワードを変えました')).toBeVisible();
  await change('volcano tatami seven pickle', password);
  await expect(page.getByText(/これまでに使ったパスワード|見破られやすい/)).toBeVisible();
  await resetPasswordOf('mori');
  await page.context().close();
});

test('a forgotten password is set with a code handed over, and the second factor stays', async ({
  browser,
}) => {
  const [admin, person] = [await newPage(browser), await newPage(browser)];
  await signInAnew(admin, 'tamura');
  await admin.goto('/c/shirube/people');
  await admin.getByRole('link', { name: '佐々木 恵' }).click();
  await admin.getByRole('button', { name: 'パスワードの再設定の番号を出す' }).click();
  const dialog = admin.getByRole('dialog', { name: '佐々木 恵 さんに手渡す番号' });
  const code = await dialog.getByRole('status').textContent();
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: '伝えました' }).click();
  await expect(admin.getByText(code ?? '')).toHaveCount(0);

  await person.goto('/sign-in');
  await person.getByRole('link', { name: 'パスワードがわからないとき' }).click();
  await person.getByRole('textbox', { name: /^ID/ }).fill('sasaki');
  await person.getByLabel('管理者から手渡された番号').fill(code ?? '');
  await person
    .getByLabel(/^新しいパスワード/)
    .first()
    .fill('harbour mango thread violet');
  await expectAccessible(person);
  await person.getByRole('button', { name: 'パスワードを変える' }).click();
  await person.getByRole('link', { name: 'ログインへ進む' }).click();
  await person.getByRole('textbox', { name: /^ID/ }).fill('sasaki');
  await person.getByLabel('パスワード').first().fill('harbour mango thread violet');
  await person.getByRole('button', { name: 'ログインする', exact: true }).click();
  await fillDemoCode(person);
  await person.getByRole('button', { name: '確かめてログインする' }).click();
  await expect(person.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
  // told on the first screen, because somebody else did it
  await expect(person.getByText('前回のログインのあと、次のことがありました')).toBeVisible();
  await expect(person.getByText(/パスワードを再設定した/)).toBeVisible();
  await expectAccessible(person);
  // the journeys after this one know the demo's password
  await resetPasswordOf('sasaki');
  await admin.context().close();
  await person.context().close();
});

test('a rule of places is not saved from a place it would shut out', async ({ browser }) => {
  const page = await newPage(browser);
  await signInAnew(page, 'hama');
  await page.goto('/c/minato/settings/access');
  await page.getByLabel(/使えるネットワーク/).fill('203.0.113.0/24');
  await page.getByRole('button', { name: '保存する' }).click();
  await expect(page.getByText(/接続元のアドレスがわからない設置のため/)).toBeVisible();
  await expectAccessible(page);
  await page.context().close();
});
