import axe from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const sandbox = () => process.env.SHIRUBE_SANDBOX_URL ?? 'http://127.0.0.1:4010';

export async function signIn(page: Page, loginId: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await page.getByLabel('ID').fill(loginId);
  await page.getByLabel('パスワード').first().fill('shirube-demo-2026');
  await page.getByRole('button', { name: 'ログインする' }).click();
  await expect(page.getByRole('heading', { name: /受付一覧/ })).toBeVisible();
}

async function control(method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${sandbox()}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

/** しるべ内科クリニック: composeInstitutionCode('13', '1', '123456') */
export const institutionCode = '1311234569';

export const putCardOnReader = (personId: string): Promise<void> =>
  control('POST', 'cards', {
    institutionCode,
    personId,
    consents: { medication: true, diagnosis: true },
    issueSelect: 'electronic',
  });

export const setFault = (service: string, mode: string): Promise<void> =>
  control('PUT', 'faults', { [service]: { mode, delayMs: null } });

/** WCAG 2.2 AA as far as a program can see it. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new axe({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.target}`)).toEqual([]);
}

/** Renews a picture of docs/images when SHIRUBE_PICTURES is set; an ordinary run changes no file. */
export async function picture(page: Page, name: string, height = 1000): Promise<void> {
  if (!process.env.SHIRUBE_PICTURES) return;
  await page.setViewportSize({ width: 1440, height });
  await page.screenshot({ path: `../docs/images/${name}.png` });
  await page.setViewportSize({ width: 1440, height: 1000 });
}
