import axe from '@axe-core/playwright';
import { type BrowserContext, test as base, type Cookie, expect, type Page } from '@playwright/test';

/** What the pages of all contexts have broken since it was last looked at. */
const violations: string[] = [];

/** A broken content security policy says so in the console; the event names it even where the console does not. */
async function watch(context: BrowserContext): Promise<void> {
  context.on('console', (message) => {
    if (/Content Security Policy|^csp /.test(message.text())) violations.push(message.text());
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      console.error(
        `csp ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile} ${event.sample}`,
      );
    });
  });
}

/**
 * The `test` of every journey: a test during which any page broke the content security policy fails. Contexts that a
 * test makes itself with `browser.newContext()` are watched too.
 */
export const test = base.extend<{ policyKept: undefined }>({
  browser: [
    async ({ browser }, use) => {
      const newContext = browser.newContext.bind(browser);
      browser.newContext = async (...options) => {
        const context = await newContext(...options);
        await watch(context);
        return context;
      };
      await use(browser);
      browser.newContext = newContext;
    },
    { scope: 'worker' },
  ],
  policyKept: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      await use(undefined);
      expect(violations.splice(0), 'the content security policy is kept').toEqual([]);
    },
    { auto: true },
  ],
});

const sandbox = () => process.env.SHIRUBE_SANDBOX_URL ?? 'http://127.0.0.1:4010';

const demoPassword = 'shirube-demo-2026';

/** From the sign-in page to where it leads: password, then the code of the demo's authenticator app. */
export async function passSignIn(page: Page, loginId: string): Promise<void> {
  await page.getByRole('textbox', { name: /^ID/ }).fill(loginId);
  await page.getByLabel('パスワード').first().fill(demoPassword);
  await page.getByRole('button', { name: 'ログインする', exact: true }).click();
  await fillDemoCode(page);
  await page.getByRole('button', { name: '確かめてログインする' }).click();
}

/** A code is used once: after two sign-ins of one person within half a minute the button waits for the next one. */
export async function fillDemoCode(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'デモの認証コードを入れる' }).click();
  await expect(page.getByLabel(/認証コード（6けたの数字）/)).toHaveValue(/^\d{6}$/, { timeout: 70_000 });
}

const board = (page: Page) => page.getByRole('heading', { name: /受付一覧/ });

/** Signs in with password and code, whatever was before. */
export async function signInAnew(page: Page, loginId: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await passSignIn(page, loginId);
  await expect(board(page)).toBeVisible();
  keptSessions.set(loginId, { cookies: await page.context().cookies(), since: Date.now() });
}

/** Sessions of this run by sign-in: young ones only, so that a step-up within them is not asked for earlier than a person would see it. */
const keptSessions = new Map<string, { cookies: Cookie[]; since: number }>();
const keptMilliseconds = 5 * 60_000;

/**
 * Somebody at work: a sign-in of the last minutes is taken up again, as in a browser that was left open, because every new one waits
 * for the next code of the authenticator app. A session that has ended meanwhile is replaced by a new one.
 */
export async function signIn(page: Page, loginId: string): Promise<void> {
  const kept = keptSessions.get(loginId);
  if (kept && Date.now() - kept.since < keptMilliseconds) {
    await page.context().clearCookies();
    await page.context().addCookies(kept.cookies);
    await page.goto('/');
    await expect(
      board(page)
        .or(page.getByRole('textbox', { name: /^ID/ }))
        .first(),
    ).toBeVisible();
    if (await board(page).isVisible()) return;
  }
  await signInAnew(page, loginId);
}

/**
 * Receives somebody at the desk without a card, as whoever is signed in. Each journey brings its own patients: the demo's list of the
 * day is short, and all journeys share it. Returns the name as the screens write it.
 */
export async function receiveWalkIn(page: Page, familyName: string, familyKana: string): Promise<string> {
  await page.getByRole('button', { name: '患者をさがして受付する' }).click();
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill(familyKana);
  const found = page.getByRole('option').first();
  const text = (await found.textContent()) ?? '';
  const name = text.match(new RegExp(`${familyName} \\S+?(?=${familyKana})`))?.[0] ?? '';
  expect(name, `${text} names a patient`).not.toBe('');
  await found.click();
  await page.getByLabel('来院の目的').fill('定期受診');
  await page.getByText('資格確認書を見た').click();
  await page.getByRole('button', { name: '受付する', exact: true }).click();
  await expect(page.getByRole('button', { name: '受付する', exact: true })).toBeHidden();
  return name;
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

/** A passkey of this device that is touched whenever it is asked for. */
export async function touchAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** WCAG 2.2 AA as far as a program can see it. */
export async function expectAccessible(page: Page): Promise<void> {
  // the title of a page may arrive after its content
  await expect(page).toHaveTitle(/./);
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
