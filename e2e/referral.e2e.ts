import { expect, type Page } from '@playwright/test';
import { receive, regularPatient } from './order-steps.ts';
import { atSandbox } from './prescription-steps.ts';
import { expectAccessible, institutionCode, picture, signIn, test } from './steps.ts';

/** A letter of another institution: whose it is, the consent, read with what it encloses, taken over by a person, received. */
test.describe.configure({ mode: 'serial' });

let shirube: Page;
test.beforeAll(async ({ browser }) => {
  shirube = await (await browser.newContext()).newPage();
});
test.afterAll(() => shirube.context().close());

const card = (page: Page, title: string | RegExp) => page.getByRole('region', { name: title });
const hospital = '1319900039';

/** Received at the desk, and the chart opened by the doctor who is signed in. */
async function openChart(page: Page, familyName: string, givenName: string): Promise<void> {
  const person = await regularPatient(familyName, givenName);
  await page.goto('/c/shirube/board');
  await receive(page, person);
  await page
    .getByRole('button', { name: `${person.name} さんのカルテを開く` })
    .first()
    .click();
  await expect(card(page, 'ほかの医療機関の情報')).toBeVisible();
}

/** The list is asked for again and again until the letter has come. */
async function openLetter(page: Page, clinic: string, about: string): Promise<void> {
  await expect(async () => {
    await page.goto(`/c/${clinic}/letters`);
    await expect(page.getByRole('row').filter({ hasText: about })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole('row').filter({ hasText: about }).getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: /からの紹介状$/ })).toBeVisible();
}

test('a letter from a hospital waits for the consent, and says whose it may be', async () => {
  await signIn(shirube, 'yamada');
  await openChart(shirube, '浜口', '勇');
  await atSandbox('POST', 'letters', {
    kind: 'full',
    personId: 'p26',
    from: hospital,
    to: institutionCode,
    readable: false,
  });
  await openLetter(shirube, 'shirube', '浜口');
  await expectAccessible(shirube);
  await expect(card(shirube, 'この紹介状は、どの患者さんのものですか')).toContainText('保険の番号が同じです');
  await picture(shirube, 'letter-patient');
  await shirube.getByRole('button', { name: /^この患者さんにする 浜口 勇/ }).click();
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: 'はい、この患者さんです' }).click();
  await expect(card(shirube, '患者さんの同意が要ります')).toBeVisible();
  await shirube.getByText('口頭で同意をもらった').click();
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: '同意をもらったので、読めるようにする' }).click();
  await shirube.getByRole('button', { name: '紹介状を開く' }).click();
  await expect(card(shirube, /^診療情報提供書/)).toContainText('ステロイド漸減');
});

test('it is read section by section with what it encloses, and taken over item by item', async () => {
  await expect(card(shirube, /^同封：/)).toContainText('抗菌薬の点滴');
  await expectAccessible(shirube);
  await picture(shirube, 'letter');
  const files = shirube.getByRole('link', { name: /^添付を見る/ });
  for (const link of await files.all()) {
    const answer = await shirube.evaluate(
      async (at) => {
        const reply = await fetch(at);
        return [
          reply.status,
          reply.headers.get('content-type'),
          reply.headers.get('x-content-type-options'),
          reply.headers.get('content-security-policy')?.includes("script-src 'none'"),
        ];
      },
      (await link.getAttribute('href')) ?? '',
    );
    expect(answer).toEqual([200, expect.stringMatching(/^(application\/pdf|image\/png)$/), 'nosniff', true]);
  }
  expect(await files.count()).toBeGreaterThan(0);
  await shirube.getByRole('button', { name: 'アレルギーの記録に足す 鶏卵' }).click();
  await expect(shirube.getByRole('alertdialog')).toContainText('書かれること');
  await expectAccessible(shirube);
  await shirube.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(shirube.getByRole('button', { name: 'アレルギーの記録に足す 鶏卵' })).toBeHidden();
  await shirube
    .getByRole('button', { name: /^ほかの医療機関の薬に足す/ })
    .first()
    .click();
  await shirube.getByRole('button', { name: '取り込む', exact: true }).click();
  await expect(shirube.getByText('取り込み済み').nth(1)).toBeVisible();
  await shirube.getByRole('button', { name: '紹介状を受領する' }).click();
  await expect(shirube.getByText('受領済み').first()).toBeVisible();
  await openChartAgain(shirube, '浜口 勇');
  await expect(card(shirube, 'アレルギーの記録')).toContainText(/鶏卵[\s\S]*の紹介状から/);
  await expect(card(shirube, '届いた紹介状')).toContainText('受領済み');
});

/** The chart of a visit that is open already, from the list of the day. */
async function openChartAgain(page: Page, name: string): Promise<void> {
  await page.goto('/c/shirube/board');
  await page
    .getByRole('button', { name: `${name} さんのカルテを開く` })
    .first()
    .click();
  await expect(card(page, 'アレルギーの記録')).toBeVisible();
}
