import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { seedDemo } from './demo/seed-demo.ts';

const env = z
  .object({ SHIRUBE_DATABASE_OWNER_URL: z.url(), SHIRUBE_DATABASE_APP_URL: z.url() })
  .parse(process.env);

await seedDemo({
  ownerUrl: env.SHIRUBE_DATABASE_OWNER_URL,
  appUrl: env.SHIRUBE_DATABASE_APP_URL,
  asOf: todayInTokyo(new Date()),
  log: (text) => console.log(`        ${text}`),
});
