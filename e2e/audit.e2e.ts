import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectAccessible, fillDemoCode, signIn, test } from './steps.ts';

/** The administrator asks the audit trail: what happened, who saw a patient, what was conspicuous last week. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let lastWeek: { monday: string; patient: { number: string; name: string; kana: string } };
test.beforeAll(async ({ browser }) => {
  const made = spawnSync(process.execPath, [path.join(import.meta.dirname, 'audit-last-week.ts')], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
  lastWeek = JSON.parse(made.stdout);
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page.context().close());

/** Proves who one is once more, where the page asks for it. */
async function stepUpIfAsked(): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /本人/ });
  const shown = await dialog.waitFor({ timeout: 2_000 }).then(
    () => true,
    () => false,
  );
  if (!shown) return;
  await fillDemoCode(page);
  await dialog.getByRole('button', { name: /確かめ/ }).click();
}

test('the trail is narrowed by clicks: period, person, kind, outcome', async () => {
  await signIn(page, 'tamura');
  await page.getByRole('link', { name: '監査証跡' }).click();
  await expect(page.getByRole('heading', { name: '監査証跡', exact: true })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'ログインした' }).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByText('すべて', { exact: true }).first().click();
  await page.getByLabel('職員', { exact: true }).selectOption({ label: await optionOf('山田') });
  await page.getByLabel('したことの種類').selectOption('カルテ・診察');
  await expect(page.getByRole('rowheader', { name: 'カルテを開いた' }).first()).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'ログインした' })).toHaveCount(0);
  await expect(page.getByRole('cell', { name: /画面.*192\.0\.2\.10/ }).first()).toBeVisible();
  await page.getByText('拒否', { exact: true }).first().click();
  await expect(page.getByText('この条件の記録はありません')).toBeVisible();
  await page.getByRole('button', { name: 'はじめの表示にもどす' }).click();
  await expect(page.getByRole('rowheader', { name: 'ログインした' }).first()).toBeVisible();
});

async function optionOf(name: string): Promise<string> {
  const options = await page.getByLabel('職員', { exact: true }).locator('option').allTextContents();
  return options.find((option) => option.startsWith(name)) as string;
}

test('it is narrowed to a patient, who is found by kana', async () => {
  await page.getByText('すべて', { exact: true }).first().click();
  await page.getByRole('button', { name: '患者でしぼる' }).click();
  const dialog = page.getByRole('dialog', { name: '患者でしぼる' });
  await dialog.getByRole('searchbox', { name: '患者をさがす' }).fill(lastWeek.patient.number);
  await expectAccessible(page);
  await dialog.getByRole('option').first().click();
  await expect(page.getByText(`患者 ${lastWeek.patient.number} ${lastWeek.patient.name}`)).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'カルテを開いた' })).toHaveCount(2);
});

test('from a row one gets to who saw the patient, and what a person did', async () => {
  await page
    .getByRole('link', { name: `${lastWeek.patient.number} ${lastWeek.patient.name}` })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: '患者を誰が見たか' })).toBeVisible();
  const doctor = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /山田/ }) });
  await expect(doctor).toContainText('受診なし 2回');
  await expect(doctor).toContainText('医師');
  await doctor.getByRole('button', { name: /のしたことを見る/ }).click();
  const did = page.getByRole('region', { name: /がこの患者についてしたこと/ });
  await expect(did.getByRole('rowheader', { name: 'カルテを開いた' })).toHaveCount(2);
  await expectAccessible(page);
});

test('last week is reviewed: every finding gets a judgement, then it is signed', async () => {
  await page.getByRole('link', { name: '週の点検' }).click();
  await expect(page.getByRole('heading', { name: '監査証跡の週の点検' })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('row')
    .filter({ hasText: '未点検' })
    .first()
    .getByRole('link', { name: '点検する' })
    .click();
  const night = page.getByRole('region', { name: '夜間・時間外の閲覧' });
  await expect(night).toContainText('山田');
  const noVisit = page.getByRole('region', { name: '受診のない患者の閲覧' });
  await expect(noVisit).toContainText(lastWeek.patient.number);
  await expect(page.getByText(/「問題なし」か「要確認」を選ぶと署名できます/)).toBeVisible();
  await night.getByText('要確認', { exact: true }).click();
  for (const other of await page.getByRole('region').filter({ hasText: '未判断' }).all())
    for (const ok of await other.getByText('問題なし', { exact: true }).all()) await ok.click();
  await expect(page.getByText(/何を確かめるかを書くと署名できます/)).toBeVisible();
  await page.getByLabel(/^確かめること/).fill('往診の準備だったか、本人に聞く');
  await expectAccessible(page);
  await page.getByRole('button', { name: '確かめたので署名する' }).click();
  await expect(page.getByText('点検を記録しました')).toBeVisible();
  await expect(page.getByText('点検済み', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: '点検の記録' })).toContainText(
    '往診の準備だったか、本人に聞く',
  );
  await expectAccessible(page);
});

test('the trail is written to a file, with a reason, and that is in the trail', async () => {
  await page.getByRole('link', { name: '証跡をさがす' }).click();
  await page.getByRole('button', { name: 'ファイルに書き出す' }).click();
  const dialog = page.getByRole('dialog', { name: '監査証跡をファイルに書き出す' });
  await dialog.getByText('定期の点検', { exact: true }).click();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '書き出しを申し込む' }).click();
  await stepUpIfAsked();
  const fetched = page.waitForEvent('download');
  await dialog.getByRole('link', { name: 'ファイル（CSV）を受け取る' }).click();
  const file = await fetched;
  expect(file.suggestedFilename()).toBe('監査証跡.csv');
  const bytes = fs.readFileSync(await file.path());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(bytes.toString('utf8')).toContain('"監査証跡を点検して署名した"');
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await page.reload();
  const exported = page.getByRole('row').filter({ hasText: '監査証跡の書き出しを申し込んだ' }).first();
  await expect(exported).toContainText('定期の点検のため');
});

test('a doctor may ask about a patient, not read the whole trail; a clerk neither', async () => {
  const { patient } = lastWeek;
  await signIn(page, 'yamada');
  await page.goto('/c/shirube/audit');
  await expect(page.getByText('この画面は開けません')).toBeVisible();
  await page.goto('/c/shirube/audit/patients');
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill(patient.number);
  await page.getByRole('option').first().click();
  await expect(page.getByRole('rowheader', { name: /山田/ })).toBeVisible();
  await signIn(page, 'sasaki');
  await page.goto('/c/shirube/audit/patients');
  await expect(page.getByText('この画面は開けません')).toBeVisible();
});
