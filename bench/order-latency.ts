/// <reference lib="dom" />
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { freePort } from '../packages/db/src/tooling/index.ts';
import { findBrowser } from '../packages/pdf/src/index.ts';
import { startStack } from '../tools/demo/stack.ts';
import { insertLongHistory } from './order-history.ts';

/**
 * `npm run bench:order -- [--additions 60]`: how long a doctor waits in a real browser from the press that adds a drug to the alert it
 * raises, drawn on the screen, with 20 drugs being taken and three years of visits. The same run says how much of it was the server (from
 * the request to the first byte of the answer), the rest of the way there and back, and the browser's own work before and after.
 * Target: p75 ≤ 200 ms. Writes JSON to stdout.
 */
const { values } = parseArgs({ options: { additions: { type: 'string', default: '60' } } });
const additions = Number(values.additions);
const warmUps = 5;
const takenYj = '2171022F2289';
const drug = /アムロジピン錠5mg.*足す/;

interface Measured {
  total: number;
  before: number;
  way: number;
  server: number;
  after: number;
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'shirube-bench-'));
fs.chmodSync(directory, 0o755);
const say = (text: string) => process.stderr.write(`  ${text}\n`);
const stack = await startStack({
  directory,
  reset: false,
  quiet: true,
  disposable: true,
  webPort: await freePort(),
  sandboxPort: await freePort(),
  databasePort: await freePort(),
  say,
});
const found = await findBrowser();
const browser = await chromium.launch({ executablePath: found.executablePath, args: found.args });
try {
  const person = await insertLongHistory(
    stack.urls.owner,
    { institutionCode: '1311234569' },
    { familyName: '小林', givenName: '節子' },
    takenYj,
  );
  const context = await browser.newContext({
    baseURL: stack.webUrl,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  await openChart(page, person);
  const measured: Measured[] = [];
  for (let round = 0; round < warmUps + additions; round += 1) {
    const one = await addOnce(page);
    if (round >= warmUps) measured.push(one);
  }
  const at = (part: keyof Measured, share: number) => {
    const sorted = measured.map((each) => each[part]).sort((a, b) => a - b);
    return Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1));
  };
  const parts = ['total', 'before', 'way', 'server', 'after'] as const;
  process.stdout.write(
    `${JSON.stringify(
      {
        at: new Date().toISOString(),
        machine: { cpus: os.cpus().length, model: os.cpus()[0]?.model, load: os.loadavg()[0] },
        data: { activeDrugs: 20, visits: 36, additions: measured.length },
        milliseconds: Object.fromEntries(
          parts.map((part) => [part, { p50: at(part, 0.5), p75: at(part, 0.75), p95: at(part, 0.95) }]),
        ),
        target: 'total p75 <= 200',
        met: at('total', 0.75) <= 200,
      },
      null,
      2,
    )}\n`,
  );
} finally {
  await browser.close();
  await stack.stop();
  fs.rmSync(directory, { recursive: true, force: true });
}
process.exit(0);

async function openChart(page: Page, person: { name: string; kana: string }): Promise<void> {
  await page.goto('/sign-in');
  await page.getByRole('textbox', { name: /^ID/ }).fill('yamada');
  await page.getByLabel('パスワード').first().fill('shirube-demo-2026');
  await page.getByRole('button', { name: 'ログインする', exact: true }).click();
  await page.getByRole('button', { name: 'デモの認証コードを入れる' }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('input')].some((input) => /^\d{6}$/.test(input.value)),
  );
  await page.getByRole('button', { name: '確かめてログインする' }).click();
  await page.getByRole('button', { name: '患者をさがして受付する' }).click();
  await page.getByRole('searchbox', { name: '患者をさがす' }).fill(person.kana);
  await page.getByRole('option').filter({ hasText: person.name }).first().click();
  await page.getByLabel('来院の目的').fill('定期受診');
  await page.getByText('資格確認書を見た').click();
  await page.getByRole('button', { name: '受付する', exact: true }).click();
  await page
    .getByRole('button', { name: `${person.name} さんのカルテを開く` })
    .first()
    .click();
  await page.getByRole('button', { name: drug }).first().waitFor();
}

/** Presses the drug, waits for its alert to be drawn, takes the drug out again. */
async function addOnce(page: Page): Promise<Measured> {
  await page.evaluate(() => {
    performance.clearResourceTimings();
    const kept = window as unknown as { pressed?: number; drawn?: number | undefined };
    kept.drawn = undefined;
    window.addEventListener(
      'pointerdown',
      (event) => {
        kept.pressed = event.timeStamp;
      },
      { capture: true, once: true },
    );
    const watch = new MutationObserver(() => {
      if (!document.querySelector('[data-unanswered]')) return;
      watch.disconnect();
      // the frame after the next one begins when the alert has been painted
      requestAnimationFrame(() => requestAnimationFrame((time) => (kept.drawn = time)));
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  });
  await page.getByRole('button', { name: drug }).first().click();
  await page.waitForFunction(() => (window as unknown as { drawn?: number }).drawn !== undefined);
  const one = await page.evaluate(() => {
    const { pressed, drawn } = window as unknown as { pressed: number; drawn: number };
    const check = performance
      .getEntriesByType('resource')
      .filter((entry) => entry.name.includes('prescribing.checkLocal'))
      .at(-1) as PerformanceResourceTiming;
    const server = check.responseStart - check.requestStart;
    return {
      total: drawn - pressed,
      before: check.startTime - pressed,
      way: check.responseEnd - check.startTime - server,
      server,
      after: drawn - check.responseEnd,
    };
  });
  await page
    .getByRole('button', { name: /アムロジピン.*を\s*消す/ })
    .first()
    .click();
  await page.waitForFunction(() => !document.querySelector('[data-unanswered]'));
  return one;
}
