import { expect, type Page } from '@playwright/test';
import { receive } from './order-steps.ts';
import { expectAccessible, institutionCode, picture, setFault, signIn, test } from './steps.ts';

/** 情報の共有: a diagnosis that is not to be shown, sent, corrected, refused, corrected again; and a wish not to share at all. */
test.describe.configure({ mode: 'serial' });

/** p22 of the demo's people; p23 is another person with the same reading and birth date. */
const patient = { name: '笠松 照代', kana: 'カサマツ テルヨ' };

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await setFault('sharing', 'normal');
  await page.context().close();
});

interface Held {
  identifier: string;
  kind: string;
  revision: number;
  acceptedAt: string;
}
const sandbox = (): string => process.env.SHIRUBE_SANDBOX_URL ?? '';
const contentOf = async (held: Held): Promise<string> =>
  await (await fetch(`${sandbox()}/sharing/v0/documents/${encodeURIComponent(held.identifier)}`)).text();
/** The diagnoses of this patient, as the service has them. */
async function registered(): Promise<{ held: Held; content: string }[]> {
  const answer = await fetch(`${sandbox()}/sharing/v0/documents?institutionCode=${institutionCode}`);
  const { documents } = (await answer.json()) as { documents: Held[] };
  const found: { held: Held; content: string }[] = [];
  for (const held of documents.filter((each) => each.kind === 'Condition')) {
    const content = await contentOf(held);
    if (content.includes('照代')) found.push({ held, content });
  }
  return found;
}
const row = () => page.getByRole('region', { name: `${patient.name} さん 傷病名` });

test('the doctor marks a diagnosis as 未提供 and confirms', async () => {
  await signIn(page, 'yamada');
  await receive(page, patient);
  await page.getByRole('button', { name: `${patient.name} さんのカルテを開く` }).click();
  await page.getByRole('textbox', { name: /^S/ }).fill('足がつる。');
  await page.getByRole('button', { name: '病名を足す' }).click();
  await page.getByRole('searchbox', { name: '病名をさがす' }).fill('テイカリウム');
  await page
    .getByRole('option', { name: /低カリウム血症/ })
    .first()
    .click();
  await page.getByRole('button', { name: /低カリウム血症/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /未提供/ })).not.toBeChecked();
  await dialog.getByRole('checkbox', { name: /未提供/ }).check();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '閉じる' }).click();
  await expect(page.getByRole('button', { name: /低カリウム血症/ })).toContainText('未提供');
  await page.getByRole('button', { name: '診察の記載を確定する' }).click();
  await expect(page.getByRole('button', { name: '低カリウム血症を直す' })).toBeVisible();
  await expect.poll(async () => (await registered()).length, { timeout: 30_000 }).toBe(1);
  const [first] = await registered();
  expect(first?.content).toContain('UNDELIVERED');
});

test('a correction takes its place at the service', async () => {
  await correct(async (dialog) => {
    await dialog.getByRole('checkbox', { name: /未提供/ }).uncheck();
  });
  await expect.poll(async () => (await registered())[0]?.held.revision, { timeout: 30_000 }).toBe(2);
  const all = await registered();
  expect(all).toHaveLength(1);
  expect(all[0]?.content).not.toContain('UNDELIVERED');
});

test('what is refused stands beside the item that caused it, and goes when it is corrected', async () => {
  await setFault('sharing', 'refusing');
  await correct(async (dialog) => {
    await dialog.getByRole('checkbox', { name: /長期保存/ }).check();
  });
  const chart = page.url();
  await page.getByRole('link', { name: /共有の状況/ }).click();
  await expect(row()).toContainText('受け付けられず', { timeout: 30_000 });
  await row()
    .getByRole('button', { name: /くわしく見る/ })
    .click();
  const dialog = page.getByRole('dialog');
  // the switch 「拒否」 finds fault with the first diagnosis of the set
  await expect(dialog).toContainText(/症：模擬：診療科の拡張がありません/);
  await expect(dialog).toContainText('することは：');
  await expectAccessible(page);
  await picture(page, 'sharing-refused');
  await setFault('sharing', 'normal');
  await dialog.getByRole('link', { name: 'カルテを開く' }).click();
  await expect(page).toHaveURL(chart);
  await correct(async (open) => {
    await open.getByLabel('発症日（診療を始めた日）').fill('2026-10-01');
  });
  await page.getByRole('link', { name: /共有の状況/ }).click();
  await expect(row()).toContainText('登録済み', { timeout: 30_000 });
  await expectAccessible(page);
  await picture(page, 'sharing');
  expect((await registered())[0]?.content).toContain('2026-10-01');
  await page.goto(chart);
});

test('a wish not to share is shown in the chart and cancels what was registered', async () => {
  await page.getByRole('button', { name: 'この患者の情報を共有しない' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('ご本人の希望').click();
  await dialog.getByRole('button', { name: '共有しない', exact: true }).click();
  await expect(page.getByText('この患者の情報は、ほかの医療機関と共有していません')).toBeVisible();
  await expectAccessible(page);
  await expect.poll(async () => (await registered()).length, { timeout: 30_000 }).toBe(0);
});

async function correct(change: (dialog: ReturnType<Page['getByRole']>) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: '低カリウム血症を直す' }).click();
  const dialog = page.getByRole('dialog');
  await change(dialog);
  await dialog.getByLabel('直す理由').fill('見直したため');
  await dialog.getByRole('button', { name: 'この内容に直す' }).click();
  await expect(dialog).toBeHidden();
}
