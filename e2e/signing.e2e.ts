import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import pg from 'pg';
import { expectAccessible, institutionCode, picture, setFault, signIn, test } from './steps.ts';

/** 電子署名 of a day: one authentication, its state in the head of the page, and what waits signed together. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await signIn(page, 'yamada');
});
test.afterAll(async () => {
  await setFault('signing', 'normal');
  await page.context().close();
});

/** As the application's role in the demo clinic: what would take a day of work, or another day. */
async function inClinic(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.SHIRUBE_DATABASE_APP_URL });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('app.tenant_id', tenant_id::text, true) FROM ops.clinics() WHERE institution_code = $1`,
      [institutionCode],
    );
    await work(client);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** The demo's earlier prescriptions were written without an insurance. */
const coverage = {
  insurerNumber: '06132013',
  symbol: '１２３',
  number: '４５６７８９０',
  branchNumber: '01',
  isDependent: false,
  copayPercent: 30,
};

/** Prescriptions of this doctor that wait for a signature, like the demo's own. */
const leaveUnsigned = (count: number) =>
  inClinic(async (client) => {
    for (let index = 0; index < count; index += 1) {
      const id = randomUUID();
      const { rowCount } = await client.query(
        `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id,
                                   record, entered_by_id, confirmed_by_id, confirmed_at)
         SELECT p.tenant_id, $1, p.encounter_id, p.patient_id,
                (SELECT max(version_no) + 1 FROM prescription WHERE encounter_id = p.encounter_id),
                'electronic', current_date, current_date + 3, p.doctor_id,
                jsonb_set(p.record::jsonb, '{patient,coverage}', $3::jsonb), p.entered_by_id, p.confirmed_by_id, now()
         FROM prescription p JOIN staff s ON s.id = p.doctor_id AND s.family_name = '山田'
         ORDER BY p.confirmed_at LIMIT 1 OFFSET $2`,
        [id, index, JSON.stringify(coverage)],
      );
      expect(rowCount).toBe(1);
      await client.query(
        `INSERT INTO prescription_state (tenant_id, prescription_id, status)
         VALUES (current_setting('app.tenant_id')::uuid, $1, 'confirmed')`,
        [id],
      );
    }
  });

/** As on the morning of a day: other journeys of the same doctor have authenticated too. */
const endAuthorizations = () =>
  inClinic(async (client) => {
    await client.query(`UPDATE signing_session SET state = 'ended'`);
  });

test('the head says that nobody has authenticated; stopping half-way says what to do', async () => {
  await endAuthorizations();
  await page.goto('/');
  await expect(page.getByText('電子署名：未認証')).toBeVisible();
  await page.getByRole('button', { name: '電子署名を認証する' }).click();
  const dialog = page.getByRole('dialog', { name: '電子署名の認証の方法' });
  await expect(dialog.getByRole('button', { name: 'マイナンバーカード' })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'スマートフォン' }).click();
  await page.getByRole('button', { name: '中止する' }).click();
  await expect(page.getByText('認証が中止されました。')).toBeVisible();
  await expect(page.getByText(/電子署名：認証の途中/)).toBeVisible();
  await expectAccessible(page);
});

test('another person’s certificate is stopped, with the reason', async () => {
  await page.getByRole('button', { name: 'もう一度認証する' }).click();
  await page.getByRole('button', { name: 'リモート署名サービス' }).click();
  await expect(page.getByRole('button', { name: /スマートフォンで認証する/ })).toBeVisible();
  // the page of the stand-in service lets anybody in when it is told nobody’s name
  const address = new URL(page.url());
  address.searchParams.delete('login_hint');
  await page.goto(address.href);
  await page.getByText('模擬 次郎').click();
  await page.getByRole('button', { name: /スマートフォンで認証する/ }).click();
  await expect(page.getByText(/ログインしている医師と違うため、署名を止めました/)).toBeVisible();
  await expect(page.getByText('電子署名：未認証')).toBeVisible();
});

test('after the authentication the doctor is back where they were, until the end of the day', async () => {
  await leaveUnsigned(5);
  await page.goto('/');
  await page.getByRole('link', { name: '処方箋', exact: true }).click();
  await page.getByRole('button', { name: '電子署名を認証する' }).click();
  await page.getByRole('button', { name: 'リモート署名サービス' }).click();
  await page.getByRole('button', { name: /スマートフォンで認証する/ }).click();
  await expect(page).toHaveURL(/\/prescriptions$/);
  await expect(page.getByText(/電子署名：認証済み（\d+:\d\dまで）/)).toBeVisible();
});

test('of those that wait one says why it is not signed, and the next press signs that one only', async () => {
  await setFault('signing', 'one_wrong_signature');
  await page.getByRole('link', { name: /まとめて署名する/ }).click();
  const list = page.getByRole('region', { name: '署名待ちの処方箋' });
  await expect(list.getByRole('checkbox').first()).toBeVisible();
  // other journeys of this doctor may have left some too
  const count = await list.getByRole('checkbox').count();
  expect(count).toBeGreaterThanOrEqual(5);
  await expectAccessible(page);
  await page.getByRole('button', { name: `まとめて署名する（${count}件）` }).click();
  await expect(page.getByText(`${count - 1}件に署名しました。1件は署名できていません`)).toBeVisible({
    timeout: 30_000,
  });
  await expect(list.getByText('署名済み')).toHaveCount(count - 1);
  await expect(list.getByText(/届いた電子署名が正しくありません/)).toHaveCount(1);
  await expectAccessible(page);
  await picture(page, 'signing', 700);
  await page.getByRole('button', { name: 'まとめて署名する（1件）' }).click();
  await expect(page.getByText(`${count}件に署名しました`)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  await expect(page.getByText('署名を待っている処方箋はありません。')).toBeVisible();
});
