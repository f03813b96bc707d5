import { readEnvironment } from '@shirube/core/shared';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { seedDemo } from './demo/seed-demo.ts';

const env = readEnvironment(
  z.object({
    SHIRUBE_DATABASE_OWNER_URL: z.url(),
    SHIRUBE_DATABASE_APP_URL: z.url(),
    SHIRUBE_SECRET: z.base64(),
  }),
  process.env,
);

await seedDemo({
  ownerUrl: env.SHIRUBE_DATABASE_OWNER_URL,
  appUrl: env.SHIRUBE_DATABASE_APP_URL,
  key: Buffer.from(env.SHIRUBE_SECRET, 'base64'),
  asOf: todayInTokyo(new Date()),
  log: (text) => console.log(`        ${text}`),
});
