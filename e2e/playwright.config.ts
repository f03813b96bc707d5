import { defineConfig } from '@playwright/test';
import { findBrowser } from '@shirube/pdf';

const browser = await findBrowser();

/** Journeys in a real browser, one after the other: they tell one day of one clinic. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  workers: 1,
  fullyParallel: false,
  // a journey that passes only the second time is reported as flaky, by name, and is to be repaired
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    baseURL: process.env.SHIRUBE_PUBLIC_URL ?? 'http://localhost:3000',
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 1000 },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: browser.executablePath, args: browser.args },
  },
});
