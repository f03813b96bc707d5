import { expect, type Page } from '@playwright/test';
import { institutionCode, putCardOnReader } from './steps.ts';

const sandbox = () => process.env.SHIRUBE_SANDBOX_URL ?? 'http://127.0.0.1:4010';

export interface AtService {
  prescriptionId: string;
  accessCode: string;
  institutionCode: string;
  status: string;
  issueType: string;
  replaces: string | null;
}

/** What the management service holds of the demo clinic, oldest first. */
export async function heldAtService(): Promise<AtService[]> {
  const answer = await fetch(`${sandbox()}/control/prescriptions`);
  const { prescriptions } = (await answer.json()) as { prescriptions: AtService[] };
  return prescriptions.filter((each) => each.institutionCode === institutionCode);
}

/** A person at the pharmacy, or a switch of the stand-in service. */
export async function atSandbox(method: 'POST' | 'PUT', path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${sandbox()}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** How a service behaves; delayMs is how long it keeps the caller waiting. */
export const behave = (service: string, mode: string, delayMs: number | null = null): Promise<void> =>
  atSandbox('PUT', 'faults', { [service]: { mode, delayMs } });

/** Somebody comes with the card; the doctor receives them and opens the chart. */
export async function openVisit(page: Page, personId: string, name: string): Promise<void> {
  await page.goto('/');
  await putCardOnReader(personId);
  const card = page
    .getByRole('region', { name: 'カードが読み取られました' })
    .filter({ hasText: name.split(' ')[0] ?? name });
  await expect(card).toBeVisible({ timeout: 20_000 });
  await card.getByRole('button', { name: '定期の受診' }).click();
  await card
    .getByRole('button', { name: /さんとして受付する|新しい患者として登録して受付する/ })
    .first()
    .click();
  await expect(card).toBeHidden();
  await page
    .getByRole('button', { name: `${name} さんのカルテを開く` })
    .first()
    .click();
  await expect(page.getByRole('heading', { name })).toBeVisible();
  await page.getByRole('textbox', { name: /^S/ }).fill('頭痛。');
}

/** Orders カロナール and confirms, with an answer to whatever the checks say. */
export async function orderAndConfirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'カロナール錠500 を足す' }).click();
  await expect(page.getByRole('group', { name: 'RP1', exact: true })).toBeVisible();
  const confirm = page.getByRole('button', { name: /^確定して/ });
  await expect(confirm).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
  await confirm.click();
}

/** Another number of days for an RP, by the quick picks (3, 5, 7, 14 …). */
export async function takeDays(page: Page, rp: number, days: number): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^RP${rp} を\\s*\\d+日分`) }).click();
  await page.getByRole('button', { name: `${days}日分にする`, exact: true }).click();
}

/** The day's authentication, where it is asked for: another journey of the same doctor may have made it today. */
export async function authenticate(page: Page): Promise<void> {
  const ask = page.getByRole('button', { name: 'HPKI で認証する' }).first();
  await expect(ask.or(accessCode(page)).or(page.getByText('登録を確認中')).first()).toBeVisible({
    timeout: 30_000,
  });
  if (!(await ask.isVisible())) return;
  await ask.click();
  await page.getByRole('button', { name: /スマートフォンで認証する/ }).click();
}

export const accessCode = (page: Page) => page.locator('output').filter({ hasText: /^(\d{4} ){3}\d{4}$/ });
