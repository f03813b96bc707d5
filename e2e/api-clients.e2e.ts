import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BrowserContext, expect, type Page } from '@playwright/test';
import { expectAccessible, signInAnew, test } from './steps.ts';

/** A laboratory and a reservation system get in: the administrator in the browser, the other system over HTTP. */
test.describe.configure({ mode: 'serial' });

let context: BrowserContext;
let admin: Page;
let origin: string;
test.beforeAll(async ({ browser, baseURL }) => {
  origin = new URL(baseURL as string).origin;
  keyFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-client-'));
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  admin = await context.newPage();
});
test.afterAll(async () => {
  await context.close();
  fs.rmSync(keyFolder, { recursive: true, force: true });
});

interface Reply {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

async function post(path: string, form: Record<string, string>): Promise<Reply> {
  const answer = await fetch(`${origin}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers };
}

const askToken = (clientId: string, secret: string): Promise<Reply> =>
  post('/api/oauth/token', {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
  });

async function call(path: string, token: unknown): Promise<Reply> {
  const answer = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

const shown = (label: string) => admin.getByLabel(label, { exact: true }).inputValue();
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** private_key_jwt with nothing but Node: what docs/api.md shows. */
function assertion(clientId: string, key: KeyObject): string {
  const seconds = Math.floor(Date.now() / 1000);
  const unsigned = [
    base64url({ alg: 'ES256', typ: 'client-authentication+jwt' }),
    base64url({
      iss: clientId,
      sub: clientId,
      aud: origin,
      jti: randomUUID(),
      iat: seconds,
      exp: seconds + 60,
    }),
  ].join('.');
  const signature = sign('sha256', Buffer.from(unsigned), { key, dsaEncoding: 'ieee-p1363' });
  return `${unsigned}.${signature.toString('base64url')}`;
}

let clientId: string;
let secret: string;
let token: unknown;
let laboratory: string;
let keyFolder: string;

test('the administrator registers a system and is shown its secret once', async () => {
  await signInAnew(admin, 'tamura');
  await admin.getByRole('button', { name: '管理' }).click();
  await admin.getByRole('link', { name: '外部システム' }).click();
  await expectAccessible(admin);
  await admin.getByRole('link', { name: '外部システムを登録する' }).click();
  await admin.getByRole('button', { name: '登録する', exact: true }).click();
  await expect(admin.getByText('許可することを1つ以上選んでください。')).toBeVisible();
  await expect(admin.getByText('相手の公開鍵を貼り付けてください。')).toBeVisible();
  await expectAccessible(admin);

  await admin.getByRole('textbox', { name: /^名称/ }).fill('あおば予約システム');
  await admin.getByRole('textbox', { name: /^使う目的/ }).fill('予約と受付の照合');
  await admin.getByRole('textbox', { name: /^相手の連絡先/ }).fill('03-0000-0000 担当 青葉');
  await admin.getByRole('checkbox', { name: /^患者を照合する/ }).check();
  await admin.getByRole('checkbox', { name: /^受付の一覧と状態を読む/ }).check();
  await admin.getByRole('radio', { name: /^合言葉/ }).check();
  await admin.getByRole('button', { name: '登録する', exact: true }).click();
  await expect(admin.getByText('合言葉を表示するのは、いまだけです')).toBeVisible();
  clientId = await shown('クライアントID');
  secret = await shown('合言葉');
  expect(await shown('トークンを受け取る宛先')).toBe(`${origin}/api/oauth/token`);
  await admin.getByRole('button', { name: '合言葉を写す' }).click();
  await expect(admin.getByText('写しました。')).toBeVisible();
  expect(await admin.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await expectAccessible(admin);

  await admin.getByRole('link', { name: '渡したので、次へ進む' }).click();
  await expect(admin.getByRole('heading', { name: 'あおば予約システム', exact: true })).toBeVisible();
  expect(await admin.content()).not.toContain(secret);
  await admin.goBack();
  await expect(admin.getByRole('heading', { name: '外部システムを登録する' })).toBeVisible();
  expect(await admin.content()).not.toContain(secret);
  expect(admin.url()).not.toContain('secret');
});

test('the system gets a token over HTTP and reads what it may, and no more', async () => {
  const metadata = await (await fetch(`${origin}/.well-known/oauth-authorization-server`)).json();
  expect(metadata).toMatchObject({ issuer: origin, token_endpoint: `${origin}/api/oauth/token` });
  expect((await askToken(clientId, `${secret}x`)).status).toBe(401);
  const granted = await askToken(clientId, secret);
  expect(granted).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 600 } });
  token = granted.body.access_token;
  const me = await call('/me', token);
  expect(me).toMatchObject({
    status: 200,
    body: {
      client: { id: clientId, name: 'あおば予約システム' },
      clinic: { name: 'しるべ内科クリニック' },
      scopes: ['patient.identify', 'reception.read'],
    },
  });
  expect(me.headers.get('ratelimit-policy')).toBe('"client";q=300;w=60');
  const today = await call('/receptions', token);
  expect(today.status).toBe(200);
  const [first] = today.body.receptions as { patient: { patientNumber: string; familyName: string } }[];
  const found = await call(`/patients?patientNumber=${first?.patient.patientNumber}`, token);
  expect(found.body).toMatchObject({ patients: [{ familyName: first?.patient.familyName }] });
  expect(JSON.stringify(found.body)).not.toMatch(/address|phone|住所/);
  expect(await call('/clinic', token)).toMatchObject({
    status: 403,
    body: { type: 'urn:shirube:problem:insufficient-scope', scope: 'clinic.read' },
  });
  // a person's own session opens nothing here
  const withCookie = await admin.request.get(`${origin}/api/v1/me`);
  expect(withCookie.status()).toBe(401);
});

test('what it did stands on its page and in the audit trail', async () => {
  await admin.goto('/c/shirube/settings/clients');
  await admin.getByRole('link', { name: 'あおば予約システム' }).click();
  const table = admin.getByRole('group', { name: '最近の利用' });
  await expect(table.getByRole('row', { name: /患者を照合した/ }).first()).toContainText('実行');
  await expect(
    table.getByRole('row', { name: /外部システムがトークンを受け取った.*認証の情報が違う/ }),
  ).toBeVisible();
  await expectAccessible(admin);
});

test('the secret is replaced with an overlap: both work, until the old one is ended', async () => {
  await admin.getByRole('button', { name: '入れ替える' }).click();
  const dialog = admin.getByRole('dialog', { name: '認証を入れ替える' });
  await expect(dialog.getByRole('radio', { name: /^合言葉/ })).toBeChecked();
  await dialog.getByLabel(/いまの認証を使える時間/).selectOption('24');
  await expectAccessible(admin);
  await dialog.getByRole('button', { name: '新しい認証を作る' }).click();
  await expect(admin.getByText('合言葉を表示するのは、いまだけです')).toBeVisible();
  const renewed = await shown('合言葉');
  expect(renewed).not.toBe(secret);
  await admin.getByRole('button', { name: '閉じる' }).click();
  expect((await askToken(clientId, secret)).status).toBe(200);
  const fresh = await askToken(clientId, renewed);
  expect(fresh.status).toBe(200);
  // two are the most
  await expect(admin.getByRole('button', { name: '入れ替える' })).toHaveAttribute('aria-disabled', 'true');

  // the list begins with the newest
  await admin.getByRole('button', { name: 'すぐに終わらせる' }).last().click();
  await expect(admin.getByRole('button', { name: 'すぐに終わらせる' })).toHaveCount(1);
  expect((await askToken(clientId, secret)).status).toBe(401);
  expect((await call('/me', token)).status).toBe(401);
  expect((await call('/me', fresh.body.access_token)).status).toBe(200);
  [secret, token] = [renewed, fresh.body.access_token];
});

test('addresses that nobody can check are not promised', async () => {
  const ranges = admin.getByRole('textbox', { name: /^接続元のIPアドレス/ });
  await ranges.fill('203.0.113.5/99');
  await admin.getByRole('button', { name: '許可を保存する' }).click();
  await expect(
    admin.getByText('IPアドレスは 203.0.113.5 か 203.0.113.0/24 の形で入力してください。'),
  ).toBeVisible();
  // no proxy says here who calls
  await ranges.fill('203.0.113.5');
  await admin.getByRole('button', { name: '許可を保存する' }).click();
  await expect(admin.getByText(/この設置では、接続元のIPアドレスを確かめられません/)).toBeVisible();
  await ranges.fill('');
});

test('a permission that is taken away is gone at once', async () => {
  await admin.getByRole('checkbox', { name: /^患者を照合する/ }).uncheck();
  await admin.getByRole('button', { name: '許可を保存する' }).click();
  await expect(admin.getByRole('checkbox', { name: /^患者を照合する/ })).not.toBeChecked();
  await expect.poll(async () => (await call('/patients?patientNumber=1', token)).status).toBe(403);
  expect((await call('/receptions', token)).status).toBe(200);
});

test('a suspended system is refused at once; resumed, it needs a new token', async () => {
  await admin.getByRole('button', { name: 'いますぐ止める' }).click();
  await expect(admin.getByText('止めています。相手は何もできません。')).toBeVisible();
  expect((await call('/me', token)).status).toBe(401);
  expect((await askToken(clientId, secret)).status).toBe(401);
  await expectAccessible(admin);
  await admin.getByRole('button', { name: '再開する' }).click();
  await expect(admin.getByRole('button', { name: 'いますぐ止める' })).toBeVisible();
  expect((await call('/me', token)).status).toBe(401);
  expect((await askToken(clientId, secret)).status).toBe(200);
});

test('a laboratory proves itself with its own key; a private key is not taken', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await admin.goto('/c/shirube/settings/clients/new');
  await admin.getByRole('textbox', { name: /^名称/ }).fill('みどり検査センター');
  await admin.getByRole('textbox', { name: /^使う目的/ }).fill('検体検査の受託');
  await admin.getByRole('textbox', { name: /^相手の連絡先/ }).fill('03-0000-0001');
  await admin.getByRole('checkbox', { name: /^患者を照合する/ }).check();
  await admin
    .getByRole('textbox', { name: /^相手の公開鍵/ })
    .fill(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  await admin.getByRole('button', { name: '登録する', exact: true }).click();
  await expect(admin.getByText(/秘密鍵が含まれています/)).toBeVisible();
  await admin
    .getByRole('textbox', { name: /^相手の公開鍵/ })
    .fill(publicKey.export({ type: 'spki', format: 'pem' }).toString());
  await admin.getByRole('button', { name: '登録する', exact: true }).click();
  await expect(admin.getByText('公開鍵は登録しました。')).toBeVisible();
  await expect(admin.getByLabel('合言葉', { exact: true })).toHaveCount(0);
  laboratory = await shown('クライアントID');
  fs.writeFileSync(
    path.join(keyFolder, 'client-key.pem'),
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const signed = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion(laboratory, privateKey),
  };
  const granted = await post('/api/oauth/token', signed);
  expect(granted.status).toBe(200);
  expect((await call('/me', granted.body.access_token)).body).toMatchObject({
    client: { name: 'みどり検査センター' },
  });
  // the same assertion again
  expect((await post('/api/oauth/token', signed)).status).toBe(401);
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  expect(
    (await post('/api/oauth/token', { ...signed, client_assertion: assertion(laboratory, stranger) })).status,
  ).toBe(401);
  await expectAccessible(admin);
});

test('the example of the guide runs as it stands', () => {
  const guide = fs.readFileSync(path.join(import.meta.dirname, '../docs/api.md'), 'utf8');
  const [, example] = /```js\n([\s\S]*?)```/.exec(guide) as unknown as [string, string];
  const file = path.join(keyFolder, 'client.mjs');
  fs.writeFileSync(file, example);
  const output = execFileSync(process.execPath, [file], {
    encoding: 'utf8',
    env: {
      SHIRUBE_URL: origin,
      CLIENT_ID: laboratory,
      CLIENT_KEY_FILE: path.join(keyFolder, 'client-key.pem'),
    },
  });
  expect(output).toContain('みどり検査センター');
  expect(output).toContain('しるべ内科クリニック');
});

test('who is no administrator sees neither the link nor the page', async ({ browser }) => {
  const other = await browser.newContext();
  const clerk = await other.newPage();
  await signInAnew(clerk, 'sasaki');
  await clerk.goto('/c/shirube/settings/clients');
  await expect(clerk.getByText('この画面は管理者の役割が必要です。')).toBeVisible();
  expect(await clerk.content()).not.toContain('あおば予約システム');
  await other.close();
});
